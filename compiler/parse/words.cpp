#include "compiler/parse/words.h"

#include <antlr4-runtime.h>
#include <weir_grammar/WeirLexer.h>

#include <algorithm>
#include <utility>

namespace weir::parse {
namespace {

using Lexer = grammar::WeirLexer;

constexpr uint32_t kFirstKeyword = Lexer::WEIR;
constexpr uint32_t kLastKeyword = Lexer::FALSE;

bool Holds(const std::vector<uint32_t>& types, uint32_t type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

void Remove(std::vector<uint32_t>& types, const std::vector<uint32_t>& unwanted) {
  std::erase_if(types, [&](uint32_t type) { return Holds(unwanted, type); });
}

// Where all of `whole` can stand, they are said in one: `description`.
void Merge(std::vector<uint32_t>& types, std::vector<std::string>& said, std::string description,
           const std::vector<uint32_t>& whole) {
  for (const uint32_t type : whole) {
    if (!Holds(types, type)) return;
  }
  Remove(types, whole);
  said.push_back(std::move(description));
}

const std::vector<uint32_t> kComparisons = {
    Lexer::EQUAL,        Lexer::NOTEQUAL, Lexer::LESS,   Lexer::LESSEQUAL, Lexer::GREATER,
    Lexer::GREATEREQUAL, Lexer::IN,       Lexer::LIKE,   Lexer::MATCHES,   Lexer::CONTAINS,
    Lexer::STARTS,       Lexer::ENDS,     Lexer::WITHIN, Lexer::UNDER,     Lexer::HAS};
const std::vector<uint32_t> kLiterals = {Lexer::STRING,  Lexer::REGEX, Lexer::INTEGER,
                                         Lexer::DECIMAL, Lexer::TRUE,  Lexer::FALSE};
const std::vector<uint32_t> kValues = {Lexer::STRING,   Lexer::REGEX,     Lexer::INTEGER,
                                       Lexer::DECIMAL,  Lexer::TRUE,      Lexer::FALSE,
                                       Lexer::LBRACKET, Lexer::IDENTIFIER};

// Words that are names as well: not worth a mention where a name can stand.
bool IsSoft(uint32_t type) {
  const bool inside_blocks = type >= Lexer::CLIENT && type <= Lexer::OFF;
  return inside_blocks || type == Lexer::AGENT || type == Lexer::SERVER;
}

}  // namespace

std::vector<std::string> StatementWords() {
  std::vector<std::string> words;
  // From the last: of words equally near to what was written, an effect is what is meant.
  for (uint32_t type = Lexer::DENY; type > Lexer::WEIR; --type) words.push_back(TypeName(type));
  return words;
}

bool IsKeyword(uint32_t type) {
  return type >= kFirstKeyword && type <= kLastKeyword;
}

std::string DescribeType(uint32_t type) {
  switch (type) {
    case Lexer::IDENTIFIER:
      return "a name";
    case Lexer::GLOB:
      return "a pattern";
    case Lexer::INTEGER:
      return "a whole number";
    case Lexer::DECIMAL:
      return "a decimal number";
    case Lexer::STRING:
      return "a string";
    case Lexer::REGEX:
      return "a regular expression";
    default:
      break;
  }
  if (IsKeyword(type)) return "`" + TypeName(type) + "`";
  const std::string quoted = Lexer(nullptr).getVocabulary().getLiteralName(type);
  return quoted.size() > 2 ? "`" + quoted.substr(1, quoted.size() - 2) + "`" : "something else";
}

std::vector<std::string> DescribeTypes(std::vector<uint32_t> types) {
  std::vector<std::string> said;
  if (Holds(types, Lexer::IDENTIFIER)) {
    // Where every word is a name (after a dot), no keyword is worth a mention.
    if (Holds(types, Lexer::WEIR)) std::erase_if(types, IsKeyword);
    std::erase_if(types, IsSoft);
  }
  Merge(types, said, "a value", kValues);
  Merge(types, said, "a value", kLiterals);
  Merge(types, said, "a comparison", kComparisons);
  for (const uint32_t type : types) said.push_back(DescribeType(type));
  return said;
}

std::vector<std::string> KeywordsOf(const std::vector<uint32_t>& types) {
  std::vector<std::string> words;
  for (const uint32_t type : types) {
    if (IsKeyword(type)) words.push_back(TypeName(type));
  }
  return words;
}

}  // namespace weir::parse
