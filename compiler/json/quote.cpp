// Quote: text as a JSON string that neither a terminal nor a line-based log can misread.
#include <array>

#include "compiler/json/document.h"
#include "compiler/json/unicode.h"

namespace weir::json {
namespace {

// Controls (C0, DEL, C1: a terminal may obey them) and the line separators.
constexpr bool IsEscaped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

void AppendEscape(char32_t c, std::string& out) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  static constexpr std::string_view kMeanings = "\b\f\n\r\t";
  static constexpr std::string_view kLetters = "bfnrt";
  const size_t index = c < 0x20 ? kMeanings.find(static_cast<char>(c)) : std::string_view::npos;
  out += '\\';
  if (index != std::string_view::npos) {
    out += kLetters[index];
    return;
  }
  out += 'u';
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(c >> shift) & 0xF];
}

}  // namespace

std::string Quote(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out += '"';
  while (!text.empty()) {
    const Decoded decoded = DecodeUtf8(text);
    text.remove_prefix(decoded.size);
    if (decoded.code_point == '"' || decoded.code_point == '\\') {
      out += '\\';
      out += static_cast<char>(decoded.code_point);
    } else if (IsEscaped(decoded.code_point)) {
      AppendEscape(decoded.code_point, out);
    } else {
      AppendUtf8(decoded.code_point, out);
    }
  }
  out += '"';
  return out;
}

}  // namespace weir::json
