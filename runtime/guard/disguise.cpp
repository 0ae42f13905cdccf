#include "runtime/guard/disguise.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/json/unicode.h"

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
    size_t begin = 0;
    for (size_t at = 0; at <= text_.size(); ++at) {
      if (at < text_.size() && Base64Digit(text_[at]) >= 0) continue;
      if (at - begin >= kPayloadBytesMin) ReadRun(begin, at);
      begin = at + 1;
    }
    FindSpacedHex();
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

  void FindSpacedHex() {
    size_t begin = 0;
    size_t pairs = 0;
    size_t at = 0;
    while (at + 1 < text_.size()) {
      const size_t skip = HexPrefix(at);
      const size_t digits = at + skip;
      if (digits + 1 < text_.size() && HexDigit(text_[digits]) >= 0 &&
          HexDigit(text_[digits + 1]) >= 0 &&
          (digits + 2 == text_.size() || HexDigit(text_[digits + 2]) < 0)) {
        if (pairs++ == 0) begin = at;
        at = digits + 2;
        while (pairs > 0 && at < text_.size() &&
               std::string_view(" ,:;\n").find(text_[at]) != std::string_view::npos)
          ++at;
        continue;
      }
      EndHex(begin, at, pairs);
      pairs = 0;
      ++at;
    }
    EndHex(begin, text_.size(), pairs);
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
      const size_t newline = text_.find('\n', at);
      const size_t line_end = std::min({newline, text_.size(), at + kPayloadBytesMax});
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

char Unleet(char c) {
  constexpr std::array<std::array<char, 2>, 9> kLetters = {{{'0', 'o'},
                                                            {'1', 'i'},
                                                            {'3', 'e'},
                                                            {'4', 'a'},
                                                            {'5', 's'},
                                                            {'7', 't'},
                                                            {'@', 'a'},
                                                            {'$', 's'},
                                                            {'8', 'b'}}};
  for (const auto& [sign, letter] : kLetters) {
    if (c == sign) return letter;
  }
  return c;
}

bool IsLeetByte(char c) {
  return IsLetter(c) || Unleet(c) != c;
}

}  // namespace

std::vector<Payload> FindPayloads(std::string_view text) {
  return Finder(text).Run();
}

std::string WithoutLeet(std::string_view text) {
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    size_t letters = 0;
    size_t signs = 0;
    for (; end < text.size() && IsLeetByte(text[end]); ++end)
      ++(IsLetter(text[end]) ? letters : signs);
    if (letters > 0 && signs > 0 && end - at > 2) {
      if (plain.empty()) plain = text;
      std::transform(plain.begin() + static_cast<ptrdiff_t>(at),
                     plain.begin() + static_cast<ptrdiff_t>(end),
                     plain.begin() + static_cast<ptrdiff_t>(at), Unleet);
    }
    at = std::max(end, at + 1);
  }
  return plain;
}

std::string WithoutSpacing(std::string_view text) {
  constexpr size_t kLettersMin = 5;
  constexpr std::string_view kSeparators = " .-_*";
  std::string joined;
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
