// Running an automaton in generated code: its tables are constants of the module, and one small
// loop serves all of them.
#pragma once

#include <llvm/IR/IRBuilder.h>

#include "compiler/automata/automaton.h"

namespace weir::codegen {

class Toolbox;

// An automaton's tables in a module, and what the loop needs to know of them.
struct MatchTables {
  llvm::Constant* class_of;  // [256 x i8]
  llvm::Constant* cells;     // of i16 or i32: rows of next states, each ended by an accept set
  uint32_t accept_column;
  uint32_t start;          // a state is the place of its row
  uint32_t settled_begin;  // states from here on are settled
  bool is_wide;            // `cells` is of i32
};

MatchTables EmitMatchTables(Toolbox& toolbox, const automata::Automaton& automaton);

// i32 (ptr text, i32 length, ptr class_of, ptr cells, i32 accept_column, i32 start, i32
// settled_begin): the accept set of the text. Reads no byte past the one that settles what is
// accepted.
llvm::Function* EmitMatch(llvm::Module& module, bool is_wide);

}  // namespace weir::codegen
