// One step of the subset construction: from the set of Thompson states that a text may be in, the
// set after one more byte. Used ahead of time by Build and while running by the lazy automaton.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "compiler/automata/nfa.h"

namespace weir::automata {

// Bytes that no set of the automaton tells apart are one class; numbered by their first byte.
struct ByteClasses {
  std::array<uint8_t, 256> class_of{};
  uint32_t count = 1;
};

// Sorted, without states that only lead on without reading: equal sets are equal vectors.
using StateSet = std::vector<StateId>;

// Refers to the Nfa, which must outlive it and not change. Holds scratch space: one thread at a
// time.
class SubsetStepper {
 public:
  explicit SubsetStepper(const Nfa& nfa);

  const ByteClasses& classes() const { return classes_; }
  // Where every text begins. Not to be confused with an equal set later on: only here `^` holds.
  void Start(StateSet& out);
  void Step(std::span<const StateId> from, uint32_t byte_class, StateSet& out);
  // The states after one that reads a byte, and that byte.
  void After(StateId from, StateSet& out);
  // The classes that may lead elsewhere than the rest do; all the others lead to one and the same
  // set.
  ByteSet TellingClasses(std::span<const StateId> from) const;
  // The patterns that fit if the text ends in this set, sorted.
  void Accepted(std::span<const StateId> set, bool at_begin, std::vector<uint32_t>& out);

 private:
  struct ClassMask {
    ByteSet classes;
    ByteSet telling;  // itself, or its complement where that is smaller
  };

  void BeginSet(StateSet& out);
  // Adds what `from` reaches without reading.
  void Close(StateId from, bool at_begin, bool at_end, StateSet& out);

  const Nfa& nfa_;
  ByteClasses classes_;
  std::vector<ClassMask> masks_;  // of each set of the Nfa
  std::vector<uint32_t> seen_;    // of each state: the round that reached it last
  uint32_t round_ = 0;
  std::vector<StateId> stack_;
  StateSet ends_;
};

}  // namespace weir::automata
