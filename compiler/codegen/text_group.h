// All text tests of a target on one operand, as few matchers: usually one, which reads each byte
// once however many patterns there are.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/codegen/matchers.h"
#include "compiler/ir/decision.h"

namespace weir::codegen {

class TextGroup {
 public:
  using Patterns = Matchers::Patterns;
  // Answers with an accept set, the lazy one with a bit for each of its patterns. An answer of 0 is
  // that nothing fits.
  using Matcher = std::variant<const TextSet*, const LiteralSet*, const automata::Automaton*,
                               const LazyMatcher*>;

  struct Part {
    Matcher matcher;
    // By the pattern's place in the part; of a lazy matcher none.
    std::vector<std::vector<uint32_t>> sets_of_pattern;
    size_t set_count = 0;

    bool is_lazy() const { return std::holds_alternative<const LazyMatcher*>(matcher); }
  };

  void Add(const ir::TextTest& test);
  // After the last Add. What is over the automaton budget is halved, or left to a lazy matcher;
  // false if a pattern is too much even for that.
  [[nodiscard]] bool Build(Matchers& matchers);

  std::span<const Part> parts() const { return parts_; }
  // The accept sets of a part that make one of the test's texts fit, ascending.
  std::vector<uint32_t> SetsOf(const Part& part, const ir::TextTest& test) const;
  // The bits of a lazy part that do, in words.
  std::vector<uint64_t> BitsOf(const Part& part, const ir::TextTest& test) const;
  // The one part that knows all of the test's texts; null if there is none.
  const Part* PartOf(const ir::TextTest& test) const;

 private:
  struct Place {
    uint32_t part = 0;
    uint32_t index = 0;
  };
  using Key = std::pair<automata::PatternKind, std::string>;

  std::vector<Place> PlacesOf(const ir::TextTest& test) const;
  bool IsIn(const Part& part, Place place) const { return &parts_[place.part] == &part; }
  bool BuildLiterals(const Patterns& patterns, Matchers& matchers);
  bool BuildOthers(const Patterns& patterns, Matchers& matchers);
  bool BuildAutomata(std::span<const automata::Pattern> patterns, Matchers& matchers);
  bool BuildLazy(std::span<const automata::Pattern> patterns, Matchers& matchers);
  void AddPart(Matcher matcher, std::span<const automata::Pattern> patterns,
               std::span<const std::vector<uint32_t>> accept_sets);

  std::map<Key, Place> places_;
  std::vector<Part> parts_;
};

// A value whose patterns are, or would be, too many states for automata in tables.
struct OverBudget {
  std::string value;         // as the policy would write it
  std::set<uint32_t> rules;  // in the policy, that test it; none if only flows and the like do
};

// The groups of one target. An operand is known by the plan that it is in (the target's or that of
// a list's rows) and its place there, so that all quantifiers over one list share theirs.
class TextGroups {
 public:
  static Result<TextGroups> Of(const ir::Target& target, Matchers& matchers);

  // The values that lazy matchers look at.
  std::vector<OverBudget> over_budget() const;

  const TextGroup& At(const slots::Plan& plan, uint32_t slot) const {
    return groups_.at({&plan, slot}).group;
  }

 private:
  friend class TextTestWalk;
  struct Entry {
    TextGroup group;
    std::set<uint32_t> rules;
  };
  std::map<std::pair<const slots::Plan*, uint32_t>, Entry> groups_;
};

// Of all targets; of one that cannot be built, which Emit reports, nothing.
std::vector<OverBudget> FindOverBudget(std::span<const ir::Target> targets);

}  // namespace weir::codegen
