#include "runtime/guard/normal_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/json/unicode.h"

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

// 1 of a byte that is neither printable ASCII nor tab nor line break.
uint8_t OddByte(char c) {
  const auto byte = static_cast<uint8_t>(c);
  const auto below = static_cast<uint8_t>(byte < 0x20);
  const auto above = static_cast<uint8_t>(byte > 0x7E);
  const auto space = static_cast<uint8_t>((byte == '\n') | (byte == '\t') | (byte == '\r'));
  return static_cast<uint8_t>((below | above) & static_cast<uint8_t>(space ^ 1));
}

// What the spelling before an unseen character says about whether it belongs there.
struct Before {
  char32_t visible = 0;  // the last visible code point
  bool joined = false;   // an emoji sequence is going on
};

bool IsOrdinary(char32_t c, size_t at, const Before& before) {
  if (c == 0xFEFF && at == 0) return true;  // a byte order mark
  if (IsVariationSelector(c)) {
    return before.visible >= 0x80 || (before.visible >= '0' && before.visible <= '9') ||
           before.visible == '#' || before.visible == '*';
  }
  return IsJoiner(c) && before.visible >= 0x80 && AlphabetOf(before.visible) == Alphabet::kNone;
}

// Calls visit(begin, end, code point, seen) for each code point or escape; `seen` tells what to
// keep, and `oddity` what is strange about the rest.
template <typename Visit>
void Walk(std::string_view text, Visit visit) {
  Before before;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    if (const size_t escape = EscapeSize(text, at)) {
      at += escape;
      visit(begin, at, char32_t{0x1B}, false, Oddity::kEscape, false);
      continue;
    }
    const json::Decoded decoded = json::DecodeUtf8(text.substr(at));
    at += decoded.size;
    const char32_t c = decoded.code_point;
    Oddity oddity = Oddity::kInvalid;
    const bool unseen = decoded.valid && IsInvisible(c, oddity);
    const bool ordinary = unseen && IsOrdinary(c, begin, before);
    if (!unseen) before.visible = c;
    visit(begin, at, c, decoded.valid && !unseen, oddity, ordinary);
  }
}

}  // namespace

bool IsPlainAscii(std::string_view text) {
  constexpr size_t kBlock = 64;  // a loop of known length becomes vector instructions
  size_t at = 0;
  for (; at + kBlock <= text.size(); at += kBlock) {
    uint8_t odd = 0;
    for (size_t i = 0; i < kBlock; ++i) odd |= OddByte(text[at + i]);
    if (odd != 0) return false;
  }
  uint8_t odd = 0;
  for (; at < text.size(); ++at) odd |= OddByte(text[at]);
  return odd == 0;
}

NormalText::NormalText(std::string_view original) : original_(original) {
  if (IsPlainAscii(original)) return;
  changed_ = true;
  text_.reserve(original.size());
  origin_.reserve(original.size());
  Read();
}

// One word's alphabets: a Latin letter and a look-alike from another in the same word is no
// spelling.
struct NormalText::Reader {
  bool latin = false;
  bool foreign_lookalike = false;
  size_t begin = 0;

  void Restart(size_t at) { *this = Reader{.begin = at}; }
  void See(Alphabet alphabet, std::string_view folded) {
    latin |= alphabet == Alphabet::kLatin;
    foreign_lookalike |=
        alphabet == Alphabet::kCyrillic || (alphabet == Alphabet::kGreek && folded.size() == 1);
  }
  bool mixed() const { return latin && foreign_lookalike; }
};

void NormalText::Read() {
  Reader word;
  char32_t last = 0;
  const auto finish_word = [&](size_t at) {
    if (word.mixed()) Note(Oddity::kMixedScript, word.begin, at);
    word.Restart(at);
  };
  Walk(original_,
       [&](size_t begin, size_t end, char32_t c, bool seen, Oddity oddity, bool ordinary) {
         if (!seen) {
           if (!ordinary) Note(oddity, begin, end);
           if (oddity == Oddity::kTag && c > 0xE0020) tagged_ += static_cast<char>(c - 0xE0000);
           if (gaps_.empty() || gaps_.back() != text_.size())
             gaps_.push_back(static_cast<uint32_t>(text_.size()));
           return;
         }
         if (!oddities_.empty() && oddities_.back().range.end == begin) {
           oddities_.back().inside_word = IsWordCharacter(last) && IsWordCharacter(c);
         }
         const char ascii = static_cast<char>(c);
         const std::string_view folded = c < 0x80 ? std::string_view(&ascii, 1) : Fold(c);
         const Alphabet alphabet = AlphabetOf(c);
         if (alphabet == Alphabet::kNone && !folded.empty()) {
           finish_word(begin);
           word.begin = end;
         } else if (alphabet != Alphabet::kNone) {
           word.See(alphabet, folded);
         }
         Put(folded, begin);
         last = c;
       });
  finish_word(original_.size());
}

void NormalText::Put(std::string_view bytes, size_t from) {
  text_ += bytes;
  origin_.resize(text_.size(), static_cast<uint32_t>(from));
}

void NormalText::Note(Oddity oddity, size_t begin, size_t end) {
  const Range range{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  if (!oddities_.empty() && oddities_.back().oddity == oddity &&
      oddities_.back().range.end == begin) {
    oddities_.back().range.end = range.end;
    return;
  }
  oddities_.push_back({oddity, range});
}

Range NormalText::ToOriginal(Range range) const {
  if (!changed_ || range.begin >= range.end) return range;
  const uint32_t begin = origin_[std::min<size_t>(range.begin, origin_.size() - 1)];
  size_t end = origin_[std::min<size_t>(range.end, origin_.size()) - 1];
  end += json::DecodeUtf8(original_.substr(end)).size;
  return {begin, static_cast<uint32_t>(end)};
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
  Walk(text, [&](size_t begin, size_t end, char32_t c, bool seen, Oddity oddity, bool ordinary) {
    if (seen || ordinary) {
      shown += text.substr(begin, end - begin);
    } else if (oddity == Oddity::kEscape) {
      shown += "⟨ESC⟩";
      for (const char byte : text.substr(begin + 1, end - begin - 1)) {
        shown += byte >= 0x20 && byte < 0x7F ? std::string(1, byte)
                                             : fmt::format("⟨{:02X}⟩", static_cast<uint8_t>(byte));
      }
    } else if (oddity == Oddity::kInvalid) {
      for (const char byte : text.substr(begin, end - begin))
        shown += fmt::format("⟨{:02X}⟩", static_cast<uint8_t>(byte));
    } else {
      shown += fmt::format("⟨U+{:04X}⟩", static_cast<uint32_t>(c));
    }
  });
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
  Walk(text, [&](size_t begin, size_t end, char32_t, bool seen, Oddity, bool ordinary) {
    if (seen || ordinary) cleaned += text.substr(begin, end - begin);
  });
  return cleaned;
}

}  // namespace weir::guard
