#include "runtime/guard/normal_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "compiler/json/unicode.h"
#include "runtime/guard/bytes.h"
#include "runtime/guard/glyph.h"

namespace weir::guard {
namespace {

bool IsWordCharacter(char32_t c) {
  return AlphabetOf(c) != Alphabet::kNone || (c >= '0' && c <= '9');
}

// The bytes of the terminal escape that starts at `at` (ESC or the one-byte CSI), 0 if none does.
// ECMA-48: CSI up to its final byte; OSC, DCS, PM, APC, SOS up to BEL or ST; others two bytes.
size_t EscapeSize(std::string_view text, size_t at) {
  if (text[at] != '\x1b') return 0;
  if (at + 1 == text.size()) return 1;
  const char kind = text[at + 1];
  if (kind == '[') {
    size_t end = at + 2;
    while (end < text.size() && text[end] >= 0x20 && text[end] < 0x40) ++end;
    return std::min(end + 1, text.size()) - at;
  }
  if (std::string_view("]P^_X").find(kind) == std::string_view::npos) return 2;
  const size_t bell = text.find_first_of("\a\x1b", at + 2);
  if (bell == std::string_view::npos) return text.size() - at;
  return std::min(bell + (text[bell] == '\a' ? 1 : 2), text.size()) - at;
}

bool IsPlainByte(char byte) {
  return (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t' || byte == '\r';
}

// What the spelling before an unseen character says about whether it belongs there.
struct Before {
  char32_t visible = 0;  // the last visible code point
};

bool IsOrdinary(char32_t c, size_t at, const Before& before) {
  if (c == 0xFEFF && at == 0) return true;  // a byte order mark
  if (IsVariationSelector(c)) {
    return before.visible >= 0x80 || (before.visible >= '0' && before.visible <= '9') ||
           before.visible == '#' || before.visible == '*';
  }
  return IsJoiner(c) && before.visible >= 0x80 && AlphabetOf(before.visible) == Alphabet::kNone;
}

// Where UTF-8 is well formed and no longer than three bytes; the rest is left to json::DecodeUtf8.
inline json::Decoded Decode(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[at + i]); };
  const auto more = [&](size_t i) { return static_cast<uint32_t>(byte(i) & 0x3F); };
  const auto is_more = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const uint32_t first = byte(0);
  if (first < 0x80) return {static_cast<char32_t>(first), 1, true};
  if (first >= 0xC2 && first < 0xE0 && at + 1 < text.size() && is_more(1))
    return {static_cast<char32_t>((first & 0x1F) << 6 | more(1)), 2, true};
  if ((first & 0xF0) == 0xE0 && at + 2 < text.size() && is_more(1) && is_more(2)) {
    const uint32_t c = (first & 0x0F) << 12 | more(1) << 6 | more(2);
    if (c >= 0x800 && (c < 0xD800 || c >= 0xE000)) return {static_cast<char32_t>(c), 3, true};
  }
  return json::DecodeUtf8(text.substr(at));
}

// What stands next in a text.
struct Piece {
  enum class Kind : uint8_t {
    kPlain,   // whole blocks of plain ASCII
    kGlyphs,  // code points that are seen
    kLong,    // one that is seen and folds to many
    kUnseen,  // a code point, an escape or a byte that is not
  };
  Kind kind;
  size_t begin;
  size_t end;
  char32_t code_point;    // the last one
  std::string_view fold;  // of kLong
  Oddity oddity;          // of kUnseen
  bool ordinary;          // of kUnseen: where it belongs, so that it is no oddity
};

class Cursor {
 public:
  explicit Cursor(std::string_view text, size_t at = 0) : text_(text), at_(at) {}

  // Calls take(begin, end, glyph) for each code point of kGlyphs, as long as it returns true. False
  // at the end. `take` is copied for the time, so that what it keeps count of stays in registers.
  template <typename Take>
  bool Next(Piece& piece, Take& take) {
    if (at_ >= text_.size()) return false;
    piece.begin = at_;
    if (SkipPlain()) {
      piece.kind = Piece::Kind::kPlain;
      piece.code_point = before_.visible = static_cast<uint8_t>(text_[at_ - 1]);
    } else if (ReadGlyphs(take)) {
      piece.kind = Piece::Kind::kGlyphs;
      piece.code_point = before_.visible;
    } else {
      ReadOther(piece);
    }
    piece.end = at_;
    return true;
  }

 private:
  bool IsPlainAt(size_t at) const {
    return at + kBlockBytes <= text_.size() && !Any(~IsPlain(BlockAt(text_.data() + at)));
  }

