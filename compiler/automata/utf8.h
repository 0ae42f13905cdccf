// Ranges of code points as byte automata: a code point is matched whole or not at all, and only in
// its one valid form.
#pragma once

#include <cstdint>
#include <span>

#include "compiler/automata/nfa.h"

namespace weir::automata {

inline constexpr char32_t kCodePointMax = 0x10FFFF;

// Inclusive.
struct CodePointRange {
  char32_t first;
  char32_t last;

  friend bool operator==(const CodePointRange&, const CodePointRange&) = default;
};

// One code point of any of the ranges, in UTF-8. The ranges are sorted and do not overlap;
// surrogates are left out. No range at all: never fits. What is added reads every byte in one way
// only, so that large classes stay cheap.
StateId AddCodePoint(Nfa& nfa, std::span<const CodePointRange> ranges, StateId next);

}  // namespace weir::automata
