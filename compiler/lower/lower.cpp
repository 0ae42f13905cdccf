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

// Who speaks of a name: rules, and the server's own `tools` as one speaker more.
constexpr uint32_t kCapability = ~uint32_t{0};
using Speakers = std::set<uint32_t>;

// One server and verb: what speaks of which names.
struct Patterns {
  std::map<std::string, Speakers> exact;
  std::map<std::string, Speakers> globs;

  void Add(const std::string& name, uint32_t speaker) {
    (IsGlob(name) ? globs : exact)[name].insert(speaker);
  }
};

class Lowering {
 public:
  explicit Lowering(const check::Program& program) : program_(program) {
    patterns_.resize(program.servers.size());
  }

  Result<ir::Decisions> Run() {
    Collect();
    decisions_.servers.resize(patterns_.size());
    for (size_t server = 0; server < patterns_.size(); ++server) {
      for (size_t verb = 0; verb < patterns_[server].size(); ++verb) {
        const bool done =
            LowerNames(patterns_[server][verb], Verb(verb), decisions_.servers[server][verb]);
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
    for (uint32_t number = 0; number < program_.rules.size(); ++number) {
      const check::Rule& rule = program_.rules[number];
      for (const check::Target& target : rule.targets) {
        patterns_[target.server][static_cast<size_t>(rule.verb)].Add(target.name, number);
      }
    }
    for (size_t server = 0; server < patterns_.size(); ++server) {
      Patterns& calls = patterns_[server][static_cast<size_t>(Verb::kCall)];
      for (const std::string& tool : program_.servers[server].tools) calls.Add(tool, kCapability);
    }
  }

  // False: over the automaton's budget.
  bool LowerNames(const Patterns& patterns, Verb verb, ir::Names& names) {
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
      for (uint32_t glob : set) all.insert(speakers[glob]->begin(), speakers[glob]->end());
      names.target_of_set.push_back(TargetOf(all, verb));
    }
    for (const auto& [name, of_name] : patterns.exact) {
      Speakers all = of_set[names.globs.Run(name)];
      all.insert(of_name.begin(), of_name.end());
      names.exact.emplace(name, TargetOf(all, verb));
    }
    return true;
  }

  // Classes that the same rules speak of are one target, on whichever server.
  std::optional<ir::TargetId> TargetOf(Speakers speakers, Verb verb) {
    const bool capable = speakers.erase(kCapability) > 0;
    if (speakers.empty() || (verb == Verb::kCall && !capable)) return std::nullopt;
    std::vector<uint32_t> rules(speakers.begin(), speakers.end());
    const auto id = static_cast<ir::TargetId>(decisions_.targets.size());
    const auto [entry, is_new] = targets_.try_emplace(std::move(rules), id);
    if (is_new) decisions_.targets.push_back(LowerTarget(program_, entry->first));
    return entry->second;
  }

  const check::Program& program_;
  std::vector<std::array<Patterns, kVerbCount>> patterns_;  // by server and verb
  std::map<std::vector<uint32_t>, ir::TargetId> targets_;
  ir::Decisions decisions_;
};

}  // namespace

Result<ir::Decisions> Lower(const check::Program& program) {
  return Lowering(program).Run();
}

}  // namespace weir::lower
