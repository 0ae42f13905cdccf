#include "compiler/parse/statements.h"

#include <antlr4-runtime.h>
#include <weir_grammar/WeirLexer.h>

#include <algorithm>
#include <optional>
#include <string>

#include "compiler/parse/parse.h"

namespace weir::parse {
namespace {

using diagnostics::Kind;
using Lexer = grammar::WeirLexer;

// Statements whose brackets are open at the end of the file. Each costs one look at the whole rest
// of it, so that after so many the rest is left alone.
constexpr int kUnclosedMax = 16;

std::optional<uint32_t> ClosingOf(uint32_t type) {
  switch (type) {
    case Lexer::LBRACE:
      return Lexer::RBRACE;
    case Lexer::LBRACKET:
      return Lexer::RBRACKET;
    case Lexer::LPAREN:
      return Lexer::RPAREN;
    default:
      return std::nullopt;
  }
}

bool IsClosing(uint32_t type) {
  return type == Lexer::RBRACE || type == Lexer::RBRACKET || type == Lexer::RPAREN;
}

class Splitter {
 public:
  Splitter(const Tokens& tokens, const SourceSet& sources, uint32_t file, diagnostics::Sink& sink)
      : tokens_(tokens.list),
        complete_(tokens.complete),
        sources_(sources),
        file_(file),
        sink_(sink) {}

  Statements Run() {
    Statements statements;
    for (size_t at = 0; at < tokens_.size() && !too_deep_;) {
      statements.list.push_back(Next(at));
      at = statements.list.back().end;
    }
    statements.too_deep = too_deep_;
    return statements;
  }

 private:
  StatementRange Next(size_t begin) {
    current_ = {begin, begin, false};
    open_.clear();
    for (size_t at = begin; at < tokens_.size(); ++at) {
      if (at > begin && open_.empty() && StartsAnother(at)) return Ended(at);
      if (!Step(at)) return Ended(tokens_.size());
      if (open_.empty() && EndsAfter(at)) return Ended(at + 1);
    }
    if (open_.empty()) return Ended(tokens_.size());
    return Unclosed();
  }

  StatementRange Ended(size_t end) {
    current_.end = end;
    for (size_t i = current_.begin; i < end && !current_.broken; ++i) {
      current_.broken = tokens_[i].type == Lexer::UNTERMINATED_STRING ||
                        tokens_[i].type == Lexer::UNTERMINATED_REGEX;
    }
    return current_;
  }

  // Follows the brackets. False: too deep.
  bool Step(size_t at) {
    const uint32_t type = tokens_[at].type;
    if (ClosingOf(type) || HeadsQuantifier(at)) {
      open_.push_back(at);
      if (open_.size() <= kNestingMax) return true;
      sink_.Report<Kind::kNestedTooDeeply>(SpanOf(at), std::to_string(kNestingMax));
      too_deep_ = true;
      return false;
    }
    if (IsClosing(type)) Close(at);
    // Outside of brackets, quantifiers end with the statement.
    if (type == Lexer::SEMICOLON) DropQuantifiers();
    return true;
  }

  // A quantifier's condition goes on to the end of the brackets around it.
  bool HeadsQuantifier(size_t at) const {
    const uint32_t type = tokens_[at].type;
    const bool quantifier = type == Lexer::ANY || type == Lexer::ALL || type == Lexer::NONE;
    return quantifier && at + 2 < tokens_.size() && tokens_[at + 2].type == Lexer::IN;
  }

  void DropQuantifiers() {
    while (!open_.empty() && !ClosingOf(tokens_[open_.back()].type)) open_.pop_back();
  }

  void Close(size_t at) {
    DropQuantifiers();
    if (open_.empty()) {
      Complain<Kind::kUnmatchedBracket>(at);
      return;
    }
    const auto opens = [&](size_t opener) {
      return ClosingOf(tokens_[opener].type) == tokens_[at].type;
    };
    if (!opens(open_.back())) {
      const auto fitting = std::find_if(open_.rbegin(), open_.rend(), opens);
      if (fitting == open_.rend()) {
        Complain<Kind::kUnmatchedBracket>(at);
        return;
      }
      const size_t unclosed = open_.back();
      open_.erase(fitting.base(), open_.end());
      Complain<Kind::kUnclosedBracket>(unclosed, at);
    }
    open_.pop_back();
  }

  // One complaint about the brackets of a statement is enough, and none is due where a string
  // swallowed some.
  template <Kind kind>
  void Complain(size_t at, std::optional<size_t> found = {}) {
    const bool excused = Ended(at).broken || !complete_;
    current_.broken = true;
    if (excused) return;
    auto report = sink_.Report<kind>(SpanOf(at), TextOf(at));
    if (found) report.Label(SpanOf(*found), "found instead of the closing bracket");
  }

  // The brackets are open at the end of the file: the statement is taken to end where the next one
  // begins at the start of a line.
  StatementRange Unclosed() {
    DropQuantifiers();
    if (open_.empty()) return Ended(tokens_.size());
    const size_t opener = open_.front();
    Complain<Kind::kUnclosedBracket>(opener);
    if (++unclosed_ == kUnclosedMax) return Ended(tokens_.size());
    size_t end = opener + 1;
    while (end < tokens_.size() && !(BeginsStatement(tokens_[end].type) && AtLineStart(end))) ++end;
    current_.end = end;
    return current_;
  }

  bool StartsAnother(size_t at) const {
    const uint32_t before = tokens_[at - 1].type;
    // `agent.name` and `server.name` are values, wherever they stand.
    const bool is_value = at + 1 < tokens_.size() && tokens_[at + 1].type == Lexer::DOT;
    return BeginsStatement(tokens_[at].type) && before != Lexer::DOT && !is_value && AtLineStart(at);
  }

  bool EndsAfter(size_t at) const {
    if (tokens_[at].type == Lexer::SEMICOLON) return true;
    if (tokens_[at].type != Lexer::RBRACE) return false;
    switch (tokens_[current_.begin].type) {
      case Lexer::AGENT:
      case Lexer::SERVER:
      case Lexer::PATTERN:
      case Lexer::GUARD:
      case Lexer::TEST:
      case Lexer::PROVE:
        return true;
      case Lexer::ALLOW:
      case Lexer::ASK:
      case Lexer::DENY:
      case Lexer::FLOW:
      case Lexer::LIMIT:
        return false;
      default:
        // No statement that is known: it ends here if the next token looks like a beginning.
        return at + 1 == tokens_.size() || AtLineStart(at + 1);
    }
  }

  bool AtLineStart(size_t at) const {
    const uint32_t begin = tokens_[at].begin;
    return begin == 0 || sources_.file(file_).text()[begin - 1] == '\n';
  }

  Span SpanOf(size_t at) const { return {file_, tokens_[at].begin, tokens_[at].end}; }
  std::string_view TextOf(size_t at) const { return sources_.TextOf(SpanOf(at)); }

  const std::vector<Token>& tokens_;
  const bool complete_;
  const SourceSet& sources_;
  const uint32_t file_;
  diagnostics::Sink& sink_;
  StatementRange current_;
  std::vector<size_t> open_;  // brackets and quantifiers that are open here
  int unclosed_ = 0;
  bool too_deep_ = false;
};

}  // namespace

bool BeginsStatement(uint32_t type) {
  return type >= Lexer::WEIR && type <= Lexer::DENY;
}

Statements Split(const Tokens& tokens, const SourceSet& sources, uint32_t file,
                 diagnostics::Sink& sink) {
  return Splitter(tokens, sources, file, sink).Run();
}

}  // namespace weir::parse
