// What a text says once a disguise is taken off: digits for letters, letters spaced out, and
// payloads in base64, hex, percent, HTML or JSON escapes. Each is bounded; ordinary text yields
// nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/guard/normal_text.h"

namespace weir::guard {

inline constexpr size_t kPayloadBytesMin = 12;  // encoded; shorter ones cannot hold an order
inline constexpr size_t kPayloadBytesMax = 64
                                           << 10;  // encoded; of a longer one the beginning is read
inline constexpr size_t kPayloadsMax = 64;         // in one text
inline constexpr int kPayloadDepthMax = 2;         // one encoding in another

enum class Encoding : uint8_t { kBase64, kHex, kPercent, kHtml, kEscapes };

// What the bytes of `range` say.
struct Payload {
  Encoding encoding;
  Range range;
  std::string text;
};

// Payloads that decode to text, in the order in which they begin. Binary data is none.
std::vector<Payload> FindPayloads(std::string_view text);

// `text` with digits and signs read as the letters that they imitate, in words that mix both; empty
// if there is none. Byte for byte as long as `text`.
std::string WithoutLeet(std::string_view text);

// Words of `text` that are spelled with a separator between all letters ("i g n o r e"), put
// together; empty if there is none.
std::string WithoutSpacing(std::string_view text);

}  // namespace weir::guard
