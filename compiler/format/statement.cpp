#include "compiler/format/statement.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

namespace weir::format {
namespace {

template <size_t n>
bool IsOneOf(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// They begin a line of their own where a statement is too long for one.
constexpr std::array<std::string_view, 4> kClauseWords = {"where", "because", "returns", "after"};
constexpr std::array<std::string_view, 2> kConnectives = {"and", "or"};
constexpr std::array<std::string_view, 6> kTightBefore = {",", ";", ")", "]", ":", "."};
constexpr std::array<std::string_view, 3> kTightAfter = {"(", "[", "."};
// Before any other word's, a bracket belongs to the word: `path(...)`, `args["odd name"]`.
constexpr std::array<std::string_view, 14> kWordsWithOperand = {
    "where", "and", "or",    "not",     "in",     "like", "contains",
    "with",  "has", "under", "matches", "within", "none", "all"};

bool IsWord(std::string_view text) {
  return std::isalpha(static_cast<unsigned char>(text.front())) != 0 || text.front() == '_';
}

class Builder {
 public:
  Builder(std::span<const Piece> pieces, const Structure& structure)
      : pieces_(pieces), structure_(structure) {}

  // The head and, indented, its clauses.
  Doc Statement(size_t begin, size_t end, size_t pad) const {
    Doc doc = Doc::Concat();
    for (size_t at = begin; at < end;) {
      const size_t next = ClauseAfter(at, end);
      Doc clause = Doc::Concat();
      if (at == begin) {
        clause.Add(Sequence(at, next, {Doc::Kind::kFillLine, false, true}, pad));
      } else {
        clause.Add(Joint(at, Doc::Line()));
        const bool condition = pieces_[at].text == "where";
        Doc words = Sequence(at, next, {Doc::Kind::kFillLine, condition, !condition});
        clause.Add(Doc::Group(condition ? Doc::Indent(std::move(words)) : std::move(words)));
      }
      doc.Add(at == begin ? std::move(clause) : Doc::Indent(std::move(clause)));
      at = next;
    }
    return Doc::Group(std::move(doc));
  }

 private:
  struct Context {
    Doc::Kind after_comma;
    bool condition;      // `and` and `or` join, `:` introduces what a quantifier is about
    bool hangs = false;  // lines after the first are indented
  };

  bool IsBracket(size_t at) const {
    return pieces_[at].text == "{" || pieces_[at].text == "[" || pieces_[at].text == "(";
  }

  // The token after `at`, or `end`.
  size_t Next(size_t at, size_t end) const {
    do ++at;
    while (at < end && pieces_[at].is_comment());
    return at;
  }

  // The token before; `at` is not the first one.
  size_t Previous(size_t at) const {
    do --at;
    while (pieces_[at].is_comment());
    return at;
  }

  bool IsMember(size_t at) const { return at > 0 && pieces_[Previous(at)].text == "."; }

  bool BeginsClause(size_t at) const {
    const std::string_view word = pieces_[at].text;
    if (IsMember(at)) return false;
    if (word != "with") return IsOneOf(kClauseWords, word);
    const std::string_view before = pieces_[Previous(at)].text;
    return before != "starts" && before != "ends";
  }

  // The next clause's first token, on this level of brackets.
  size_t ClauseAfter(size_t at, size_t end) const {
    for (at = IsBracket(at) ? at : Next(at, end); at < end; at = Next(at, end)) {
      if (IsBracket(at)) {
        at = structure_.CloseOf(at);
      } else if (BeginsClause(at)) {
        return at;
      }
    }
    return end;
  }

  Doc Sequence(size_t begin, size_t end, Context context, size_t pad = 0) const {
    Doc doc = Doc::Concat();
    for (size_t at = begin; at < end; at = Next(at, end)) {
      if (at != begin) {
        Doc joint = Joint(at, Separator(at, context));
        doc.Add(context.hangs ? Doc::Indent(std::move(joint)) : std::move(joint));
      }
      if (IsBracket(at) && structure_.CloseOf(at) < end) {
        doc.Add(Bracketed(at, context));
        at = structure_.CloseOf(at);
        continue;
      }
      doc.Add(Doc::Text(std::string(pieces_[at].text)));
      if (at == begin && pad > 0) doc.Add(Doc::Text(std::string(pad, ' ')));
      if (context.condition && pieces_[at].text == ":") return doc.Add(Body(at, end, context));
    }
    return doc;
  }

  // What stands behind a quantifier's colon.
  Doc Body(size_t colon, size_t end, Context context) const {
    const size_t first = Next(colon, end);
    if (first >= end) return Doc::Concat();
    Doc body = Doc::Concat();
    body.Add(Joint(first, Doc::Line()));
    body.Add(Sequence(first, end, {context.after_comma, context.condition}));
    return Doc::Group(Doc::Indent(std::move(body)));
  }

  Doc Bracketed(size_t open, Context context) const {
    const size_t close = structure_.CloseOf(open);
    if (pieces_[open].text == "(") {
      return Pair(open, close, Doc::SoftLine(), {Doc::Kind::kFillLine, context.condition});
    }
    if (pieces_[open].text == "[") {
      return Pair(open, close, Doc::SoftLine(), {Doc::Kind::kLine, false});
    }
    const bool json = structure_.BracesAt(open) == Braces::kJson;
    return json ? Pair(open, close, Doc::Line(), {Doc::Kind::kLine, false})
                : Pair(open, close, Doc::Concat(), {Doc::Kind::kFillLine, false});
  }

  // `edge`: what stands inside of the brackets next to them.
  Doc Pair(size_t open, size_t close, const Doc& edge, Context inside) const {
    Doc doc = Doc::Concat();
    doc.Add(Doc::Text(std::string(pieces_[open].text)));
    const size_t first = Next(open, close);
    if (first < close) {
      Doc content = Doc::Concat();
      content.Add(Joint(first, edge)).Add(Sequence(first, close, inside));
      doc.Add(Doc::Indent(std::move(content)));
    }
    doc.Add(Joint(close, first < close ? edge : Doc::Concat()));
    doc.Add(Doc::Text(std::string(pieces_[close].text)));
    return Doc::Group(std::move(doc));
  }

  // Between a token of a sequence and the one before it, comments apart.
  Doc Separator(size_t at, Context context) const {
    const size_t before = Previous(at);
    const std::string_view left = pieces_[before].text;
    const std::string_view right = pieces_[at].text;
    if (IsOneOf(kTightBefore, right) || IsOneOf(kTightAfter, left)) return Doc::Concat();
    if (left == ",") return {context.after_comma, {}, {}, false};
    if (context.condition && IsOneOf(kConnectives, right)) return Doc::Line();
    if (left.front() == '"' && right.front() == '"') return Doc::FillLine();
    if (BelongsTo(before, right)) return Doc::Concat();
    return Doc::Text(" ");
  }

  bool BelongsTo(size_t before, std::string_view bracket) const {
    if (bracket != "(" && bracket != "[") return false;
    const std::string_view left = pieces_[before].text;
    if (left == ")" || left == "]" || IsMember(before)) return true;
    return IsWord(left) && !IsOneOf(kWordsWithOperand, left);
  }

  // What stands before a token: the comments between it and the token before, or else `separator`.
  Doc Joint(size_t at, Doc separator) const {
    size_t first = at;
    while (first > 0 && pieces_[first - 1].is_comment()) --first;
    if (first == at) return separator;
    Doc doc = Doc::Concat();
    for (size_t comment = first; comment < at; ++comment) {
      doc.Add(pieces_[comment].line_breaks > 0 ? Doc::HardLine() : Doc::Text(" "));
      doc.Add(Doc::Note(std::string(pieces_[comment].text)));
    }
    const bool ends_line = pieces_[at - 1].kind == PieceKind::kLineComment;
    doc.Add(ends_line || pieces_[at].line_breaks > 0 ? Doc::HardLine() : Doc::Text(" "));
    return doc;
  }

  std::span<const Piece> pieces_;
  const Structure& structure_;
};

}  // namespace

Doc StatementDoc(std::span<const Piece> pieces, const Structure& structure, size_t begin,
                 size_t end, size_t pad) {
  return Builder(pieces, structure).Statement(begin, end, pad);
}

}  // namespace weir::format
