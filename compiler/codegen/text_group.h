// All text tests of a target on one operand, as few automata: usually one, which reads each byte
// once however many patterns there are.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/codegen/automaton_cache.h"
#include "compiler/ir/decision.h"

namespace weir::codegen {

class TextGroup {
 public:
  // One automaton and which of its accept sets a pattern is in.
  struct Part {
    const automata::Automaton* automaton = nullptr;
    std::map<uint32_t, std::vector<uint32_t>> sets_of_pattern;
  };

  void Add(const ir::TextTest& test);
  // After the last Add. Halves the patterns until each half is within the automaton budget; nothing
  // if one is not.
  [[nodiscard]] bool Build(AutomatonCache& automata);

  std::span<const Part> parts() const { return parts_; }
  // The accept sets of a part that make the test true, ascending.
  std::vector<uint32_t> SetsOf(const Part& part, const ir::TextTest& test) const;

 private:
  using Key = std::pair<automata::PatternKind, std::string>;

  bool BuildRange(std::span<const Key> keys, AutomatonCache& automata);

  std::map<Key, uint32_t> patterns_;  // numbered in the order of the map by Build
  std::vector<Part> parts_;
};

// The groups of one target. An operand is known by the plan that it is in (the target's or that of
// a list's rows) and its place there, so that all quantifiers over one list share theirs.
class TextGroups {
 public:
  static Result<TextGroups> Of(const ir::Target& target, AutomatonCache& automata);

  const TextGroup& At(const slots::Plan& plan, uint32_t slot) const {
    return groups_.at({&plan, slot});
  }

 private:
  friend class TextTestWalk;
  std::map<std::pair<const slots::Plan*, uint32_t>, TextGroup> groups_;
};

}  // namespace weir::codegen
