#include "compiler/format/structure.h"

#include <algorithm>
#include <array>

namespace weir::format {
namespace {

// What an empty pair of braces behind them holds, in the one place where its content cannot tell.
constexpr std::array<std::string_view, 9> kBlockWords = {
    "agent", "server", "test", "guard", "pattern", "prove", "sandbox", "connect", "label"};

bool IsOpening(const Piece& piece) {
  return !piece.is_comment() && (piece.text == "{" || piece.text == "[" || piece.text == "(");
}

bool IsClosing(const Piece& piece) {
  return !piece.is_comment() && (piece.text == "}" || piece.text == "]" || piece.text == ")");
}

bool IsToken(const Piece& piece, std::string_view text) {
  return !piece.is_comment() && piece.text == text;
}

}  // namespace

Structure::Structure(std::span<const Piece> pieces)
    : pieces_(pieces),
      close_(pieces.size()),
      braces_(pieces.size(), Braces::kNames),
      empty_(pieces.size(), true) {
  Pair();
  Classify();
  file_ = ReadBlock(0, 0, pieces.size());
}

void Structure::Pair() {
  std::vector<size_t> open;
  for (size_t at = 0; at < pieces_.size(); ++at) {
    if (IsOpening(pieces_[at])) {
      close_[at] = pieces_.size();
      open.push_back(at);
    } else if (IsClosing(pieces_[at]) && !open.empty()) {
      close_[open.back()] = at;
      open.pop_back();
    }
  }
}

// A `;` between braces makes a block of them, a `:` without one an object.
void Structure::Classify() {
  std::vector<size_t> open;
  for (size_t at = 0; at < pieces_.size(); ++at) {
    if (pieces_[at].is_comment()) continue;
    if (IsClosing(pieces_[at]) && !open.empty()) open.pop_back();
    if (!open.empty()) {
      const size_t around = open.back();
      empty_[around] = false;
      if (IsToken(pieces_[at], ";")) braces_[around] = Braces::kBlock;
      if (IsToken(pieces_[at], ":") && braces_[around] == Braces::kNames)
        braces_[around] = Braces::kJson;
    }
    if (IsOpening(pieces_[at])) open.push_back(at);
  }
}

bool Structure::OpensBlock(size_t at, size_t begin) const {
  if (!IsToken(pieces_[at], "{")) return false;
  if (!empty_[at]) return braces_[at] == Braces::kBlock;
  return std::find(kBlockWords.begin(), kBlockWords.end(), pieces_[begin].text) !=
         kBlockWords.end();
}

Block Structure::ReadBlock(size_t open, size_t begin, size_t close) const {
  Block block{open, close, {}};
  for (size_t at = begin; at < close;) {
    if (pieces_[at].is_comment()) {
      ++at;
    } else {
      const size_t first = at;
      block.statements.push_back(ReadStatement(first, close, at));
    }
  }
  return block;
}

// Moves `at` past the statement.
Statement Structure::ReadStatement(size_t begin, size_t limit, size_t& at) const {
  for (at = begin; at < limit; ++at) {
    if (OpensBlock(at, begin)) {
      const size_t open = at;
      at = std::min(close_[open] + 1, limit);
      return {begin, open + 1, {ReadBlock(open, open + 1, close_[open])}};
    }
    if (IsToken(pieces_[at], ";")) return {begin, ++at, {}};
    if (IsOpening(pieces_[at])) at = std::min(close_[at], limit - 1);
  }
  return {begin, limit, {}};
}

}  // namespace weir::format
