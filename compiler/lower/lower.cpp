#include "compiler/lower/lower.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "compiler/automata/automaton.h"
#include "compiler/lower/target.h"

namespace weir::lower {
namespace {

bool IsGlob(const std::string& name) {
  return name.find('*') != std::string::npos;
}

// One server and verb: what speaks of which names.
struct Patterns {
  std::map<std::string, Speakers> exact;
  std::map<std::string, Speakers> globs;

  Speakers& Of(const std::string& name) { return (IsGlob(name) ? globs : exact)[name]; }
};

class Lowering {
 public:
  explicit Lowering(const check::Program& program) : program_(program) {
    patterns_.resize(program.servers.size());
  }

  Result<ir::Decisions> Run() {
    Collect();
    decisions_.servers.resize(patterns_.size());
    for (uint32_t server = 0; server < patterns_.size(); ++server) {
      for (size_t verb = 0; verb < patterns_[server].size(); ++verb) {
        const bool done = LowerNames(patterns_[server][verb], server, Verb(verb),
                                     decisions_.servers[server][verb]);
        if (!done) return Error{TooManyGlobs(program_.servers[server].name)};
      }
    }
    return std::move(decisions_);
  }

 private:
  static std::string TooManyGlobs(const std::string& server) {
    return "the name patterns of server `" + server + "` are too many to be matched together";
  }

  void Collect() {
    for (uint32_t server = 0; server < patterns_.size(); ++server) {
      for (const std::string& tool : program_.servers[server].tools) {
        At(server, Verb::kCall).Of(tool).capability = true;
      }
    }
    CollectTargets(program_.rules, &Speakers::rules);
    CollectTargets(program_.rate_limits, &Speakers::rate_limits);
    for (uint32_t number = 0; number < program_.flows.size(); ++number) {
      for (const check::Target& target : program_.flows[number].targets) {
        Spread(target.server, target.name, &Speakers::flows, number);
      }
    }
    for (uint32_t number = 0; number < program_.gives.size(); ++number) {
      const check::Gives& gives = program_.gives[number];
      for (const std::string& tool : gives.tools) {
        Spread(gives.server, tool, &Speakers::gives, number);
      }
    }
    for (uint32_t number = 0; number < program_.declassifications.size(); ++number) {
      const check::Declassify& declassify = program_.declassifications[number];
      Spread(declassify.server, declassify.tool, &Speakers::declassifications, number);
    }
  }

  using Kind = std::set<uint32_t> Speakers::*;

  // Of what has a verb of its own.
  template <typename Statement>
  void CollectTargets(const std::vector<Statement>& statements, Kind kind) {
    for (uint32_t number = 0; number < statements.size(); ++number) {
      for (const check::Target& target : statements[number].targets) {
        Speakers& speakers = At(target.server, statements[number].verb).Of(target.name);
        (speakers.*kind).insert(number);
      }
    }
  }

  // Of what is about a server's data, by whichever verb; a name other than `*` is a tool's.
  void Spread(uint32_t server, const std::string& name, Kind kind, uint32_t number) {
    const int verbs = name == "*" ? kVerbCount : 1;
    static_assert(static_cast<int>(Verb::kCall) == 0);
    for (int verb = 0; verb < verbs; ++verb) {
      (At(server, Verb(verb)).Of(name).*kind).insert(number);
    }
  }

  Patterns& At(uint32_t server, Verb verb) { return patterns_[server][static_cast<size_t>(verb)]; }

  // False: over the automaton's budget.
  bool LowerNames(const Patterns& patterns, uint32_t server, Verb verb, ir::Names& names) {
    std::vector<automata::Pattern> globs;
    std::vector<const Speakers*> speakers;
    for (const auto& [text, of_glob] : patterns.globs) {
      globs.push_back({automata::PatternKind::kNameGlob, text});
      speakers.push_back(&of_glob);
    }
    auto automaton = automata::Build(globs);
    if (!automaton) return false;
    names.globs = std::move(*automaton);
    std::vector<Speakers> of_set;
    for (const std::vector<uint32_t>& set : names.globs.accept_sets) {
      Speakers& all = of_set.emplace_back();
      for (uint32_t glob : set) all.Add(*speakers[glob]);
      names.target_of_set.push_back(TargetOf(server, verb, all));
    }
    std::vector<std::pair<std::string, uint32_t>> exact;
    for (const auto& [name, of_name] : patterns.exact) {
      Speakers all = of_set[names.globs.Run(name)];
      all.Add(of_name);
      exact.emplace_back(name, TargetOf(server, verb, all));
    }
    names.exact = ir::NameTable(std::move(exact));
    return true;
  }

  // Classes of one server that the same statements speak of are one target.
  ir::TargetId TargetOf(uint32_t server, Verb verb, const Speakers& speakers) {
    const bool capable = verb != Verb::kCall || speakers.capability;
    if (speakers.rules.empty() || !capable) return ir::Names::kNobody;
    const auto id = static_cast<ir::TargetId>(decisions_.targets.size());
    const auto [entry, is_new] = targets_.try_emplace({server, speakers}, id);
    if (is_new) decisions_.targets.push_back(LowerTarget(program_, server, speakers));
    return entry->second;
  }

  const check::Program& program_;
  std::vector<std::array<Patterns, kVerbCount>> patterns_;         // by server and verb
  std::map<std::pair<uint32_t, Speakers>, ir::TargetId> targets_;  // by server and speakers
  ir::Decisions decisions_;
};

}  // namespace

Result<ir::Decisions> Lower(const check::Program& program) {
  return Lowering(program).Run();
}

}  // namespace weir::lower
