#include "compiler/parse/lexer.h"

#include <antlr4-runtime.h>
#include <weir_grammar/WeirLexer.h>

#include <algorithm>

#include "compiler/parse/parse.h"

namespace weir::parse {
namespace {

using diagnostics::Kind;
using grammar::WeirLexer;

// ANTLR counts code points; everything else here counts bytes.
class ByteOffsets {
 public:
  explicit ByteOffsets(std::string_view text) : size_(static_cast<uint32_t>(text.size())) {
    const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    if (std::all_of(text.begin(), text.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
      return;
    }
    for (uint32_t i = 0; i < size_; ++i) {
      if (starts(text[i])) offsets_.push_back(i);
    }
    offsets_.push_back(size_);
  }

  uint32_t operator[](size_t code_point) const {
    if (offsets_.empty()) return static_cast<uint32_t>(code_point);
    return code_point < offsets_.size() ? offsets_[code_point] : size_;
  }

 private:
  uint32_t size_;
  std::vector<uint32_t> offsets_;  // empty: the text is ASCII
};

}  // namespace

Tokens Lex(const SourceFile& source, uint32_t file, diagnostics::Sink& sink) {
  const ByteOffsets offsets(source.text());
  antlr4::ANTLRInputStream input{std::string(source.text())};
  WeirLexer lexer(&input);
  lexer.removeErrorListeners();
  Tokens tokens;
  for (auto next = lexer.nextToken(); next->getType() != antlr4::Token::EOF;
       next = lexer.nextToken()) {
    const Token token{static_cast<uint32_t>(next->getType()), offsets[next->getStartIndex()],
                      offsets[next->getStopIndex() + 1]};
    const Span span{file, token.begin, token.end};
    if (token.type == WeirLexer::UNTERMINATED_STRING) {
      sink.Report<Kind::kUnterminatedString>(span);
    }
    if (token.type == WeirLexer::UNTERMINATED_REGEX) {
      sink.Report<Kind::kUnterminatedRegex>(span);
    }
    if (token.type == WeirLexer::UNTERMINATED_COMMENT) {
      sink.Report<Kind::kUnterminatedComment>(span);
      tokens.complete = false;
      return tokens;
    }
    if (tokens.list.size() == kTokensMax) {
      sink.Report<Kind::kTooManyTokens>(span, std::to_string(kTokensMax));
      tokens.complete = false;
      return tokens;
    }
    tokens.list.push_back(token);
  }
  return tokens;
}

std::string TypeName(uint32_t type) {
  static const WeirLexer lexer(nullptr);
  std::string name = lexer.getVocabulary().getSymbolicName(type);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c == '_' ? '-' : static_cast<char>(c | 0x20); });
  return name;
}

}  // namespace weir::parse
