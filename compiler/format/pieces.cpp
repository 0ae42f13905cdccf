#include "compiler/format/pieces.h"

#include <algorithm>

#include "compiler/parse/lexer.h"

namespace weir::format {
namespace {

std::string_view WithoutTrailingSpace(std::string_view text) {
  const size_t last = text.find_last_not_of(" \t\r");
  return text.substr(0, last == text.npos ? 0 : last + 1);
}

// The text between two tokens is white space and comments.
class Gap {
 public:
  explicit Gap(std::string_view text) : text_(text) {}

  void AppendComments(std::vector<Piece>& pieces) {
    for (SkipSpace(); !text_.empty(); SkipSpace()) {
      const bool is_line = text_.starts_with("//");
      const size_t length = is_line ? std::min(text_.find('\n'), text_.size())
                                    : std::min(text_.find("*/", 2), text_.size() - 2) + 2;
      const std::string_view comment = text_.substr(0, length);
      pieces.push_back({is_line ? PieceKind::kLineComment : PieceKind::kBlockComment,
                        is_line ? WithoutTrailingSpace(comment) : comment, line_breaks()});
      text_.remove_prefix(length);
    }
  }

  // In the white space last skipped.
  int line_breaks() const { return line_breaks_; }

 private:
  void SkipSpace() {
    const std::string_view space =
        text_.substr(0, std::min(text_.find_first_not_of(" \t\r\n"), text_.size()));
    line_breaks_ = static_cast<int>(std::count(space.begin(), space.end(), '\n'));
    text_.remove_prefix(space.size());
  }

  std::string_view text_;
  int line_breaks_ = 0;
};

}  // namespace

std::vector<Piece> PiecesOf(const SourceSet& sources, uint32_t file, diagnostics::Sink& sink) {
  const std::string_view text = sources.file(file).text();
  std::vector<Piece> pieces;
  size_t at = 0;
  for (const parse::Token& token : parse::Lex(sources.file(file), file, sink).list) {
    Gap gap(text.substr(at, token.begin - at));
    gap.AppendComments(pieces);
    pieces.push_back(
        {PieceKind::kToken, text.substr(token.begin, token.end - token.begin), gap.line_breaks()});
    at = token.end;
  }
  Gap(text.substr(at)).AppendComments(pieces);
  return pieces;
}

}  // namespace weir::format
