// Rules that another one makes pointless: an unconditional rule of the same effect, or of a
// stronger one, that is about all of their agents and targets.
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/analyze/parts.h"
#include "compiler/check/globs.h"

namespace weir::analyze {
namespace {

using check::Rule;
using diagnostics::Kind;

// Comparisons of two names; past them the rest is not looked at.
constexpr size_t kComparisonsMax = 5'000'000;

class Coverage {
 public:
  Coverage(const check::Program& program, diagnostics::Sink& sink)
      : rules_(program.rules), sink_(sink) {
    for (uint32_t i = 0; i < rules_.size(); ++i) {
      if (!rules_[i].where) Enter(i);
    }
  }

  void Run() {
    for (uint32_t i = 0; i < rules_.size(); ++i) {
      if (rules_[i].targets.empty()) continue;
      for (const Outcome effect : {Outcome::kDeny, Outcome::kAsk, Outcome::kAllow}) {
        if (effect > rules_[i].effect || Report(i, effect)) break;
      }
    }
  }

 private:
  // Unconditional rules about one server and verb: by exact name, and the patterns.
  struct Entries {
    std::unordered_map<std::string, std::vector<uint32_t>> exact;
    std::vector<std::pair<std::string, uint32_t>> patterns;
  };
  using Key = std::pair<uint32_t, Verb>;

  void Enter(uint32_t index) {
    for (const check::Target& target : rules_[index].targets) {
      Entries& entries = unconditional_[{target.server, rules_[index].verb}];
      if (target.name.find('*') == target.name.npos) {
        entries.exact[target.name].push_back(index);
      } else {
        entries.patterns.emplace_back(target.name, index);
      }
    }
  }

  // True: the rule is covered by rules of this effect, and that is reported.
  bool Report(uint32_t index, Outcome effect) {
    std::optional<uint32_t> by;
    for (const check::Target& target : rules_[index].targets) {
      const std::optional<uint32_t> cover = CoverOf(index, target, effect);
      if (!cover) return false;
      if (!by) by = cover;
    }
    const Rule& rule = rules_[index];
    const Rule& other = rules_[*by];
    auto report =
        effect == rule.effect
            ? sink_.Report<Kind::kRedundantRule>(
                  rule.head, "another one says the same of all that it is about")
            : sink_.Report<Kind::kUnreachableRule>(
                  rule.head, effect == Outcome::kDeny ? "all that it is about is denied anyway"
                                                      : "all that it is about is asked for anyway");
    report.Label(other.head, "by this one");
    if (rule.use) report.Label(*rule.use, "written out for this");
    return true;
  }

  std::optional<uint32_t> CoverOf(uint32_t index, const check::Target& target, Outcome effect) {
    const auto entries = unconditional_.find({target.server, rules_[index].verb});
    if (entries == unconditional_.end()) return std::nullopt;
    const auto exact = entries->second.exact.find(target.name);
    if (exact != entries->second.exact.end()) {
      for (const uint32_t other : exact->second) {
        if (Covers(other, index, effect, true)) return other;
      }
    }
    for (const auto& [name, other] : entries->second.patterns) {
      if (++comparisons_ > kComparisonsMax) return std::nullopt;
      if (!Covers(other, index, effect, name == target.name)) continue;
      if (check::NameGlobCovers(name, target.name)) return other;
    }
    return std::nullopt;
  }

  // As far as effect and agents go. Of two that say the very same, the later one is pointless.
  bool Covers(uint32_t by, uint32_t index, Outcome effect, bool same_name) {
    const Rule& other = rules_[by];
    const Rule& rule = rules_[index];
    if (by == index || other.effect != effect || (rule.agents & ~other.agents) != 0) return false;
    if (effect != rule.effect) return true;
    // Its own words may be why it is there.
    if (!rule.because.empty() && rule.because != other.because) return false;
    const bool alike = same_name && other.agents == rule.agents && !rule.where;
    return !alike || by < index;
  }

  const std::vector<Rule>& rules_;
  diagnostics::Sink& sink_;
  std::map<Key, Entries> unconditional_;
  size_t comparisons_ = 0;
};

}  // namespace

void FindIdleRules(const check::Program& program, diagnostics::Sink& sink) {
  Coverage(program, sink).Run();
}

}  // namespace weir::analyze
