// What of a tree fits on a line, as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/abi/words.h"
#include "compiler/ast/ast.h"

namespace weir::ast {

std::string Quoted(std::string_view text);

const char* WordOf(Quantifier quantifier);
const char* WordOf(Operator op);
const char* WordOf(ArgumentMode mode);

std::string Write(const Literal& literal);
std::string Write(const Reference& reference);
std::string Write(const LiteralOrReference& item);
std::string Write(const List& list);
std::string Write(const Call& call);
std::string Write(const Value& value);
std::string Write(const Argument& argument);
std::string Write(const NamePattern& pattern);
std::string Write(const Target& target);
std::string Write(const Subject& subject);
std::string Write(const Labels& labels);
std::string Write(const Quantity& quantity);
// Each with a space before it.
std::string Write(const std::vector<Name>& names);
std::string Write(const std::vector<NamePattern>& names);

}  // namespace weir::ast
