#include "runtime/guard/disguise.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/json/unicode.h"
#include "runtime/guard/bytes.h"

namespace weir::guard {
namespace {

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsLetter(char c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

int HexDigit(char c) {
  if (IsDigit(c)) return c - '0';
  const int lower = c | 0x20;
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

int Base64Digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (IsDigit(c)) return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

std::string DecodeBase64(std::string_view text) {
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int digit = Base64Digit(c);
    if (digit < 0) continue;  // padding, line breaks
    bits = (bits << 6) | static_cast<uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>((bits >> count) & 0xFF);
  }
  return bytes;
}

std::string DecodeHex(std::string_view text) {
  std::string bytes;
  int high = -1;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '0' && i + 1 < text.size() && (text[i + 1] | 0x20) == 'x') {
      ++i;
      continue;
    }
    const int digit = HexDigit(text[i]);
    if (digit < 0) continue;
    if (high >= 0) bytes += static_cast<char>(high << 4 | digit);
    high = high >= 0 ? -1 : digit;
  }
  return bytes;
}

// Words that a person or a model could read: nearly all printable, mostly letters and spaces.
bool IsReadable(std::string_view bytes) {
  if (bytes.size() < kPayloadBytesMin / 2) return false;
  size_t strange = 0;
  size_t letters = 0;
  size_t code_points = 0;
  for (std::string_view rest = bytes; !rest.empty(); ++code_points) {
    const json::Decoded decoded = json::DecodeUtf8(rest);
    rest.remove_prefix(decoded.size);
    const char32_t c = decoded.code_point;
    strange += !decoded.valid || (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
    letters += decoded.valid && (c >= 0x80 || IsLetter(static_cast<char>(c)) || c == ' ');
  }
  return strange * 20 <= code_points && letters * 10 >= code_points * 6;
}

constexpr std::string_view kHexSeparators = " ,:;\n";

using ByteSet = std::array<bool, 256>;

template <typename Predicate>
constexpr ByteSet SetWhere(Predicate predicate) {
  ByteSet set{};
  for (size_t i = 0; i < set.size(); ++i) set[i] = predicate(static_cast<char>(i));
  return set;
}
const ByteSet kBase64Bytes = SetWhere([](char c) { return Base64Digit(c) >= 0; });
const ByteSet kSpacedHexBytes = SetWhere([](char c) {
  return HexDigit(c) >= 0 || c == 'x' || c == '\\' ||
         kHexSeparators.find(c) != std::string_view::npos;
});

// Calls visit(begin, end) for each longest run of bytes of `set` that has at least `size_min`.
// Looks from the end of where such a run would have to be, and so skips most of a text that has
// none (after Boyer and Moore).
template <typename Visit>
void ForEachRun(std::string_view text, const ByteSet& set, size_t size_min, Visit visit) {
  const auto has = [&](size_t at) { return set[static_cast<uint8_t>(text[at])]; };
  size_t begin = 0;
  while (begin + size_min <= text.size()) {
    size_t at = begin + size_min;
    while (at > begin && has(at - 1)) --at;
    if (at > begin) {
      begin = at;
      continue;
    }
    size_t end = begin + size_min;
    while (end < text.size() && has(end)) ++end;
    visit(begin, end);
    begin = end;
  }
}

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text) {}

  std::vector<Payload> Run() {
    FindRuns();
    FindEscaped("%", Encoding::kPercent);
    FindEscaped("&", Encoding::kHtml);
    FindEscaped("\\", Encoding::kEscapes);
    std::sort(payloads_.begin(), payloads_.end(),
              [](const Payload& a, const Payload& b) { return a.range.begin < b.range.begin; });
    return std::move(payloads_);
  }

 private:
  void Keep(Encoding encoding, size_t begin, size_t end, std::string decoded) {
    if (payloads_.size() >= kPayloadsMax || !IsReadable(decoded)) return;
    payloads_.push_back(
        {encoding, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, std::move(decoded)});
  }

  // Long runs of base64 digits, and of hex digits in pairs with spaces, commas, colons or \x and 0x
  // between them.
  void FindRuns() {
    ForEachRun(text_, kBase64Bytes, kPayloadBytesMin,
               [this](size_t begin, size_t end) { ReadRun(begin, end); });
    constexpr size_t kSpacedBytesMin = kPayloadBytesMin / 2 * 3 - 1;
    ForEachRun(text_, kSpacedHexBytes, kSpacedBytesMin,
               [this](size_t begin, size_t end) { FindSpacedHex(begin, end); });
  }

  void ReadRun(size_t begin, size_t end) {
    const std::string_view run = text_.substr(begin, std::min(end - begin, kPayloadBytesMax));
    if (std::all_of(run.begin(), run.end(), [](char c) { return HexDigit(c) >= 0; })) {
      Keep(Encoding::kHex, begin, end, DecodeHex(run));
      return;
    }
    // A long word is no payload: those have digits or capitals inside, and no word is this long.
    const bool mixed = std::any_of(run.begin() + 1, run.end(),
                                   [](char c) { return IsDigit(c) || (c >= 'A' && c <= 'Z'); });
    if (mixed) Keep(Encoding::kBase64, begin, end, DecodeBase64(run));
  }

