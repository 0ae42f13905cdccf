// Names against the lock file: whether the tools and prompts that a policy speaks of are there.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/analyze/parts.h"
#include "compiler/check/globs.h"
#include "compiler/diagnostics/suggest.h"

namespace weir::analyze {
namespace {

using diagnostics::Kind;

bool IsPattern(std::string_view name) {
  return name.find('*') != name.npos;
}

class NameChecker {
 public:
  NameChecker(const check::Program& program, const SourceSet& sources, const Lock& lock,
              diagnostics::Sink& sink)
      : program_(program), sources_(sources), lock_(lock), sink_(sink) {}

  void Run() {
    for (const check::Server& server : program_.servers) CheckServer(server);
    for (const check::Route& route : program_.routes) {
      CheckName(Verb::kCall, route.server, route.tool, AfterName(route.span));
    }
    for (const check::Rule& rule : program_.rules) {
      CheckTargets(rule.verb, rule.targets);
      CheckWhere(rule.verb, rule.targets, rule.where);
    }
    for (const check::Gives& gives : program_.gives) {
      for (const std::string& tool : gives.tools) {
        if (tool != "*") CheckName(Verb::kCall, gives.server, tool, gives.span);
      }
      CheckWhere(Verb::kCall, TargetsOf(gives), gives.where);
    }
    for (const check::Flow& flow : program_.flows) {
      CheckTargets(Verb::kCall, flow.targets);
      CheckWhere(Verb::kCall, flow.targets, flow.where);
    }
    for (const check::Declassify& one : program_.declassifications) {
      CheckName(Verb::kCall, one.server, one.tool, one.span);
      CheckWhere(Verb::kCall, {{one.server, one.tool, one.span}}, one.where);
    }
    for (const check::RateLimit& limit : program_.rate_limits) {
      CheckTargets(limit.verb, limit.targets);
    }
    for (const check::Test& test : program_.tests) {
      for (const check::TestStep& step : test.steps) CheckStep(step);
    }
  }

 private:
  const PinnedServer* PinnedOf(uint32_t server) const {
    const auto found = lock_.servers.find(program_.servers[server].name);
    return found == lock_.servers.end() ? nullptr : &found->second;
  }

  void CheckServer(const check::Server& server) {
    if (!lock_.servers.contains(server.name)) {
      sink_.Report<Kind::kNotPinned>(server.span, server.name);
      return;
    }
    const auto index = static_cast<uint32_t>(&server - program_.servers.data());
    for (size_t i = 0; i < server.tool_spans.size(); ++i) {
      CheckName(Verb::kCall, index, server.tools[i], server.tool_spans[i]);
    }
  }

  void CheckTargets(Verb verb, const std::vector<check::Target>& targets) {
    for (const check::Target& target : targets) {
      // A pattern over servers is meant to be wide: not each of them has a fitting tool.
      const std::string_view written = sources_.TextOf(target.span);
      if (IsPattern(written.substr(0, written.find('.')))) continue;
      CheckName(verb, target.server, target.name, target.span);
    }
  }

  // `deny files.gone because not-exposed` is what a policy may well want to see.
  void CheckStep(const check::TestStep& step) {
    if (step.outcome == Outcome::kDeny) return;
    CheckName(step.verb, step.server, step.name, step.span);
  }

  void CheckName(Verb verb, uint32_t server, const std::string& name, Span span) {
    if (verb != Verb::kCall && verb != Verb::kPrompt) return;
    const PinnedServer* pinned = PinnedOf(server);
    if (pinned == nullptr || name == "*") return;
    const bool tools = verb == Verb::kCall;
    const Definitions& known = tools ? pinned->tools : pinned->prompts;
    const char* what = tools ? "tool" : "prompt";
    const std::string& owner = program_.servers[server].name;
    const Span place = PlaceOf(sources_, span, name);
    // A pattern that is used several times is one mistake.
    if (!reported_.insert({place.file, place.begin, server}).second) return;
    if (IsPattern(name)) {
      const bool fits = std::any_of(known.begin(), known.end(), [&](const auto& one) {
        return check::NameGlobCovers(name, one.first);
      });
      if (!fits) sink_.Report<Kind::kPatternFitsNothing>(place, what, owner, name);
      return;
    }
    if (known.contains(name)) return;
    auto report = sink_.Report<Kind::kUnknownTool>(place, owner, what, name);
    std::vector<std::string> names;
    for (const auto& one : known) names.push_back(one.first);
    const auto nearest = diagnostics::Nearest(name, names);
    if (!nearest) return;
    report.Help("did you mean `" + *nearest + "`?");
    if (place != span || sources_.TextOf(span) == name) report.Replace(*nearest);
  }

  // A route's tool stands behind its name.
  Span AfterName(Span name) const {
    const std::string_view text = sources_.file(name.file).text();
    const size_t end = text.find(';', name.end);
    return {name.file, name.end, static_cast<uint32_t>(end == text.npos ? text.size() : end)};
  }

  static std::vector<check::Target> TargetsOf(const check::Gives& gives) {
    std::vector<check::Target> targets;
    for (const std::string& tool : gives.tools) targets.push_back({gives.server, tool, gives.span});
    return targets;
  }

  // The tools that the condition is about. With a server that is not pinned nothing is known.
  void CheckWhere(Verb verb, const std::vector<check::Target>& targets,
                  const std::optional<check::Condition>& where) {
    if (!where || verb != Verb::kCall) return;
    std::vector<PinnedTool> tools;
    bool all_named = true;
    for (const check::Target& target : targets) {
      const PinnedServer* pinned = PinnedOf(target.server);
      if (pinned == nullptr) return;
      all_named = all_named && !IsPattern(target.name);
      const check::Server& owner = program_.servers[target.server];
      for (const auto& [name, definition] : pinned->tools) {
        if (!check::NameGlobCovers(target.name, name) || !Exposes(owner, name)) continue;
        tools.push_back({owner.name, name, definition});
      }
    }
    if (!tools.empty()) CompareArguments(*where, tools, all_named, sources_, sink_);
  }

  static bool Exposes(const check::Server& server, const std::string& tool) {
    return std::any_of(server.tools.begin(), server.tools.end(), [&](const std::string& pattern) {
      return check::NameGlobCovers(pattern, tool);
    });
  }

  struct Place {
    uint32_t file;
    uint32_t begin;
    uint32_t server;
    friend auto operator<=>(const Place&, const Place&) = default;
  };

  const check::Program& program_;
  const SourceSet& sources_;
  const Lock& lock_;
  diagnostics::Sink& sink_;
  std::set<Place> reported_;
};

}  // namespace

void CompareWithLock(const check::Program& program, const SourceSet& sources, const Lock& lock,
                     diagnostics::Sink& sink) {
  NameChecker(program, sources, lock, sink).Run();
}

}  // namespace weir::analyze
