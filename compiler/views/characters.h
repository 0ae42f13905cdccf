// What the views share about characters: percent escapes, and those that some program downstream
// takes for another.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir::views {

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
