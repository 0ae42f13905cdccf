#include "compiler/parse/parse.h"

#include <algorithm>
#include <charconv>
#include <span>
#include <string>
#include <utility>

#include "compiler/base/unicode.h"
#include "compiler/diagnostics/suggest.h"
#include "compiler/parse/build.h"
#include "compiler/parse/lexer.h"
#include "compiler/parse/statements.h"
#include "compiler/parse/syntax.h"
#include "compiler/parse/text.h"
#include "compiler/parse/words.h"

namespace weir::parse {
namespace {

using diagnostics::Kind;
using Types = grammar::WeirParser;

constexpr std::string_view kVersion = "1";
// The author reads the first few of what could stand somewhere.
constexpr size_t kExpectationsMax = 6;

const std::vector<std::string> kUnits = {"ms", "s", "min", "B", "KiB", "MiB", "GiB"};

// What other languages write, and what to write here.
std::string_view HelpFor(std::string_view sign) {
  if (sign == "#") return "a comment begins with `//`";
  if (sign == "'") return "strings stand in double quotes";
  if (sign == "&") return "write `and`";
  if (sign == "|") return "write `or`";
  if (sign == "!") return "write `not`";
  if (sign == "/") return "a regular expression stands between two slashes, on one line";
  return {};
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (size_t i = 0; i < std::min(words.size(), kExpectationsMax); ++i) {
    const bool last = i + 1 == words.size();
    if (i > 0) text += last ? " or " : ", ";
    text += words[i];
  }
  if (words.size() > kExpectationsMax) text += " or the like";
  return text.empty() ? "something else" : text;
}

class FileParser {
 public:
  FileParser(const SourceSet& sources, uint32_t file, diagnostics::Sink& sink)
      : sources_(sources), file_(file), sink_(sink) {}

  std::optional<ast::File> Run() {
    if (!CheckText(sources_.file(file_), file_, sink_)) return std::nullopt;
    tokens_ = Lex(sources_.file(file_), file_, sink_);
    if (tokens_.list.empty()) {
      if (tokens_.complete) sink_.Report<Kind::kEmptyFile>({file_, 0, 0});
      return std::nullopt;
    }
    result_.root_file = file_;
    const Statements statements = Split(tokens_, sources_, file_, sink_);
    if (statements.too_deep) return std::nullopt;
    if (tokens_.list.front().type != Types::WEIR) ReportMissingVersion();
    for (const StatementRange& range : statements.list) Statement(range);
    return std::move(result_);
  }

 private:
  void ReportMissingVersion() {
    const Span first = SpanOf(tokens_.list.front());
    sink_.Report<Kind::kMissingVersion>(first).Fix(
        "begin with `weir 1;`", {{{file_, first.begin, first.begin}, "weir 1;\n\n"}});
  }

  void Statement(const StatementRange& range) {
    const std::span<const Token> tokens =
        std::span(tokens_.list).subspan(range.begin, range.end - range.begin);
    if (range.broken) return RememberName(tokens);
    if (tokens.front().type == Types::WEIR) return Version(tokens, range.begin == 0);
    if (!BeginsStatement(tokens.front().type)) return ReportUnknown(tokens);
    if (auto* tree = syntax_.Parse(tokens)) {
      result_.statements.push_back(Builder(tokens, sources_, file_, sink_).Statement(tree));
      return;
    }
    ReportMismatch(tokens, syntax_.mismatch());
    RememberName(tokens);
  }

  void Version(std::span<const Token> tokens, bool first) {
    const Span whole{file_, tokens.front().begin, tokens.back().end};
    if (!first) {
      sink_.Report<Kind::kRepeatedVersion>(whole).Fix("take it away", {{whole, ""}});
      return;
    }
    if (tokens.size() < 2 || tokens[1].type != Types::INTEGER) {
      return ReportMismatch(tokens, {1, {Types::INTEGER}});
    }
    if (tokens.size() != 3 || tokens[2].type != Types::SEMICOLON) {
      return ReportMismatch(tokens, {2, {Types::SEMICOLON}});
    }
    if (TextOf(tokens[1]) != kVersion) {
      sink_.Report<Kind::kUnsupportedVersion>(SpanOf(tokens[1]), TextOf(tokens[1]))
          .Replace(std::string(kVersion));
    }
  }

  // So that uses of what a broken statement declares are not called mistakes as well.
  void RememberName(std::span<const Token> tokens) {
    if (tokens.size() < 2) return;
    const Token& name = tokens[1];
    if (name.type == Types::IDENTIFIER || IsKeyword(name.type)) {
      result_.broken.push_back({{std::string(TextOf(name)), SpanOf(name)}});
    }
  }

  void ReportUnknown(std::span<const Token> tokens) {
    const Token& first = tokens.front();
    const std::string word(TextOf(first));
    if (ReportCharacters(first)) return;
    RememberName(tokens);
    auto report = sink_.Report<Kind::kUnknownStatement>(SpanOf(first), word);
    if (const auto nearest = diagnostics::Nearest(word, StatementWords())) {
      report.Help("did you mean `" + *nearest + "`?").Replace(*nearest);
    }
  }

