// The same patterns where Build has no budget for them: states are made while a text is read, and
// forgotten when they become too many. A text of n bytes costs at most n steps of the subset
// construction, whatever the patterns are.
//
// Source: the lazy construction of Cox, "Regular Expression Matching in the Wild" (2010).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/automata/automaton.h"
#include "compiler/automata/nfa_tables.h"

namespace weir::automata {

inline constexpr uint32_t kLazyStatesMax = 4096;
// Of the Thompson automaton: patterns beyond it are refused.
inline constexpr size_t kLazyPatternStatesMax = 1'000'000;

// Immutable, so any number of threads may share it; each brings a Scratch of its own.
class LazyAutomaton {
 public:
  class Scratch;

  // Nothing where a regular expression is none, or the patterns are too many or too long.
  static std::optional<LazyAutomaton> Create(std::span<const Pattern> patterns);
  LazyAutomaton(LazyAutomaton&&) noexcept;
  LazyAutomaton& operator=(LazyAutomaton&&) noexcept;
  ~LazyAutomaton();

  // The patterns that fit the whole text, sorted: what Build's automaton says of it. Refers into
  // the scratch, until its next use. The scratch belongs to this automaton.
  std::span<const uint32_t> Run(std::string_view text, Scratch& scratch) const;

  NfaTables Tables() const;

 private:
  struct Patterns;
  explicit LazyAutomaton(std::unique_ptr<const Patterns> patterns);

  std::unique_ptr<const Patterns> patterns_;
};

// What one thread has found out about one automaton so far; the automaton must outlive it. Never
// more than `states_max` states (at least 2): beyond, all are forgotten but the one at hand.
class LazyAutomaton::Scratch {
 public:
  explicit Scratch(const LazyAutomaton& automaton, uint32_t states_max = kLazyStatesMax);
  Scratch(Scratch&&) noexcept;
  Scratch& operator=(Scratch&&) noexcept;
  ~Scratch();

  uint64_t flush_count() const;

 private:
  friend class LazyAutomaton;
  class States;

  std::unique_ptr<States> states_;
};

}  // namespace weir::automata
