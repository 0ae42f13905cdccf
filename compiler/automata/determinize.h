// The whole subset construction, ahead of time.
#pragma once

#include <cstdint>
#include <optional>

#include "compiler/automata/automaton.h"
#include "compiler/automata/nfa.h"

namespace weir::automata {

// Thompson states kept in all sets together, for each state of the budget: bounds memory, and the
// time that is lost on an automaton that will not fit, where few sets are large.
inline constexpr size_t kMembersOfState = 128;

// Deterministic, every state reachable, not minimal; `settled` is left empty. Nothing beyond the
// budget.
std::optional<Automaton> Determinize(const Nfa& nfa, const Budget& budget);

}  // namespace weir::automata
