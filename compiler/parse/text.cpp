#include "compiler/parse/text.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <optional>

#include "compiler/base/unicode.h"
#include "compiler/parse/parse.h"

namespace weir::parse {
namespace {

using diagnostics::Kind;
using diagnostics::Sink;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string HexByte(char byte) {
  std::array<char, 8> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "0x%02X", static_cast<unsigned char>(byte));
  return buffer.data();
}

// Line breaks and tabs lay a text out; a carriage return does so only before a line feed.
bool IsLayout(std::string_view text, size_t at) {
  if (text[at] == '\n' || text[at] == '\t') return true;
  return text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
}

bool CheckCharacters(std::string_view text, uint32_t file, Sink& sink) {
  bool good = true;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const std::optional<char32_t> code_point = NextCodePoint(text, at);
    const Span span{file, static_cast<uint32_t>(begin), static_cast<uint32_t>(at)};
    if (!code_point) {
      sink.Report<Kind::kInvalidUtf8>(span, HexByte(text[begin]), std::to_string(begin));
      return false;
    }
    if (IsControl(*code_point) && !IsLayout(text, begin)) {
      sink.Report<Kind::kControlCharacter>(span, CodePointName(*code_point));
      good = false;
    } else if (IsInvisible(*code_point)) {
      sink.Report<Kind::kInvisibleCharacter>(span, CodePointName(*code_point))
          .Fix("take it away", {{span, ""}});
      good = false;
    }
  }
  return good;
}

std::optional<char32_t> SimpleEscape(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return static_cast<char32_t>(letter);
    case 'b':
      return U'\b';
    case 'f':
      return U'\f';
    case 'n':
      return U'\n';
    case 'r':
      return U'\r';
    case 't':
      return U'\t';
    default:
      return std::nullopt;
  }
}

// Four hexadecimal digits at `at`.
std::optional<char32_t> HexUnit(std::string_view text, size_t at) {
  const std::string_view digits = text.substr(std::min(at, text.size()), 4);
  unsigned value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() != 4 || error != std::errc() || end != digits.data() + 4) return std::nullopt;
  return static_cast<char32_t>(value);
}

struct Escape {
  std::optional<char32_t> code_point;
  size_t length;
};

// `\uXXXX` at the start of `text`, or a surrogate pair of two.
Escape UnicodeEscape(std::string_view text) {
  constexpr size_t kUnitLength = 6;
  const std::optional<char32_t> unit = HexUnit(text, 2);
  if (!unit) return {std::nullopt, 2};
  if (*unit < 0xD800 || *unit > 0xDFFF) return {*unit, kUnitLength};
  if (*unit > 0xDBFF || text.substr(kUnitLength, 2) != "\\u") return {std::nullopt, kUnitLength};
  const std::optional<char32_t> low = HexUnit(text, kUnitLength + 2);
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return {std::nullopt, kUnitLength};
  return {0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), 2 * kUnitLength};
}

// `text` begins with a backslash and has one more byte at least.
Escape ReadEscape(std::string_view text) {
  if (text[1] == 'u') return UnicodeEscape(text);
  const std::optional<char32_t> simple = SimpleEscape(text[1]);
  if (simple) return {simple, 2};
  size_t length = 1;
  NextCodePoint(text, length);
  return {std::nullopt, length};
}

}  // namespace

bool CheckText(const SourceFile& source, uint32_t file, Sink& sink) {
  const std::string_view text = source.text();
  if (text.size() > kSourceBytesMax) {
    const auto limit = static_cast<uint32_t>(kSourceBytesMax);
    sink.Report<Kind::kSourceTooLarge>({file, limit, limit}, std::to_string(kSourceBytesMax));
    return false;
  }
  if (text.starts_with(kByteOrderMark)) {
    const Span mark{file, 0, static_cast<uint32_t>(kByteOrderMark.size())};
    sink.Report<Kind::kByteOrderMark>(mark).Fix("take it away", {{mark, ""}});
    return false;
  }
  return CheckCharacters(text, file, sink);
}

std::string Unescape(const SourceSet& sources, Span span, Sink& sink) {
  const std::string_view quoted = sources.TextOf(span);
  const std::string_view text = quoted.substr(1, quoted.size() - 2);
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '\t') {
      const auto begin = static_cast<uint32_t>(span.begin + 1 + at);
      const Span tab{span.file, begin, begin + 1};
      sink.Report<Kind::kControlCharacter>(tab, CodePointName(U'\t'))
          .Help("in a string, write a tab as `\\t`")
          .Replace("\\t");
    }
    if (text[at] != '\\') {
      plain.push_back(text[at++]);
      continue;
    }
    const Escape escape = ReadEscape(text.substr(at));
    const std::string_view written = text.substr(at, escape.length);
    if (escape.code_point) {
      AppendUtf8(plain, *escape.code_point);
    } else {
      const auto begin = static_cast<uint32_t>(span.begin + 1 + at);
      const Span place{span.file, begin, begin + static_cast<uint32_t>(written.size())};
      sink.Report<Kind::kBadEscape>(place, written);
      plain += written;
    }
    at += written.size();
  }
  return plain;
}

}  // namespace weir::parse
