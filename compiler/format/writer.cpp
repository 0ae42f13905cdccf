#include "compiler/format/writer.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/format/doc.h"
#include "compiler/format/format.h"
#include "compiler/format/statement.h"
#include "compiler/format/structure.h"

namespace weir::format {
namespace {

// Statements under one another whose first words are padded to the same width.
enum class Family : uint8_t { kNone, kEffect, kValue, kItem };

constexpr std::array<std::string_view, 3> kEffects = {"allow", "ask", "deny"};
constexpr std::array<std::string_view, 2> kValues = {"const", "set"};
constexpr std::array<std::string_view, 4> kBlocksOfItems = {"server", "agent", "sandbox", "guard"};

template <size_t n>
bool IsOneOf(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Comments that stand on one line.
struct Comments {
  std::string text;
  int line_breaks_before;
  bool ends_line;  // what comes next is on another line
};

class Writer {
 public:
  explicit Writer(std::span<const Piece> pieces) : pieces_(pieces), structure_(pieces) {}

  std::string Run() {
    WriteStatements(structure_.file(), 0, "");
    if (!text_.empty()) text_ += '\n';
    return std::move(text_);
  }

 private:
  // ---- Statements and blocks, each on lines of its own ----

  void WriteStatements(const Block& block, size_t indent, std::string_view opener) {
    const bool is_file = block.close == pieces_.size();
    block_begin_ = true;
    size_t from = is_file ? 0 : block.open + 1;
    const std::vector<size_t> pads = Pads(block, opener);
    for (size_t i = 0; i < block.statements.size(); ++i) {
      const Statement& statement = block.statements[i];
      const std::string prefix = WriteComments(from, statement.begin, indent);
      if (prefix.empty()) NewLine(indent, pieces_[statement.begin].line_breaks);
      text_ += prefix;
      WriteStatement(statement, indent, pads[i]);
      from = EndOf(statement);
    }
    const std::string rest = WriteComments(from, block.close, indent);
    text_ += rest.substr(0, rest.empty() ? 0 : rest.size() - 1);  // nothing comes on their line
    if (!is_file) {
      block_begin_ = true;
      NewLine(indent - kIndentWidth, 1);
    }
    block_begin_ = false;
  }

  void WriteStatement(const Statement& statement, size_t indent, size_t pad) {
    if (const auto line = OneLine(statement, pad); line && indent + WidthOf(*line) <= kColumns) {
      text_ += *line;
      return;
    }
    const Doc doc = StatementDoc(pieces_, structure_, statement.begin, statement.end, pad);
    text_ += Layout(doc, indent, kColumns);
    if (statement.block.empty()) return;
    WriteStatements(statement.block.front(), indent + kIndentWidth, pieces_[statement.begin].text);
    text_ += '}';
  }

  size_t EndOf(const Statement& statement) const {
    return statement.block.empty() ? statement.end
                                   : std::min(statement.block.front().close + 1, pieces_.size());
  }

  // ---- A statement on one line ----

  // Nothing where it has to take more: a block stays broken where its first line break is.
  std::optional<std::string> OneLine(const Statement& statement, size_t pad) const {
    const Doc doc = StatementDoc(pieces_, structure_, statement.begin, statement.end, pad);
    std::string line = Layout(doc, 0, std::numeric_limits<size_t>::max() / 2);
    if (line.find('\n') != line.npos) return std::nullopt;
    if (statement.block.empty()) return line;
    const auto block = Inside(statement.block.front());
    if (!block) return std::nullopt;
    return line + *block + "}";
  }

  std::optional<std::string> Inside(const Block& block) const {
    if (block.open + 1 == block.close) return "";
    if (BreaksBeforeFirstToken(block)) return std::nullopt;
    std::string line;
    size_t from = block.open + 1;
    for (const Statement& statement : block.statements) {
      const auto inner = OneLine(statement, 0);
      if (!inner || !AppendInline(from, statement.begin, line)) return std::nullopt;
      line += " " + *inner;
      from = EndOf(statement);
    }
    if (!AppendInline(from, block.close, line)) return std::nullopt;
    return line + " ";
  }

  bool BreaksBeforeFirstToken(const Block& block) const {
    for (size_t at = block.open + 1; at <= block.close; ++at) {
      if (pieces_[at].line_breaks > 0) return true;
      if (!pieces_[at].is_comment()) return false;
    }
    return false;
  }

  // False: there is a comment that does not go on a line with others.
  bool AppendInline(size_t from, size_t to, std::string& line) const {
    for (size_t at = from; at < to; ++at) {
      if (pieces_[at].kind == PieceKind::kLineComment) return false;
      if (pieces_[at].text.find('\n') != std::string_view::npos) return false;
      line.append(" ").append(pieces_[at].text);
    }
    return true;
  }

  // ---- Comments between statements ----

  // Writes the comments [from, to), each where it was: behind what is before it, or on its own
  // line. Returns those that stand on the line of what comes next, with a space after them; that
  // line is then begun.
  std::string WriteComments(size_t from, size_t to, size_t indent) {
    for (const Comments& comments : Lines(from, to)) {
      const bool trails = comments.line_breaks_before == 0 && comments.ends_line && !text_.empty();
      if (trails) {
        text_ += "  " + comments.text;
        continue;
      }
      NewLine(indent, comments.line_breaks_before);
      if (!comments.ends_line) return comments.text + " ";
      text_ += comments.text;
    }
    return {};
  }

  std::vector<Comments> Lines(size_t from, size_t to) const {
    std::vector<Comments> lines;
    for (size_t at = from; at < to; ++at) {
      const Piece& piece = pieces_[at];
      if (at == from || piece.line_breaks > 0 || lines.back().ends_line) {
        lines.push_back({"", piece.line_breaks, false});
      }
      Comments& line = lines.back();
      if (!line.text.empty()) line.text += ' ';
      line.text += piece.text;
      const bool next_breaks = at + 1 >= pieces_.size() || pieces_[at + 1].line_breaks > 0;
      line.ends_line = piece.kind == PieceKind::kLineComment || next_breaks;
    }
    return lines;
  }

  // `line_breaks` that were there; one blank line at most is kept, none where a block begins or
  // ends.
  void NewLine(size_t indent, int line_breaks) {
    if (!text_.empty()) text_ += line_breaks > 1 && !block_begin_ ? "\n\n" : "\n";
    text_.append(indent, ' ');
    block_begin_ = false;
  }

  // ---- Words under one another ----

  Family FamilyOf(const Statement& statement, std::string_view opener) const {
    const std::string_view word = pieces_[statement.begin].text;
    if (IsOneOf(kEffects, word)) return Family::kEffect;
    if (IsOneOf(kValues, word)) return Family::kValue;
    return IsOneOf(kBlocksOfItems, opener) ? Family::kItem : Family::kNone;
  }

  bool IsAfterBlankLine(size_t from, size_t to) const {
    for (size_t at = from; at <= to; ++at) {
      if (pieces_[at].line_breaks > 1) return true;
    }
    return false;
  }

  // For each statement, how many spaces its first word lacks to the longest of its run.
  std::vector<size_t> Pads(const Block& block, std::string_view opener) const {
    const std::vector<Statement>& all = block.statements;
    std::vector<size_t> pads(all.size(), 0);
    for (size_t begin = 0, end = 0; begin < all.size(); begin = end) {
      const Family family = FamilyOf(all[begin], opener);
      size_t width = 0;
      for (end = begin; end < all.size(); ++end) {
        const bool continues =
            end == begin || (FamilyOf(all[end], opener) == family &&
                             !IsAfterBlankLine(EndOf(all[end - 1]), all[end].begin));
        if (!continues) break;
        width = std::max(width, WidthOf(pieces_[all[end].begin].text));
      }
      if (family == Family::kNone) continue;
      for (size_t i = begin; i < end; ++i) pads[i] = width - WidthOf(pieces_[all[i].begin].text);
    }
    return pads;
  }

  std::span<const Piece> pieces_;
  Structure structure_;
  std::string text_;
  bool block_begin_ = true;  // nothing was written in this block yet
};

}  // namespace

std::string Write(std::span<const Piece> pieces) {
  return Writer(pieces).Run();
}

}  // namespace weir::format
