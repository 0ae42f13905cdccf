#include "compiler/views/characters.h"

#include <algorithm>
#include <array>
#include <span>

namespace weir::views {
namespace {

// Inclusive.
struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array<Range, 26> kConfusableSeparators{{
    {0xA5, 0xA5},      // yen sign: `\` in Japanese code pages
    {0x1735, 0x1735},  // Philippine single punctuation: a slash to the eye
    {0x2024, 0x2025},  // one and two dot leaders
    {0x2044, 0x2044},  // fraction slash
    {0x20A9, 0x20A9},  // won sign: `\` in Korean code pages
    {0x20E5, 0x20E5},  // combining reverse solidus overlay
    {0x2105, 0x2106},  // care of, cada una: letters around a slash
    {0x2100, 0x2101},  // account of, addressed to: likewise
    {0x2215, 0x2216},  // division slash, set minus
    {0x2571, 0x2572},  // box drawings diagonals
    {0x27CB, 0x27CB},  // mathematical rising diagonal
    {0x27CD, 0x27CD},  // mathematical falling diagonal
    {0x29F5, 0x29F5},  // reverse solidus operator
    {0x29F8, 0x29F9},  // big solidus, big reverse solidus
    {0x2F03, 0x2F03},  // radical slash
    {0x3002, 0x3002},  // ideographic full stop
    {0x3033, 0x3033},  // vertical repeat mark upper half
    {0xF000, 0xF0FF},  // private use: ASCII to Cygwin, WSL and SMB clients
    {0xFE12, 0xFE12},  // presentation form of the ideographic full stop
    {0xFE30, 0xFE30},  // vertical two dot leader
    {0xFE52, 0xFE52},  // small full stop
    {0xFE68, 0xFE6A},  // small reverse solidus, dollar, percent
    {0xFF05, 0xFF05},  // full-width percent
    {0xFF0E, 0xFF0F},  // full-width full stop, solidus
    {0xFF3C, 0xFF3C},  // full-width reverse solidus
    {0xFF61, 0xFF61},  // half-width ideographic full stop
}};

constexpr std::array<Range, 10> kWhiteSpace{{{0x9, 0xD},
                                             {0x20, 0x20},
                                             {0x85, 0x85},
                                             {0xA0, 0xA0},
                                             {0x1680, 0x1680},
                                             {0x2000, 0x200A},
                                             {0x2028, 0x2029},
                                             {0x202F, 0x202F},
                                             {0x205F, 0x205F},
                                             {0x3000, 0x3000}}};

bool IsIn(char32_t code_point, std::span<const Range> ranges) {
  return std::ranges::any_of(ranges, [code_point](const Range& range) {
    return range.first <= code_point && code_point <= range.last;
  });
}

}  // namespace

bool IsConfusableSeparator(char32_t code_point) {
  return IsIn(code_point, kConfusableSeparators);
}

bool IsWhiteSpace(char32_t code_point) {
  return IsIn(code_point, kWhiteSpace);
}

int HexDigitValue(char digit) {
  if ('0' <= digit && digit <= '9') return digit - '0';
  if ('a' <= digit && digit <= 'f') return digit - 'a' + 10;
  if ('A' <= digit && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

std::optional<unsigned char> PercentByte(std::string_view text) {
  if (text.size() < 3 || text[0] != '%') return std::nullopt;
  int high = HexDigitValue(text[1]);
  int low = HexDigitValue(text[2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<unsigned char>(high * 16 + low);
}

std::optional<std::string> PercentDecode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  while (!text.empty()) {
    if (text[0] != '%') {
      decoded.push_back(text[0]);
      text.remove_prefix(1);
      continue;
    }
    std::optional<unsigned char> byte = PercentByte(text);
    if (!byte) return std::nullopt;
    decoded.push_back(static_cast<char>(*byte));
    text.remove_prefix(3);
  }
  return decoded;
}

}  // namespace weir::views
