#include "compiler/json/unicode.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace weir::json {
namespace {

// By the number of bytes: what the first byte looks like, and the least code point that needs so
// many.
struct Form {
  uint8_t mask;
  uint8_t lead;
  char32_t least;
};
constexpr std::array<Form, 4> kForms{
    {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}}};

constexpr bool IsHighSurrogate(char32_t c) {
  return c >= 0xD800 && c <= 0xDBFF;
}
constexpr bool IsLowSurrogate(char32_t c) {
  return c >= 0xDC00 && c <= 0xDFFF;
}

// The four hexadecimal digits at the front of `text`.
std::optional<char32_t> FourDigits(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  uint32_t unit = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + 4, unit, 16);
  if (error != std::errc() || end != text.data() + 4) return std::nullopt;
  return unit;
}

// `rest` begins behind "\u" and is advanced past the code point.
std::optional<char32_t> UnicodeEscape(std::string_view& rest) {
  const std::optional<char32_t> first = FourDigits(rest);
  if (!first || IsLowSurrogate(*first)) return std::nullopt;
  rest.remove_prefix(4);
  if (!IsHighSurrogate(*first)) return first;
  if (!rest.starts_with("\\u")) return std::nullopt;
  rest.remove_prefix(2);
  const std::optional<char32_t> second = FourDigits(rest);
  if (!second || !IsLowSurrogate(*second)) return std::nullopt;
  rest.remove_prefix(4);
  return 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00);
}

}  // namespace

Decoded DecodeUtf8(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  for (size_t size = 1; size <= kForms.size(); ++size) {
    const Form& form = kForms[size - 1];
    if ((byte(0) & form.mask) != form.lead || text.size() < size) continue;
    auto code_point = static_cast<char32_t>(byte(0) & ~form.mask & 0xFF);
    for (size_t i = 1; i < size; ++i) {
      if ((byte(i) & 0xC0) != 0x80) return {kReplacement, 1, false};
      code_point = (code_point << 6) | (byte(i) & 0x3F);
    }
    const bool surrogate = IsHighSurrogate(code_point) || IsLowSurrogate(code_point);
    if (code_point < form.least || code_point > 0x10FFFF || surrogate) break;
    return {code_point, size, true};
  }
  return {kReplacement, 1, false};
}

void AppendUtf8(char32_t code_point, std::string& out) {
  const auto continuation = [&](int shift) {
    out += static_cast<char>(0x80 | ((code_point >> shift) & 0x3F));
  };
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xC0 | (code_point >> 6));
    continuation(0);
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xE0 | (code_point >> 12));
    continuation(6);
    continuation(0);
  } else {
    out += static_cast<char>(0xF0 | (code_point >> 18));
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

bool AppendUnescaped(std::string_view body, std::string& out) {
  static constexpr std::string_view kLetters = "\"\\/bfnrt";
  static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  while (!body.empty()) {
    const size_t plain = std::min(body.find('\\'), body.size());
    out += body.substr(0, plain);
    body.remove_prefix(plain);
    if (body.empty()) return true;
    if (body.size() < 2) return false;
    const char letter = body[1];
    body.remove_prefix(2);
    if (letter == 'u') {
      const std::optional<char32_t> code_point = UnicodeEscape(body);
      if (!code_point) return false;
      AppendUtf8(*code_point, out);
      continue;
    }
    const size_t index = kLetters.find(letter);
    if (index == std::string_view::npos) return false;
    out += kMeanings[index];
  }
  return true;
}

}  // namespace weir::json
