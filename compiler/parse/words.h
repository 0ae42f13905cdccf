// What is said of a token to a person.
#pragma once

#include <string>
#include <vector>

#include "compiler/parse/lexer.h"

namespace weir::parse {

// "`{`", "a name"; for what can stand next.
std::string DescribeType(uint32_t type);

// The words and signs of `types` in a person's order, merged where they are one thing ("a value",
// "a comparison").
std::vector<std::string> DescribeTypes(std::vector<uint32_t> types);

// The keywords among `types`, spelled out.
std::vector<std::string> KeywordsOf(const std::vector<uint32_t>& types);

// The words that begin a statement, but for `weir`.
std::vector<std::string> StatementWords();

bool IsKeyword(uint32_t type);

}  // namespace weir::parse
