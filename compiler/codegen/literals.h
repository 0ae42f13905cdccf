// A few texts and prefixes, told apart by code instead of tables: a trie whose edges are compared
// several bytes at a time. It looks at no more of a text than tells them apart.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/automata/automaton.h"

namespace llvm {
class Function;
class Module;
}  // namespace llvm

namespace weir::codegen {

// Past this many patterns tables are quicker to compile and not slower to run.
inline constexpr size_t kLiteralsMax = 64;

bool IsLiteral(automata::PatternKind kind);

struct LiteralNode {
  std::string edge;                   // bytes to read before this node
  uint32_t longer = 0;                // the accept set of a text that goes on from here otherwise
  uint32_t exact = 0;                 // the accept set of a text that ends here
  std::vector<LiteralNode> children;  // their edges differ in the first byte
};

struct LiteralSet {
  LiteralNode root;                                // with an empty edge
  std::vector<std::vector<uint32_t>> accept_sets;  // as automata::Automaton has them
};

// All patterns are literal.
LiteralSet BuildLiterals(std::span<const automata::Pattern> patterns);

// i32 (ptr text, i32 length): the accept set of the text.
llvm::Function* EmitLiterals(llvm::Module& module, const LiteralSet& literals);

}  // namespace weir::codegen
