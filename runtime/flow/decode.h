// What an argument may be beneath an encoding. Each decoder reads a text and offers what it decodes
// to, with the way back to the text. They are generous: to decode too much costs time, to decode
// too little misses something.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/flow/labels.h"

namespace weir::flow {

enum class Encoding : uint8_t {
  kReversed,
  kPercent,
  kEscaped,  // \n \x41 \u0041, as in JSON and source code
  kHtml,     // &amp; &#65; &#x41;
  kBase64,   // either alphabet, padded or not, in lines or not
  kBase32,
  kHex,
  kGzip,  // or zlib; found beneath another encoding
};
std::string_view Name(Encoding encoding);

// Stands between strings that were put together, for the decoders to look through. Counts as white
// space.
inline constexpr char kSeam = '\x1f';

// A decoded text, and where each of its bytes came from.
struct Decoded {
  std::string text;
  Encoding encoding = Encoding::kPercent;

  // Bytes `decoded` of `text`, in the text that was decoded.
  Range Map(Range decoded) const;

  // The bytes that spell byte i of `text` end with byte places[i], and begin behind places[i - 1],
  // or with it if they share it. Empty if the text was reversed, or if each byte came from all of
  // `whole`.
  std::vector<uint32_t> places;
  bool share = false;
  Range whole;  // that the text came from
};

// One escape of any kind: what it says, and where it ends.
struct Escape {
  std::string bytes;
  size_t end = 0;
};
// That which begins at `at`, if one does. Not those of white space, which the normal form knows.
std::optional<Escape> EscapeAt(std::string_view text, size_t at);

struct DecodeLimits {
  uint64_t bytes_max = 0;  // all decoded texts together
  uint64_t count_max = 0;
};

// Calls visit(decoded) for each; visit may decode further. Returns false, and stops, at a limit:
// `left` is what there still is and is counted down. `outer` says what the text itself was decoded
// from, if anything: what was reversed is not reversed back.
bool Decode(std::string_view text, const Encoding* outer, DecodeLimits& left,
            const std::function<bool(const Decoded&)>& visit);

// Likewise for a compressed stream, if `bytes` are one.
bool DecodeCompressed(std::string_view bytes, DecodeLimits& left,
                      const std::function<bool(const Decoded&)>& visit);

}  // namespace weir::flow
