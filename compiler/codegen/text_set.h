// Whole texts, told apart by hashing: a table in constants of the module, and one small function
// that looks into all of them. However many texts there are, it is mostly one row and one
// comparison.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "compiler/automata/automaton.h"
#include "compiler/base/text_table.h"

namespace llvm {
class Constant;
class Function;
class Module;
}  // namespace llvm

namespace weir::codegen {

// Fewer are as quickly compared one after another.
inline constexpr size_t kTextSetMin = 4;

struct TextSet {
  std::vector<std::string> texts;
  TextPlaces places;
  std::vector<std::vector<uint32_t>> accept_sets;  // 0: none of them; n + 1: just text n
};

// All patterns are PatternKind::kEquals.
TextSet BuildTextSet(std::span<const automata::Pattern> patterns);

// An array of rows, as EmitFindText takes it.
llvm::Constant* EmitTextRows(llvm::Module& module, const TextSet& set);

// i32 (ptr text, i32 length, ptr rows, i64 seed, i64 shift, i64 row_mask): the accept set.
llvm::Function* EmitFindText(llvm::Module& module);

}  // namespace weir::codegen
