// What matches the patterns of one operand, by its patterns: conditions that many targets share are
// built once. One cache serves a whole policy.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/automata/automaton.h"
#include "compiler/codegen/lazy_matcher.h"
#include "compiler/codegen/literals.h"
#include "compiler/codegen/text_set.h"

namespace weir::codegen {

// Of one automaton. A table of more than this is out of the processor's caches, and slow to build.
inline constexpr uint32_t kStatesMax = 16'384;

// Constructions of a policy that may end over the budget before automata are no longer tried: each
// costs as much as an automaton of full size, and there is always the lazy one.
inline constexpr int kFailuresMax = 8;

class Matchers {
 public:
  using Patterns = std::vector<automata::Pattern>;

  const LiteralSet& Literals(const Patterns& patterns);
  const TextSet& Texts(const Patterns& patterns);
  // Null: over the budget.
  const automata::Automaton* Automaton(const Patterns& patterns);
  // Null: too much even for that.
  const LazyMatcher* Lazy(const Patterns& patterns);

  bool may_try() const { return failures_ < kFailuresMax; }

  const std::vector<std::unique_ptr<LazyMatcher>>& lazy() const { return lazy_; }
  // They must outlive the code.
  std::vector<std::unique_ptr<LazyMatcher>> TakeLazy() { return std::move(lazy_); }

 private:
  int failures_ = 0;
  std::unordered_map<std::string, std::unique_ptr<LiteralSet>> literals_;
  std::unordered_map<std::string, std::unique_ptr<TextSet>> texts_;
  std::unordered_map<std::string, std::unique_ptr<automata::Automaton>> automata_;
  std::unordered_map<std::string, const LazyMatcher*> lazy_by_key_;
  std::vector<std::unique_ptr<LazyMatcher>> lazy_;  // by number
};

}  // namespace weir::codegen
