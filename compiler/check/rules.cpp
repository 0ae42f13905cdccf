// Rules: who, what, and on which condition.
#include <algorithm>

#include "compiler/check/check.h"
#include "compiler/check/context.h"
#include "compiler/check/globs.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

bool IsPattern(const std::string& name) {
  return name.find('*') != name.npos;
}

class RuleChecker {
 public:
  RuleChecker(Context& context, const ast::Rule& from, Span span) : context_(context), from_(from) {
    rule_.effect = from.effect;
    rule_.verb = from.verb;
    rule_.span = span;
    rule_.head = from.head;
    if (from.because) rule_.because = from.because->value;
  }

  Rule Run() {
    rule_.agents = Agents();
    for (const ast::Target& target : from_.targets) AddTarget(target);
    if (from_.where) rule_.where = CheckCondition(context_, *from_.where, from_.verb);
    WarnOfEverything();
    return std::move(rule_);
  }

 private:
  uint64_t Agents() {
    if (from_.subject.any) return kAnyAgent;
    uint64_t agents = 0;
    for (const ast::Name& name : from_.subject.agents) {
      const std::optional<uint32_t> index = FindAgent(context_, name);
      if (index && *index < kAgentsMax) agents |= uint64_t{1} << *index;
    }
    return agents;
  }

  void AddTarget(const ast::Target& target) {
    const std::vector<ast::NamePattern> names = TargetNames(target);
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
      if (!NameGlobsMeet(target.server.text, context_.program.servers[i].name)) continue;
      found = true;
      for (const ast::NamePattern& name : names) AddName(target, i, name, false);
    }
    if (found || !context_.broken.empty()) return;
    context_.sink.Report<Kind::kRuleNeverApplies>(
        target.server.span, "no server is called like `" + target.server.text + "`");
  }

  void AddName(const ast::Target& target, uint32_t server, const ast::NamePattern& name,
               bool explicitly) {
    const Server& owner = context_.program.servers[server];
    if (from_.verb == Verb::kCall && !ServerHas(owner, name.text)) {
      if (!explicitly) return;
      context_.sink
          .Report<Kind::kRuleNeverApplies>(
              name.span, "the tools of the server `" + owner.name + "` have no `" + name.text + "`")
          .Label(owner.span, "its `tools` say what exists");
    }
    if (++context_.target_count == kTargetsMax + 1) {
      context_.sink.Report<Kind::kTooManyTargets>(target.span, std::to_string(kTargetsMax));
    }
    if (context_.target_count <= kTargetsMax) {
      rule_.targets.push_back({server, name.text, target.span});
    }
  }

  // The names after the dot, or what no names stand for. Empty: reported.
  std::vector<ast::NamePattern> TargetNames(const ast::Target& target) {
    if (target.names.empty() && from_.verb == Verb::kCall) {
      const ast::NamePattern& server = target.server;
      if (!IsPattern(server.text) && !FindServer(context_, {server.text, server.span})) return {};
      const Span end{target.span.file, target.span.end, target.span.end};
      context_.sink.Report<Kind::kWholeServer>(target.span, target.server.text)
          .Help("all of its tools are `" + target.server.text + ".*`")
          .Fix("name all of its tools", {{end, ".*"}});
      return {};
    }
    if (target.names.empty()) return {{"*", false, target.span}};
    std::vector<ast::NamePattern> names;
    for (const ast::NamePattern& name : target.names) {
      if (from_.verb == Verb::kRead && name.text != "*") {
        context_.sink.Report<Kind::kResourceByName>(name.span);
        return {};
      }
      if (CheckQuotes(context_, name)) names.push_back(name);
    }
    return names;
  }

  void WarnOfEverything() {
    if (from_.effect != Outcome::kAllow || !from_.subject.any || from_.where) return;
    for (const ast::Target& target : from_.targets) {
      const bool all_names = std::any_of(target.names.begin(), target.names.end(),
                                         [](const auto& name) { return name.text == "*"; });
      if (from_.verb == Verb::kCall && target.server.text == "*" && all_names) {
        context_.sink.Report<Kind::kAllowEverything>(from_.head);
        return;
      }
    }
  }

  Context& context_;
  const ast::Rule& from_;
  Rule rule_;
};

}  // namespace

void CheckRules(Context& context, const ast::File& file) {
  for (const ast::Statement& statement : file.statements) {
    if (const auto* rule = std::get_if<ast::Rule>(&statement.node)) {
      context.program.rules.push_back(RuleChecker(context, *rule, statement.span).Run());
    }
  }
}

}  // namespace weir::check