  bool SkipPlain() {
    const size_t begin = at_;
    while (IsPlainAt(at_)) at_ += kBlockBytes;
    return at_ > begin;
  }

  template <typename Take>
  bool ReadGlyphs(Take& take) {
    const size_t begin = at_;
    size_t at = at_;
    char32_t last = before_.visible;
    Take taking = take;
    for (bool more = true; more && at < text_.size();) {
      const json::Decoded decoded = Decode(text_, at);
      const char32_t c = decoded.code_point;
      const Glyph& glyph = PageOf(c).glyphs[c & 0xFF];
      const bool simple = (glyph.flags & (Glyph::kVisible | Glyph::kLongFold)) == Glyph::kVisible;
      if (!decoded.valid || !simple) break;
      more = taking(at, at + decoded.size, glyph);
      at += decoded.size;
      last = c;
      if (c < 0x80 && IsPlainAt(at)) break;
    }
    take = taking;
    before_.visible = last;
    at_ = at;
    return at > begin;
  }

  void ReadOther(Piece& piece) {
    const json::Decoded decoded = Decode(text_, at_);
    piece.code_point = decoded.code_point;
    const GlyphPage& page = PageOf(decoded.code_point);
    const Glyph& glyph = page.glyphs[decoded.code_point & 0xFF];
    if (!decoded.valid || (glyph.flags & Glyph::kVisible) == 0) {
      ReadUnseen(decoded, piece);
      return;
    }
    piece.kind = Piece::Kind::kLong;
    piece.fold = page.FoldOf(glyph);
    before_.visible = decoded.code_point;
    at_ += decoded.size;
  }

  void ReadUnseen(const json::Decoded& decoded, Piece& piece) {
    piece.kind = Piece::Kind::kUnseen;
    piece.ordinary = false;
    if (const size_t escape = EscapeSize(text_, at_)) {
      piece.oddity = Oddity::kEscape;
      at_ += escape;
      return;
    }
    piece.oddity = Oddity::kInvalid;
    if (decoded.valid) {
      IsInvisible(decoded.code_point, piece.oddity);
      piece.ordinary = IsOrdinary(decoded.code_point, at_, before_);
    } else {
      before_.visible = decoded.code_point;
    }
    at_ += decoded.size;
  }

  std::string_view text_;
  size_t at_;
  Before before_;
};

// For those who take pieces as they are.
struct TakeAll {
  bool operator()(size_t, size_t, const Glyph&) const { return true; }
};

void Note(Oddity oddity, size_t begin, size_t end, std::vector<OddPlace>& oddities) {
  const Range range{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  if (!oddities.empty() && oddities.back().oddity == oddity && oddities.back().range.end == begin) {
    oddities.back().range.end = range.end;
    return;
  }
  oddities.push_back({oddity, range});
}

// Writes the folds of glyphs, and knows of which alphabets the word is that it stands in.
class Filling {
 public:
  explicit Filling(std::vector<OddPlace>& oddities) : oddities_(&oddities) {}

  // False when it may write no more.
  bool operator()(size_t begin, size_t end, const Glyph& glyph) {
    if ((glyph.flags & Glyph::kLetter) != 0) {
      word_flags_ |= glyph.flags;
    } else if (glyph.fold_size > 0) {
      EndWord(begin, end);
    }
    std::memcpy(out_, &glyph, sizeof glyph);
    out_ += glyph.fold_size;
    return out_ < limit_;
  }

  // Ends the word at `end`; the next begins at `next`. A Latin letter and a look-alike from another
  // alphabet in the same word is no spelling.
  void EndWord(size_t end, size_t next) {
    constexpr uint8_t kMixed = Glyph::kLatin | Glyph::kForeign;
    if ((word_flags_ & kMixed) == kMixed) Note(Oddity::kMixedScript, word_begin_, end, *oddities_);
    word_flags_ = 0;
    word_begin_ = next;
  }
  void SeeLatin() { word_flags_ |= Glyph::kLatin; }

  // From `out` on sizeof(Glyph) bytes may be written, and that again while it is below `limit`.
  void Write(char* out, const char* limit) {
    out_ = out;
    limit_ = limit;
  }
  const char* out() const { return out_; }

 private:
  std::vector<OddPlace>* oddities_;
  char* out_ = nullptr;
  const char* limit_ = nullptr;
  uint8_t word_flags_ = 0;
  size_t word_begin_ = 0;
};

// Goes the way of a Filling again, to where byte `at` was written.
class Retracing {
 public:
  Retracing(size_t at, size_t size) : at_(at), size_(size) {}

  bool operator()(size_t begin, size_t end, const Glyph& glyph) {
    return Pass(begin, end, glyph.fold_size);
  }
  // [begin, end) was made `made` bytes. True if the byte lies behind them.
  bool Pass(size_t begin, size_t end, size_t made) {
    size_ += made;
    if (size_ <= at_) return true;
    found_ = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    return false;
  }
  void PassPlain(size_t begin, size_t end) {
    const size_t place = begin + (at_ - size_);
    if (place < end)
      Pass(place, place + 1, end - begin);
    else
      size_ += end - begin;
  }

  const std::optional<Range>& found() const { return found_; }

 private:
  size_t at_;
  size_t size_;
  std::optional<Range> found_;
};

}  // namespace

bool IsPlainAscii(std::string_view text) {
  size_t at = 0;
  for (; at + kBlockBytes <= text.size(); at += kBlockBytes) {
    if (Any(~IsPlain(BlockAt(text.data() + at)))) return false;
  }
  return std::all_of(text.begin() + static_cast<ptrdiff_t>(at), text.end(), IsPlainByte);
}

// Fills a NormalText.
class NormalTextReader {
 public:
  explicit NormalTextReader(NormalText& made)
      : made_(made), text_(made.text_), filling_(made.oddities_) {
    text_.resize(made.original_.size() + 2 * sizeof(Glyph));
  }

