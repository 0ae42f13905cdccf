// What is said of a token to a person: its name, and what a later version of the language will make
// of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/parse/lexer.h"

namespace weir::parse {

// A word that the language reserves for later, as the subject of "... is not in this version of
// weir". Nothing for any other word.
std::optional<std::string_view> LaterConstruct(std::string_view word);

// "`{`", "a name"; for what can stand next.
std::string DescribeType(uint32_t type);

// The words and signs of `types` in a person's order, merged where they are one thing ("a value",
// "a comparison").
std::vector<std::string> DescribeTypes(std::vector<uint32_t> types);

// The keywords among `types`, spelled out.
std::vector<std::string> KeywordsOf(const std::vector<uint32_t>& types);

bool IsKeyword(uint32_t type);

}  // namespace weir::parse
