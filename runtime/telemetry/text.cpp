#include "runtime/telemetry/text.h"

#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "compiler/json/unicode.h"

namespace weir::telemetry {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// What a terminal obeys or a reader cannot see.
constexpr Range kHidden[] = {{0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},
                             {0x061C, 0x061C}, {0x180E, 0x180E}, {0x200B, 0x200F},
                             {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFE00, 0xFE0F},
                             {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF}};

bool IsHidden(char32_t c) {
  return std::any_of(std::begin(kHidden), std::end(kHidden),
                     [c](Range range) { return range.first <= c && c <= range.last; });
}

std::string SpelledOut(char32_t c) {
  if (c == '\n') return "\\n";
  if (c == '\t') return "\\t";
  if (c == '\r') return "\\r";
  std::array<char, 16> buffer{};
  const char* format = c < 0x80 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
  std::snprintf(buffer.data(), buffer.size(), format, static_cast<unsigned>(c));
  return buffer.data();
}

std::string SpelledOut(char byte) {
  return "\\x" + std::string{"0123456789abcdef"[(byte >> 4) & 0xF], "0123456789abcdef"[byte & 0xF]};
}

}  // namespace

std::string FormatTime(WallTime time) {
  const auto since = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch();
  const auto whole = std::chrono::floor<std::chrono::seconds>(since);
  const time_t seconds = whole.count();
  tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const size_t size = strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text.data() + size, text.size() - size, ".%03dZ",
                static_cast<int>((since - whole).count()));
  return text.data();
}

std::string Visible(std::string_view text) {
  std::string visible;
  visible.reserve(text.size());
  while (!text.empty()) {
    const json::Decoded decoded = json::DecodeUtf8(text);
    if (!decoded.valid) {
      visible += SpelledOut(text.front());
    } else if (IsHidden(decoded.code_point)) {
      visible += SpelledOut(decoded.code_point);
    } else {
      visible += text.substr(0, decoded.size);
    }
    text.remove_prefix(decoded.size);
  }
  return visible;
}

}  // namespace weir::telemetry