  void Run() {
    Cursor cursor(made_.original_);
    Piece piece{};
    bool after_unseen = false;
    while (Prepare(piece.end), cursor.Next(piece, filling_)) {
      size_ = static_cast<size_t>(filling_.out() - text_.data());
      if (piece.kind == Piece::Kind::kUnseen) {
        TakeUnseen(piece);
        after_unseen = true;
        continue;
      }
      if (after_unseen) EndOddity(piece.begin);
      after_unseen = false;
      if (piece.kind == Piece::Kind::kPlain) TakePlain(piece);
      if (piece.kind == Piece::Kind::kLong) TakeLong(piece);
      last_ = piece.code_point;
    }
    filling_.EndWord(made_.original_.size(), made_.original_.size());
    text_.resize(size_);
  }

 private:
  static constexpr size_t kLandmarkBytes = 4096;  // of text, at least, from one to the next

  // For glyphs that come from `begin` on.
  void Prepare(size_t begin) {
    if (size_ >= next_landmark_) {
      made_.landmarks_.push_back({static_cast<uint32_t>(size_), static_cast<uint32_t>(begin)});
      next_landmark_ = size_ + kLandmarkBytes;
    }
    MakeRoom(2 * sizeof(Glyph));
    const size_t limit = std::min(text_.size() - sizeof(Glyph), next_landmark_);
    filling_.Write(text_.data() + size_, text_.data() + limit);
  }

  void TakeLong(const Piece& piece) {
    if (AlphabetOf(piece.code_point) == Alphabet::kNone) filling_.EndWord(piece.begin, piece.end);
    Put(piece.fold);
  }

  void TakePlain(const Piece& piece) {
    const std::string_view run = made_.original_.substr(piece.begin, piece.end - piece.begin);
    const auto letter = [](char c) {
      return AlphabetOf(static_cast<uint8_t>(c)) != Alphabet::kNone;
    };
    const auto gap = std::find_if_not(run.begin(), run.end(), letter);
    if (gap != run.begin()) filling_.SeeLatin();
    if (gap != run.end()) {
      const auto tail = std::find_if_not(run.rbegin(), run.rend(), letter).base();
      filling_.EndWord(piece.begin + static_cast<size_t>(gap - run.begin()),
                       piece.begin + static_cast<size_t>(tail - run.begin()));
      if (tail != run.end()) filling_.SeeLatin();
    }
    Put(run);
  }

  void TakeUnseen(const Piece& piece) {
    const char32_t c = piece.code_point;
    if (!piece.ordinary) Note(piece.oddity, piece.begin, piece.end, made_.oddities_);
    if (piece.oddity == Oddity::kTag && c > 0xE0020)
      made_.tagged_ += static_cast<char>(c - 0xE0000);
    if (made_.gaps_.empty() || made_.gaps_.back() != size_)
      made_.gaps_.push_back(static_cast<uint32_t>(size_));
  }

  // At something seen: whether what was taken out before it stood inside of a word.
  void EndOddity(size_t begin) {
    if (made_.oddities_.empty() || made_.oddities_.back().range.end != begin) return;
    const char32_t c = Decode(made_.original_, begin).code_point;
    made_.oddities_.back().inside_word = IsWordCharacter(last_) && IsWordCharacter(c);
  }

