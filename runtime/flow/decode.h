// What an argument may be beneath an encoding. Each decoder reads a text and offers what it decodes
// to, with the way back to the text. They are generous: to decode too much costs time, to decode
// too little misses something.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
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
// How letters of `bits` bits each spell bytes.
struct Spelling {
  int bits = 0;
  uint32_t begin = 0;              // where the run of letters begins in the text that was decoded
  uint32_t first = 0;              // the letter of the run that the bytes begin with
  std::span<const uint32_t> gaps;  // places in the run that hold no letter

  uint32_t PlaceOf(size_t letter) const;
  // Of the last letter that byte `i` has bits of.
  uint32_t EndOf(size_t i) const;
  // How many bytes only letters before `place` have bits of.
  size_t CountBefore(size_t place) const;
};

// A decoded text, and where each of its bytes came from. Valid while it is offered.
struct Decoded {
  std::string text;
  Encoding encoding = Encoding::kPercent;

  // Bytes `decoded` of `text`, in the text that was decoded.
  Range Map(Range decoded) const;
  // How many bytes of `text` come only from what is before `place` of the text that was decoded; of
  // what reads backwards, only from what is behind it.
  uint32_t CountBefore(uint32_t place) const;

  // Of escapes: the bytes that spell byte i of `text` begin behind places[i - 1] and end with
  // places[i].
  std::vector<uint32_t> places;
  Spelling spelling;  // of letters
  Range whole;        // of what was inflated, that every byte came from; of what was turned round
  // Where the seam of Focus is; a byte that comes from both sides is behind it.
  size_t seam = 0;
  // That byte stands for an escape which begins before the seam: neither side has it by itself.
  bool is_seam_escaped = false;
  // There is more before it, or behind it, that was left out.
  bool cut_front = false;
  bool cut_back = false;
};

// One escape of any kind: what it says, and where it ends.
struct Escape {
  std::string bytes;
  size_t end = 0;
};
// That which begins at `at`, if one does. Not those of white space, which the normal form knows.
std::optional<Escape> EscapeAt(std::string_view text, size_t at);

// Where strings that were put together meet in `decoded`, as bytes of it: they end a word, though
// what is spelled by letters goes on. `text`: what was decoded; `outer`: the same of it, in order,
// besides what kSeam says. In order; empty for what was compressed.
void FindSeams(const Decoded& decoded, std::string_view text, std::span<const uint32_t> outer,
               std::vector<uint32_t>& seams);

struct DecodeLimits {
  uint64_t bytes_max = 0;  // all decoded texts together
  uint64_t count_max = 0;
};

// Of a text that was put together, only what comes from both sides of a byte.
struct Focus {
  size_t seam = 0;
  // So many bytes to either side are enough to begin with. A visitor who is offered a cut text and
  // needs more sets `wider`, and is offered more.
  size_t bytes_near = 0;
  bool* wider = nullptr;
};

struct DecodeHow {
  // What the text itself was decoded from: what was reversed is not reversed back.
  const Encoding* outer = nullptr;
  // As NormalText says; such a text is reversed only to be decoded further.
  bool mirrors = false;
  std::optional<Focus> focus;
  // See FindSeams. They end words.
  std::span<const uint32_t> seams = {};
};

// Calls visit(decoded) for each; visit may decode further. Returns false, and stops, at a limit:
// `left` is what there still is and is counted down.
bool Decode(std::string_view text, const DecodeHow& how, DecodeLimits& left,
            const std::function<bool(const Decoded&)>& visit);

// Likewise for a compressed stream, if `bytes` are one.
bool DecodeCompressed(std::string_view bytes, DecodeLimits& left,
                      const std::function<bool(const Decoded&)>& visit);

}  // namespace weir::flow
