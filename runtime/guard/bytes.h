// Sixteen bytes at once, for loops over long texts: the compiler makes one instruction of each
// operation. A test of bytes yields 0xFF where it holds and 0 elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace weir::guard {

inline constexpr size_t kBlockBytes = 16;
using Block = uint8_t __attribute__((vector_size(kBlockBytes)));

// The kBlockBytes bytes from `at` on, all of which must be there.
inline Block BlockAt(const char* at) {
  Block block;
  std::memcpy(&block, at, sizeof block);
  return block;
}

inline Block Equals(Block block, char byte) {
  return Block(block == static_cast<uint8_t>(byte));
}

// Bytes from `least` to `most`, inclusive.
inline Block IsBetween(Block block, uint8_t least, uint8_t most) {
  return Block((block - least) <= static_cast<uint8_t>(most - least));
}

inline Block IsAsciiLetter(Block block) {
  return IsBetween(block | 0x20, 'a', 'z');
}

inline bool Any(Block test) {
  uint64_t halves[2];
  std::memcpy(halves, &test, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

// Printable ASCII, tabs and line breaks: what needs no looking at.
inline Block IsPlain(Block block) {
  return IsBetween(block, 0x20, 0x7E) | IsBetween(block, '\t', '\n') | Equals(block, '\r');
}

}  // namespace weir::guard
