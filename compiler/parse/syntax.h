// One statement's tokens through the ANTLR parser. The only header that shows its types, to the
// builder alone.
#pragma once

#include <antlr4-runtime.h>
#include <weir_grammar/WeirParser.h>

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "compiler/parse/lexer.h"

namespace weir::parse {

// The first place where the tokens fit no statement.
struct Mismatch {
  size_t at;                       // index into the tokens; their number where they end too early
  std::vector<uint32_t> expected;  // token types that could stand there
};

// Parses statements one after the other. What Parse returned lives until the next call.
class Syntax {
 public:
  Syntax();
  ~Syntax();

  // The tree, or nothing: see mismatch(). Never throws. The start index of every token in the tree
  // is its index in `tokens`.
  grammar::WeirParser::StatementContext* Parse(std::span<const Token> tokens);
  const Mismatch& mismatch() const { return mismatch_; }

 private:
  struct Machine;
  std::unique_ptr<Machine> machine_;
  Mismatch mismatch_;
};

}  // namespace weir::parse
