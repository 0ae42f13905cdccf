// One code point in its normal form. The form has no context: a text's normal form is that of its
// characters, one after the other, so it does not matter how a text is composed, cut or put
// together.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace weir::flow {

// Normal characters are bytes: lower-case ASCII letters and digits stand for themselves, every
// other letter is a byte from 0x80 up, mixed from its code point. Two letters may share a byte; a
// run of them does not do so by chance.
struct Folded {
  static constexpr size_t kSizeMax = 4;
  std::array<char, kSizeMax> bytes{};
  uint8_t size = 0;    // 0: nothing is left of the character
  bool joins = false;  // and yet it is no white space or punctuation: an accent, a joiner
};

// Compatibility decomposition, case folded, accents dropped: `É`, `é`, `e` are one; `ﬁ` is `fi`;
// `Ⅷ` is `viii` cut to the size below. An ideograph is two normal characters, because it says as
// much as two. Never more normal characters than the code point has bytes in UTF-8, so that a place
// in one text is a place in the other.
Folded Fold(char32_t code_point);

// Fold() of ASCII; 0 where nothing is left.
constexpr std::array<char, 256> FoldTable() {
  std::array<char, 256> table{};
  for (size_t c = '0'; c <= '9'; ++c) table[c] = static_cast<char>(c);
  for (size_t c = 'a'; c <= 'z'; ++c) table[c] = static_cast<char>(c);
  for (size_t c = 'A'; c <= 'Z'; ++c) table[c] = static_cast<char>(c - 'A' + 'a');
  return table;
}
inline constexpr std::array<char, 256> kFoldAscii = FoldTable();

}  // namespace weir::flow
