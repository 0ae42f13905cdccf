// UTF-8 and the escapes of JSON strings.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace weir::json {

inline constexpr char32_t kReplacement = 0xFFFD;

// One code point and how many bytes spell it. Bytes that are no UTF-8: kReplacement and valid is
// false, one byte at a time. `text` must not be empty.
struct Decoded {
  char32_t code_point;
  size_t size;
  bool valid;
};
Decoded DecodeUtf8(std::string_view text);

void AppendUtf8(char32_t code_point, std::string& out);

// Appends what `body`, the inside of a JSON string, means. False: an escape that RFC 8259 does not
// have, or half of a surrogate pair; `out` then holds a part.
bool AppendUnescaped(std::string_view body, std::string& out);

}  // namespace weir::json
