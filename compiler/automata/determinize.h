// The whole subset construction, ahead of time.
#pragma once

#include <cstdint>
#include <optional>

#include "compiler/automata/automaton.h"
#include "compiler/automata/nfa.h"

namespace weir::automata {

// Thompson states kept in all sets together, 4 bytes each: bounds memory where few sets are large.
inline constexpr size_t kSetMembersMax = size_t{1} << 23;

// Deterministic, every state reachable, not minimal; `settled` is left empty. Nothing beyond the
// budget.
std::optional<Automaton> Determinize(const Nfa& nfa, const Budget& budget);

}  // namespace weir::automata