  void FindSpacedHex(size_t from, size_t to) {
    size_t begin = from;
    size_t pairs = 0;
    for (size_t at = from; at < to;) {
      const size_t digits = at + HexPrefix(at);
      if (!IsPair(digits, to)) {
        EndHex(begin, at, pairs);
        pairs = 0;
        ++at;
        continue;
      }
      if (pairs++ == 0) begin = at;
      at = digits + 2;
      while (at < to && kHexSeparators.find(text_[at]) != std::string_view::npos) ++at;
    }
    EndHex(begin, to, pairs);
  }

  // Two hex digits, not three.
  bool IsPair(size_t at, size_t to) const {
    return at + 1 < to && HexDigit(text_[at]) >= 0 && HexDigit(text_[at + 1]) >= 0 &&
           (at + 2 == text_.size() || HexDigit(text_[at + 2]) < 0);
  }

  size_t HexPrefix(size_t at) const {
    const std::string_view next = text_.substr(at, 2);
    return next == "\\x" || next == "0x" ? 2 : 0;
  }

  void EndHex(size_t begin, size_t end, size_t pairs) {
    if (pairs < kPayloadBytesMin / 2) return;
    Keep(Encoding::kHex, begin, end,
         DecodeHex(SpacedDigits(text_.substr(begin, std::min(end - begin, kPayloadBytesMax)))));
  }

  static std::string SpacedDigits(std::string_view run) {
    std::string digits;
    for (size_t i = 0; i < run.size(); ++i) {
      const std::string_view next = run.substr(i, 2);
      if (next == "\\x" || next == "0x") {
        ++i;
      } else if (HexDigit(run[i]) >= 0) {
        digits += run[i];
      }
    }
    return digits;
  }

  // The line around escapes, if it has several of them.
  void FindEscaped(std::string_view mark, Encoding encoding) {
    constexpr size_t kEscapesMin = 4;
    size_t at = 0;
    while ((at = text_.find(mark, at)) != std::string_view::npos) {
      const std::string_view rest = text_.substr(at, kPayloadBytesMax);
      const size_t line_end = at + std::min(rest.find('\n'), rest.size());
      size_t escapes = 0;
      std::string decoded = Unescape(text_.substr(at, line_end - at), encoding, escapes);
      if (escapes >= kEscapesMin) Keep(encoding, at, line_end, std::move(decoded));
      at = line_end;
    }
  }

  static std::string Unescape(std::string_view text, Encoding encoding, size_t& escapes) {
    std::string bytes;
    while (!text.empty()) {
      char32_t c = 0;
      const size_t size = ReadEscape(text, encoding, c);
      if (size == 0) {
        bytes += text.front();
        text.remove_prefix(1);
        continue;
      }
      ++escapes;
      if (encoding == Encoding::kPercent || c < 0x80) {
        bytes += static_cast<char>(c);
      } else {
        json::AppendUtf8(c, bytes);
      }
      text.remove_prefix(size);
    }
    return bytes;
  }

  static size_t ReadNumber(std::string_view digits, int base, char32_t& c) {
    uint32_t value = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (parsed.ec != std::errc() || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
      return 0;
    c = value;
    return static_cast<size_t>(parsed.ptr - digits.data());
  }

  static size_t ReadEscape(std::string_view text, Encoding encoding, char32_t& c) {
    if (encoding == Encoding::kPercent) {
      return text.size() >= 3 && text[0] == '%' && ReadNumber(text.substr(1, 2), 16, c) == 2 ? 3
                                                                                             : 0;
    }
    if (encoding == Encoding::kEscapes) {
      if (text.size() >= 4 && text.starts_with("\\x"))
        return ReadNumber(text.substr(2, 2), 16, c) == 2 ? 4 : 0;
      return text.size() >= 6 && text.starts_with("\\u") &&
                     ReadNumber(text.substr(2, 4), 16, c) == 4
                 ? 6
                 : 0;
    }
    if (!text.starts_with("&#")) return 0;
    const bool hex = text.size() > 2 && (text[2] | 0x20) == 'x';
    const size_t prefix = hex ? 3 : 2;
    const size_t digits = ReadNumber(text.substr(prefix, 8), hex ? 16 : 10, c);
    if (digits == 0) return 0;
    const size_t end = prefix + digits;
    return end < text.size() && text[end] == ';' ? end + 1 : end;
  }

  std::string_view text_;
  std::vector<Payload> payloads_;
};

constexpr std::array<char, 256> BuildLeet() {
  std::array<char, 256> letters{};
  for (size_t i = 0; i < letters.size(); ++i) letters[i] = static_cast<char>(i);
  constexpr std::string_view kSigns = "013457@$8";
  constexpr std::string_view kMeant = "oieastasb";
  for (size_t i = 0; i < kSigns.size(); ++i) letters[static_cast<uint8_t>(kSigns[i])] = kMeant[i];
  return letters;
}
constexpr std::array<char, 256> kLeet = BuildLeet();

char Unleet(char c) {
  return kLeet[static_cast<uint8_t>(c)];
}
bool IsLeetSign(char c) {
  return Unleet(c) != c;
}
bool IsLeetByte(char c) {
  return IsLetter(c) || IsLeetSign(c);
}

// Where a sign that imitates a letter stands beside a letter. May be of 2, 6 and 9 too.
Block MayBeLeet(const char* at) {
  const Block here = BlockAt(at);
  const Block sign = IsBetween(here, '0', '9') | Equals(here, '@') | Equals(here, '$');
  return sign & (IsAsciiLetter(BlockAt(at - 1)) | IsAsciiLetter(BlockAt(at + 1)));
}

constexpr size_t kSpacedReach = 5;  // bytes beyond a block that MayBeSpaced reads

// Where ".b.c." may begin a byte further on: three equal separators with a letter between each two.
Block MayBeSpaced(const char* at) {
  const Block separator = BlockAt(at + 1);
  const Block same = Block(separator == BlockAt(at + 3)) & Block(separator == BlockAt(at + 5));
  const Block letters = IsAsciiLetter(BlockAt(at + 2)) & IsAsciiLetter(BlockAt(at + 4));
  return same & letters & ~IsAsciiLetter(separator);
}

// Rewrites the words that mix letters with what imitates them, place by place; what has been looked
// at is not looked at again.
class Unleeting {
 public:
  explicit Unleeting(std::string_view text) : text_(text) {}