  void MakeRoom(size_t bytes) {
    if (text_.size() - size_ < bytes) text_.resize(text_.size() + text_.size() / 2 + bytes);
  }

  void Put(std::string_view bytes) {
    MakeRoom(bytes.size());
    std::copy(bytes.begin(), bytes.end(), text_.begin() + static_cast<ptrdiff_t>(size_));
    size_ += bytes.size();
  }

  NormalText& made_;
  std::string& text_;
  Filling filling_;
  size_t size_ = 0;  // of text_ that is filled
  size_t next_landmark_ = 0;
  char32_t last_ = 0;  // seen before what is unseen
};

NormalText::NormalText(std::string_view original) : original_(original) {
  if (IsPlainAscii(original)) return;
  changed_ = true;
  NormalTextReader(*this).Run();
}

// What byte `at` of text_ was made from.
Range NormalText::OriginOf(uint32_t at) const {
  const auto after = std::upper_bound(landmarks_.begin(), landmarks_.end(), at,
                                      [](uint32_t a, const Landmark& mark) { return a < mark.at; });
  const Landmark& mark = *(after - 1);
  Retracing retracing(at, mark.at);
  Cursor cursor(original_, mark.begin);
  Piece piece{};
  while (!retracing.found() && cursor.Next(piece, retracing)) {
    if (piece.kind == Piece::Kind::kLong) retracing.Pass(piece.begin, piece.end, piece.fold.size());
    if (piece.kind == Piece::Kind::kPlain) retracing.PassPlain(piece.begin, piece.end);
  }
  return retracing.found().value_or(Range{});
}

Range NormalText::ToOriginal(Range range) const {
  if (!changed_ || range.begin >= range.end || text_.empty()) return range;
  const auto last = static_cast<uint32_t>(text_.size() - 1);
  return {OriginOf(std::min(range.begin, last)).begin, OriginOf(std::min(range.end - 1, last)).end};
}

std::string NormalText::WithGaps() const {
  std::string spaced;
  uint32_t from = 0;
  for (const uint32_t gap : gaps_) {
    if (gap == 0 || gap >= text_.size()) continue;
    spaced.append(text_, from, gap - from).append(1, ' ');
    from = gap;
  }
  if (!spaced.empty()) spaced.append(text_, from);
  return spaced;
}

std::string MakeVisible(std::string_view text) {
  std::string shown;
  Cursor cursor(text);
  TakeAll take_all;
  Piece piece{};
  while (cursor.Next(piece, take_all)) {
    const std::string_view bytes = text.substr(piece.begin, piece.end - piece.begin);
    if (piece.kind != Piece::Kind::kUnseen || piece.ordinary) {
      shown += bytes;
    } else if (piece.oddity == Oddity::kEscape) {
      shown += "⟨ESC⟩";
      for (const char byte : bytes.substr(1)) {
        shown += byte >= 0x20 && byte < 0x7F ? std::string(1, byte)
                                             : fmt::format("⟨{:02X}⟩", static_cast<uint8_t>(byte));
      }
    } else if (piece.oddity == Oddity::kInvalid) {
      for (const char byte : bytes) shown += fmt::format("⟨{:02X}⟩", static_cast<uint8_t>(byte));
    } else {
      shown += fmt::format("⟨U+{:04X}⟩", static_cast<uint32_t>(piece.code_point));
    }
  }
  return shown;
}

std::string InOneLine(std::string_view text) {
  const std::string shown = MakeVisible(text);
  std::string line;
  line.reserve(shown.size());
  for (std::string_view rest = shown; !rest.empty();) {
    const json::Decoded next = json::DecodeUtf8(rest);
    const char32_t c = next.code_point;
    if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) {
      line += fmt::format("⟨U+{:04X}⟩", static_cast<uint32_t>(c));
    } else {
      line += rest.substr(0, next.size);
    }
    rest.remove_prefix(next.size);
  }
  return line;
}

std::string Clean(std::string_view text) {
  if (IsPlainAscii(text)) return std::string(text);
  std::string cleaned;
  cleaned.reserve(text.size());
  size_t kept = 0;  // from here on nothing was dropped yet
  Cursor cursor(text);
  TakeAll take_all;
  Piece piece{};
  while (cursor.Next(piece, take_all)) {
    if (piece.kind != Piece::Kind::kUnseen || piece.ordinary) continue;
    cleaned += text.substr(kept, piece.begin - kept);
    kept = piece.end;
  }
  cleaned += text.substr(kept);
  return cleaned;
}

}  // namespace weir::guard
