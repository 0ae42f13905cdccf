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

// One code point of any of the ranges, in UTF-8. Surrogates are left out. No range at all: never
// fits.
StateId AddCodePoint(Nfa& nfa, std::span<const CodePointRange> ranges, StateId next);

}  // namespace weir::automata
