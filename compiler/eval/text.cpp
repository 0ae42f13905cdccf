#include "compiler/eval/text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "compiler/eval/regex.h"

namespace weir::eval {
namespace {

enum class PieceKind : uint8_t { kByte, kOneCodePoint, kAnyButSlash, kAny };

struct Piece {
  PieceKind kind;
  char byte = 0;
};

std::vector<Piece> PiecesOf(std::string_view glob) {
  std::vector<Piece> pieces;
  for (size_t at = 0; at < glob.size(); ++at) {
    const bool escape = glob[at] == '\\' && at + 1 < glob.size();
    const bool two_stars = glob.substr(at, 2) == "**";
    if (escape) {
      pieces.push_back({PieceKind::kByte, glob[++at]});
    } else if (two_stars) {
      pieces.push_back({PieceKind::kAny});
      ++at;
    } else if (glob[at] == '*') {
      pieces.push_back({PieceKind::kAnyButSlash});
    } else if (glob[at] == '?') {
      pieces.push_back({PieceKind::kOneCodePoint});
    } else {
      pieces.push_back({PieceKind::kByte, glob[at]});
    }
  }
  return pieces;
}

// Of the code point that begins here; 0 if none does.
size_t CodePointLength(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const auto continues = [](unsigned char byte) { return (byte & 0xc0) == 0x80; };
  const std::string_view rest = text.substr(1, length - 1);
  return rest.size() == length - 1 && std::all_of(rest.begin(), rest.end(), continues) ? length : 0;
}

// reached[i]: the pieces so far can fit the first i bytes. One row for each piece, so the time is
// pieces times bytes.
bool FitsGlob(std::string_view glob, std::string_view text) {
  std::vector<bool> reached(text.size() + 1);
  reached[0] = true;
  for (const Piece& piece : PiecesOf(glob)) {
    std::vector<bool> next(text.size() + 1);
    for (size_t at = 0; at <= text.size(); ++at) {
      const bool is_star = piece.kind == PieceKind::kAny || piece.kind == PieceKind::kAnyButSlash;
      if (is_star && reached[at]) next[at] = true;
      if (at == text.size()) break;
      const bool slash = text[at] == '/';
      if (is_star && next[at] && (piece.kind == PieceKind::kAny || !slash)) next[at + 1] = true;
      if (piece.kind == PieceKind::kByte && reached[at] && text[at] == piece.byte)
        next[at + 1] = true;
      if (piece.kind == PieceKind::kOneCodePoint && reached[at] && !slash) {
        const size_t length = CodePointLength(text.substr(at));
        if (length > 0) next[at + length] = true;
      }
    }
    reached = std::move(next);
  }
  return reached[text.size()];
}

// Nothing is within a directory that is not absolute.
bool IsWithin(std::string_view directory, std::string_view path) {
  if (!directory.starts_with('/')) return false;
  if (directory == "/") return path.starts_with('/');
  if (!path.starts_with(directory)) return false;
  const std::string_view rest = path.substr(directory.size());
  return rest.empty() || rest.front() == '/';
}

// The domain itself or below it, by whole labels.
bool IsUnder(std::string_view domain, std::string_view host) {
  if (!host.ends_with(domain)) return false;
  const std::string_view before = host.substr(0, host.size() - domain.size());
  return before.empty() || before.back() == '.';
}

}  // namespace

bool Fits(check::TextTestKind kind, std::string_view pattern, std::string_view text) {
  switch (kind) {
    case check::TextTestKind::kEquals:
      return text == pattern;
    case check::TextTestKind::kLike:
      return FitsGlob(pattern, text);
    case check::TextTestKind::kContains:
      return text.find(pattern) != text.npos;
    case check::TextTestKind::kStartsWith:
      return text.starts_with(pattern);
    case check::TextTestKind::kEndsWith:
      return text.ends_with(pattern);
    case check::TextTestKind::kWithin:
      return IsWithin(pattern, text);
    case check::TextTestKind::kUnder:
      return IsUnder(pattern, text);
    case check::TextTestKind::kMatches:
      return FitsRegex(pattern, text);
    case check::TextTestKind::kSearches:
      return HasRegex(pattern, text);
  }
  return false;
}

}  // namespace weir::eval