  void ReportMismatch(std::span<const Token> tokens, const Mismatch& mismatch) {
    if (mismatch.at >= tokens.size()) return ReportEnd(tokens.back(), mismatch);
    const Token& found = tokens[mismatch.at];
    if (ReportCharacters(found)) return;
    const std::string text(TextOf(found));
    if (found.type == Types::DOT && ReportVerbAsName(tokens[mismatch.at - 1])) return;
    const auto& expected = mismatch.expected;
    const bool name_expected =
        std::find(expected.begin(), expected.end(), Types::IDENTIFIER) != expected.end();
    if (IsKeyword(found.type) && name_expected && mismatch.at == 1) {
      sink_.Report<Kind::kReservedWord>(SpanOf(found), text);
      return;
    }
    auto report = sink_.Report<Kind::kSyntaxError>(SpanOf(found), Found(found),
                                                   Joined(DescribeTypes(expected)));
    if (found.type == Types::ASSIGN && Expects(mismatch, Types::EQUAL)) {
      report.Help("values are compared by `==`").Replace("==");
    }
    if (found.type != Types::IDENTIFIER) return;
    if (const auto nearest = diagnostics::Nearest(text, KeywordsOf(expected))) {
      report.Help("did you mean `" + *nearest + "`?").Replace(*nearest);
    }
  }

  // `allow coder: read.x;`, where a server was to be called like a verb.
  bool ReportVerbAsName(const Token& before) {
    if (!IsKeyword(before.type)) return false;
    sink_.Report<Kind::kReservedWord>(SpanOf(before), TextOf(before));
    return true;
  }

  static bool Expects(const Mismatch& mismatch, uint32_t type) {
    return std::find(mismatch.expected.begin(), mismatch.expected.end(), type) !=
           mismatch.expected.end();
  }

  // The statement ends too early: what is missing belongs after its last word.
  void ReportEnd(const Token& last, const Mismatch& mismatch) {
    const Span after{file_, last.end, last.end};
    auto report = sink_.Report<Kind::kSyntaxError>(after, "the end of the statement",
                                                   Joined(DescribeTypes(mismatch.expected)));
    if (Expects(mismatch, Types::SEMICOLON)) report.Fix("end it", {{after, ";"}});
  }

  std::string Found(const Token& token) const {
    if (token.type == Types::STRING) return "a string";
    return "`" + std::string(TextOf(token)) + "`";
  }

  // Of what is no word of any kind. True: reported.
  bool ReportCharacters(const Token& token) {
    const Span span = SpanOf(token);
    const std::string text(TextOf(token));
    if (token.type == Types::BAD_NUMBER) {
      ReportNumber(span, text);
      return true;
    }
    if (token.type != Types::UNEXPECTED) return false;
    if (const auto alike = text.size() > 1 ? AsciiLookAlike(text) : std::nullopt) {
      ReportLookAlike(span, text, *alike);
    } else {
      size_t end = 0;
      NextCodePoint(text, end);
      auto report = sink_.Report<Kind::kUnexpectedCharacter>(span, Names(text.substr(0, end)));
      if (const std::string_view help = HelpFor(text); !help.empty())
        report.Help(std::string(help));
    }
    return true;
  }

  void ReportLookAlike(Span span, const std::string& text, const std::string& alike) {
    auto report = sink_.Report<Kind::kLookAlike>(span, Names(text), alike);
    // To Unicode these are interchangeable, so that what is meant is not certain: l 1 I |, O 0, rn
    // m.
    const bool certain = alike.find_first_of("lO|") == alike.npos && alike.find("rn") == alike.npos;
    if (certain) report.Replace(alike);
  }

  void ReportNumber(Span span, const std::string& text) {
    const size_t digits = text.find_first_not_of("-0123456789");
    auto report = sink_.Report<Kind::kBadNumber>(span, text);
    const bool unit = std::find(kUnits.begin(), kUnits.end(), text.substr(digits)) != kUnits.end();
    if (unit) report.Replace(text.substr(0, digits) + " " + text.substr(digits));
  }

  // "`ä` (U+00E4)"; of several characters, the first one's number.
  static std::string Names(const std::string& text) {
    size_t at = 0;
    const char32_t first = NextCodePoint(text, at).value_or(0xFFFD);
    return "`" + text + "` (" + CodePointName(first) + (at < text.size() ? "…" : "") + ")";
  }

  Span SpanOf(const Token& token) const { return {file_, token.begin, token.end}; }
  std::string_view TextOf(const Token& token) const { return sources_.TextOf(SpanOf(token)); }

  const SourceSet& sources_;
  const uint32_t file_;
  diagnostics::Sink& sink_;
  Tokens tokens_;
  Syntax syntax_;
  ast::File result_;
};

}  // namespace

std::optional<ast::File> Parse(const SourceSet& sources, uint32_t file, diagnostics::Sink& sink) {
  return FileParser(sources, file, sink).Run();
}

void PrintTokens(const SourceFile& source, std::ostream& out) {
  diagnostics::Sink ignored;
  if (!CheckText(source, 0, ignored)) return;
  // Counted along, as finding a position anew costs a look at its whole line.
  Position at;
  uint32_t offset = 0;
  for (const Token& token : Lex(source, 0, ignored).list) {
    for (; offset < token.begin; ++offset) {
      const char c = source.text()[offset];
      if (c == '\n') at = {at.line + 1, 0};
      if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++at.column;
    }
    out << at.line << ':' << at.column << ' ' << TypeName(token.type) << ' '
        << source.text().substr(token.begin, token.end - token.begin) << '\n';
  }
}

}  // namespace weir::parse
