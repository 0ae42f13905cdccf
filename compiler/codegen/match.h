// An automaton as a function over constant tables.
#pragma once

#include "compiler/automata/automaton.h"
#include "compiler/codegen/toolbox.h"

namespace weir::codegen {

// See Toolbox::Match. Reads no byte past the one that settles what is accepted.
llvm::Function* EmitMatch(Toolbox& toolbox, const automata::Automaton& automaton);

}  // namespace weir::codegen
