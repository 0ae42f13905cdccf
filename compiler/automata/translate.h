// Patterns into one Thompson automaton.
#pragma once

#include <cstdint>

#include "compiler/automata/automaton.h"
#include "compiler/automata/nfa.h"

namespace weir::automata {

// Adds a pattern that accepts as number `index`.
void AddPattern(Nfa& nfa, const Pattern& pattern, uint32_t index);

}  // namespace weir::automata
