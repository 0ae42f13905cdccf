// A matcher for patterns that are too many states for an automaton in tables, as part of the code:
// for a policy that another program embeds, where nothing of weir is there to be called.
#pragma once

#include <cstdint>

#include "compiler/automata/nfa_tables.h"

namespace llvm {
class Function;
}  // namespace llvm

namespace weir::codegen {

class Toolbox;

// It keeps three numbers for each state on the stack.
inline constexpr uint32_t kEmittedStatesMax = 16'384;

// i32 (ptr text, i32 length, ptr words): does as LazyMatcher::Match, and never fails. There are at
// most kEmittedStatesMax states; `patterns` is the number of them.
llvm::Function* EmitNfaMatch(Toolbox& toolbox, const automata::NfaTables& tables, size_t patterns);

}  // namespace weir::codegen
