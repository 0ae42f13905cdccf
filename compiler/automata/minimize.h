// The smallest automaton that accepts the same.
#pragma once

#include "compiler/automata/automaton.h"

namespace weir::automata {

// Takes a deterministic automaton whose states are all reachable. States and accept sets of the
// result are numbered in the order in which a breadth-first walk meets them, so that equal
// languages give equal tables; fills in `settled`.
//
// Source: Hopcroft, "An n log n algorithm for minimizing states in a finite automaton" (1971); that
// the transitions into one chosen state can be left out follows Valmari and Lehtinen, "Efficient
// minimization of DFAs with partial transition functions" (2008).
Automaton Minimize(const Automaton& automaton);

}  // namespace weir::automata
