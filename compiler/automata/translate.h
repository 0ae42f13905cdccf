// Patterns into one Thompson automaton.
#pragma once

#include <cstdint>

#include "compiler/automata/automaton.h"
#include "compiler/automata/nfa.h"

namespace weir::automata {

// Adds a pattern that accepts as number `index`. False where it is a regular expression that cannot
// be read; the Nfa is then of no further use.
[[nodiscard]] bool AddPattern(Nfa& nfa, const Pattern& pattern, uint32_t index);

}  // namespace weir::automata
