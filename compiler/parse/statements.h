// Where each statement ends. Found on the tokens, by their brackets, before anything is parsed: a
// statement with a mistake is left out whole, and no input can nest deeper than the parser's own
// stack.
#pragma once

#include <cstddef>
#include <vector>

#include "compiler/parse/lexer.h"

namespace weir::parse {

// Tokens [begin, end).
struct StatementRange {
  size_t begin = 0;
  size_t end = 0;
  bool broken = false;  // reported already; not to be parsed
};

struct Statements {
  std::vector<StatementRange> list;
  bool too_deep = false;  // reported; nothing is to be parsed
};

// Reports brackets that do not match and nesting past kNestingMax.
Statements Split(const Tokens& tokens, const SourceSet& sources, uint32_t file,
                 diagnostics::Sink& sink);

// `agent`, `allow`, …: the words that begin a statement, as token types.
bool BeginsStatement(uint32_t type);

}  // namespace weir::parse
