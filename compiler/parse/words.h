// What is said of a token to a person: its name, and what a later version of the language will make
// of it.
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

bool IsKeyword(uint32_t type);

}  // namespace weir::parse
