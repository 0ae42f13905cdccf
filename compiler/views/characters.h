// What the views share about characters: strict decoding, and the ones that some program downstream
// takes for another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir::views {

struct DecodedCodePoint {
  char32_t code_point;
  uint32_t bytes;
};

// The code point that `text` begins with. Nothing where it is empty, cut off, overlong, a surrogate
// or past U+10FFFF.
std::optional<DecodedCodePoint> DecodeCodePoint(std::string_view text);

// Controls (C0, DEL, C1), and characters that are not seen or that some file systems drop (HFS+:
// zero-width joiners, so that `.<U+200C>.` is `..`).
bool IsControlOrInvisible(char32_t code_point);

// Not ASCII, but turned into one of `. / \ %` by compatibility normalisation, by the best-fit
// tables of code pages, or by IDNA; or looks like a slash.
bool IsConfusableSeparator(char32_t code_point);

// White space that programs trim off the ends, of any script.
bool IsWhiteSpace(char32_t code_point);

// 0 to 15, or -1.
int HexDigitValue(char digit);

// `%` and two hex digits at the very begin of `text`: the byte that they stand for.
std::optional<unsigned char> PercentByte(std::string_view text);

// Every percent escape undone, once. Nothing where a `%` begins no escape.
std::optional<std::string> PercentDecode(std::string_view text);

}  // namespace weir::views
