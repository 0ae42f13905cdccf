#include "compiler/check/targets.h"

#include <algorithm>
#include <iterator>

#include "compiler/check/check.h"
#include "compiler/check/globs.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

class TargetsChecker {
 public:
  TargetsChecker(Context& context, std::optional<Verb> verb) : context_(context), verb_(verb) {}

  std::vector<Target> Run(const std::vector<ast::Target>& targets) {
    for (const ast::Target& target : targets) Add(target);
    return std::move(targets_);
  }

 private:
  void Add(const ast::Target& target) {
    const std::vector<ast::NamePattern> names = NamesOf(target);
    if (names.empty()) return;
    if (IsPattern(target.server.text)) return AddServers(target, names);
    const auto server = FindServer(context_, {target.server.text, target.server.span});
    if (!server) return;
    for (const ast::NamePattern& name : names) AddName(target, *server, name, true);
  }

  // A pattern over servers is meant to be wide: a server without a fitting tool is no mistake.
  void AddServers(const ast::Target& target, const std::vector<ast::NamePattern>& names) {
    bool found = false;
    for (uint32_t i = 0; i < context_.program.servers.size(); ++i) {
      const std::string& server = context_.program.servers[i].name;
      if (!NameGlobsMeet(target.server.text, server)) continue;
      found = true;
      context_.servers.MarkUsed(server);
      for (const ast::NamePattern& name : names) AddName(target, i, name, false);
    }
    if (found || !context_.broken.empty()) return;
    ReportNothing(target.server.span, "no server is called like `" + target.server.text + "`");
  }

  void AddName(const ast::Target& target, uint32_t server, const ast::NamePattern& name,
               bool explicitly) {
    const Server& owner = context_.program.servers[server];
    const bool tools = verb_ == Verb::kCall || (!verb_ && name.text != "*");
    if (tools && !ServerHas(owner, name.text)) {
      if (!explicitly) return;
      ReportNothing(name.span,
                    "the tools of the server `" + owner.name + "` have no `" + name.text + "`")
          .Label(owner.span, "its `tools` say what exists");
    }
    if (++context_.target_count == kTargetsMax + 1) {
      context_.sink.Report<Kind::kTooManyTargets>(target.span, std::to_string(kTargetsMax));
    }
    if (context_.target_count <= kTargetsMax) targets_.push_back({server, name.text, target.span});
  }

  diagnostics::Builder ReportNothing(Span span, const std::string& why) {
    if (verb_) return context_.sink.Report<Kind::kRuleNeverApplies>(span, why);
    return context_.sink.Report<Kind::kFlowToNothing>(span, why);
  }

  // The names after the dot, or what no names stand for. Empty: reported.
  std::vector<ast::NamePattern> NamesOf(const ast::Target& target) {
    if (target.names.empty() && verb_ == Verb::kCall) return ReportWholeServer(target);
    if (target.names.empty()) return {{"*", false, target.span}};
    std::vector<ast::NamePattern> names;
    for (const ast::NamePattern& name : target.names) {
      if (verb_ == Verb::kRead && name.text != "*") {
        context_.sink.Report<Kind::kResourceByName>(name.span);
        return {};
      }
      if (CheckQuotes(context_, name)) names.push_back(name);
    }
    return names;
  }

  std::vector<ast::NamePattern> ReportWholeServer(const ast::Target& target) {
    const ast::NamePattern& server = target.server;
    if (!IsPattern(server.text) && !FindServer(context_, {server.text, server.span})) return {};
    const Span end{target.span.file, target.span.end, target.span.end};
    context_.sink.Report<Kind::kWholeServer>(target.span, target.server.text)
        .Help("all of its tools are `" + target.server.text + ".*`")
        .Fix("name all of its tools", {{end, ".*"}});
    return {};
  }

  Context& context_;
  const std::optional<Verb> verb_;
  std::vector<Target> targets_;
};

}  // namespace

bool IsPattern(const std::string& name) {
  return name.find('*') != name.npos;
}

bool ServerHas(const Server& server, const std::string& pattern) {
  return std::any_of(server.tools.begin(), server.tools.end(),
                     [&](const std::string& tool) { return NameGlobsMeet(tool, pattern); });
}

bool CheckQuotes(Context& context, const ast::NamePattern& name) {
  if (!name.quoted || !IsPattern(name.text)) return true;
  context.sink.Report<Kind::kStarInQuotes>(name.span);
  return false;
}

std::vector<Target> CheckTargets(Context& context, const std::vector<ast::Target>& targets,
                                 std::optional<Verb> verb) {
  return TargetsChecker(context, verb).Run(targets);
}

}  // namespace weir::check
