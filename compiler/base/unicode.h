// What Unicode says of single characters. ICU stays behind this header.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

// Reads the code point at `at` and moves `at` past it. Nothing where the bytes are no UTF-8
// (over-long forms, surrogates and truncated sequences are none); `at` then moves by one byte.
std::optional<char32_t> NextCodePoint(std::string_view text, size_t& at);

void AppendUtf8(std::string& text, char32_t code_point);

// Shows nothing, or turns the order of what is shown around it: zero-width, bidirectional and other
// default-ignorable characters, and the line separators that not every tool breaks lines at.
bool IsInvisible(char32_t code_point);

// C0, DEL and C1.
bool IsControl(char32_t code_point);

// Columns of a terminal: 0, 1 or 2.
int DisplayWidth(char32_t code_point);

// "U+202E"
std::string CodePointName(char32_t code_point);

// The ASCII text that these characters are mistaken for ("admin" of a word with a Cyrillic a), if
// there is one.
std::optional<std::string> AsciiLookAlike(std::string_view text);

}  // namespace weir
