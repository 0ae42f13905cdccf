// A source text as what a layout has to keep: its words and signs, and its comments between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/diagnostics/sink.h"

namespace weir::format {

enum class PieceKind : uint8_t { kToken, kLineComment, kBlockComment };

struct Piece {
  PieceKind kind = PieceKind::kToken;
  std::string_view text;  // of a line comment: without white space at its end
  int line_breaks = 0;    // in the white space before it

  bool is_comment() const { return kind != PieceKind::kToken; }
  friend bool operator==(const Piece& left, const Piece& right) {  // white space apart
    return left.kind == right.kind && left.text == right.text;
  }
};

// In the order of the text, which they point into. Of a text with no mistake of syntax.
std::vector<Piece> PiecesOf(const SourceSet& sources, uint32_t file, diagnostics::Sink& sink);

}  // namespace weir::format
