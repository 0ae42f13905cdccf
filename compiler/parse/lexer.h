// A source text as words and signs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/diagnostics/sink.h"

namespace weir::parse {

// `type` is a token of WeirLexer. Twelve bytes, so that a big policy costs little.
struct Token {
  uint32_t type;
  uint32_t begin;
  uint32_t end;
};

struct Tokens {
  std::vector<Token> list;
  bool complete = true;  // false: the text goes on, but not as words (and a diagnostic says why)
};

// The text must have passed CheckText. Reports comments and strings that do not end, and the limit
// of words.
Tokens Lex(const SourceFile& source, uint32_t file, diagnostics::Sink& sink);

// "arrow", "identifier": the name of a token's type in the grammar, lower-case.
std::string TypeName(uint32_t type);

}  // namespace weir::parse