  // Looks at the words that have a byte in [from, to), of which there are none before the last
  // ones.
  void Look(size_t from, size_t to) {
    from = std::max(from, looked_);
    while (from > looked_ && IsLeetByte(text_[from - 1])) --from;
    for (size_t at = from; at < to;) at = std::max(LookAtWord(at), at + 1);
  }

  // Empty if nothing was rewritten.
  std::string plain() && { return std::move(plain_); }

 private:
  // The end of the word.
  size_t LookAtWord(size_t at) {
    size_t end = at;
    size_t letters = 0;
    size_t signs = 0;
    for (; end < text_.size() && IsLeetByte(text_[end]); ++end)
      ++(IsLetter(text_[end]) ? letters : signs);
    looked_ = end;
    if (letters == 0 || signs == 0 || end - at <= 2) return end;
    if (plain_.empty()) plain_ = text_;
    for (size_t i = at; i < end; ++i) plain_[i] = Unleet(text_[i]);
    return end;
  }

  std::string_view text_;
  std::string plain_;
  size_t looked_ = 0;  // up to here
};

// May be true of other texts too.
bool HasSpaced(std::string_view text) {
  if (text.size() < kBlockBytes + kSpacedReach) return true;
  const size_t last = text.size() - kBlockBytes - kSpacedReach;
  for (size_t at = 0; at < last; at += kBlockBytes) {
    if (Any(MayBeSpaced(text.data() + at))) return true;
  }
  return Any(MayBeSpaced(text.data() + last));
}

}  // namespace

std::vector<Payload> FindPayloads(std::string_view text) {
  return Finder(text).Run();
}

std::string WithoutLeet(std::string_view text) {
  Unleeting unleeting(text);
  size_t at = 0;
  // Blocks have a neighbour on either side; what is left at the edges is looked at anyway.
  for (; at + kBlockBytes + 1 <= text.size(); at += kBlockBytes) {
    if (at == 0 || Any(MayBeLeet(text.data() + at))) unleeting.Look(at, at + kBlockBytes);
  }
  unleeting.Look(at, text.size());
  return std::move(unleeting).plain();
}

std::string WithoutSpacing(std::string_view text) {
  constexpr size_t kLettersMin = 5;
  constexpr std::string_view kSeparators = " .-_*";
  std::string joined;
  if (!HasSpaced(text)) return joined;
  size_t copied = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const bool starts = IsLetter(text[at]) && (at == 0 || !IsLetter(text[at - 1]));
    if (!starts || at + 2 >= text.size() ||
        kSeparators.find(text[at + 1]) == std::string_view::npos)
      continue;
    const char separator = text[at + 1];
    std::string word;
    size_t end = at;
    // One separator joins, several divide words.
    for (;;) {
      word += text[end++];
      size_t gap = 0;
      while (end + gap < text.size() && text[end + gap] == separator) ++gap;
      const size_t next = end + gap;
      const bool single = next < text.size() && IsLetter(text[next]) &&
                          (next + 1 == text.size() || !IsLetter(text[next + 1]));
      if (gap == 0 || !single) break;
      if (gap > 1) word += ' ';
      end = next;
    }
    if (word.size() < kLettersMin) continue;
    joined.append(text, copied, at - copied).append(word);
    copied = end;
    at = end - 1;
  }
  if (!joined.empty()) joined.append(text, copied);
  return joined;
}

}  // namespace weir::guard
