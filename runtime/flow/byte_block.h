// Sixty-four bytes of text at a time: which of them are of a kind, as the bits of one word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <string_view>

namespace weir::flow {

inline constexpr size_t kBlockBytes = 64;

// As wide as the smallest vector register around. Comparisons give 0xff or 0 in each byte.
using ByteVector [[gnu::vector_size(16)]] = unsigned char;

inline ByteVector LoadBytes(const char* from) {
  ByteVector bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

inline ByteVector Between(ByteVector bytes, char low, char high) {
  const auto from = static_cast<unsigned char>(low);
  return reinterpret_cast<ByteVector>((bytes - from) <= static_cast<unsigned char>(high - low));
}

inline ByteVector Equals(ByteVector bytes, char c) {
  return reinterpret_cast<ByteVector>(bytes == static_cast<unsigned char>(c));
}

// The highest bit of each byte.
inline uint64_t HighBits(ByteVector bytes) {
#ifdef __SSE2__
  return static_cast<uint16_t>(_mm_movemask_epi8(reinterpret_cast<__m128i>(bytes)));
#else
  uint64_t bits = 0;
  for (size_t i = 0; i < sizeof bytes; ++i) bits |= uint64_t{bytes[i]} >> 7 << i;
  return bits;
#endif
}

// Bit i: kind(byte i) has its highest bit set.
template <typename Kind>
uint64_t BlockMask(const char* block, Kind&& kind) {
  uint64_t mask = 0;
  for (size_t i = 0; i < kBlockBytes; i += sizeof(ByteVector)) {
    mask |= HighBits(kind(LoadBytes(block + i))) << i;
  }
  return mask;
}

// Calls visit(begin, block) for each block of `text`, the last one filled up with NUL, until it
// returns false.
template <typename Visit>
void ForEachBlock(std::string_view text, Visit&& visit) {
  size_t begin = 0;
  for (; begin + kBlockBytes <= text.size(); begin += kBlockBytes) {
    if (!visit(begin, text.data() + begin)) return;
  }
  if (begin == text.size()) return;
  char rest[kBlockBytes] = {};
  std::memcpy(rest, text.data() + begin, text.size() - begin);
  visit(begin, rest);
}

inline bool IsAscii(std::string_view text) {
  uint64_t high = 0;
  ForEachBlock(text, [&](size_t, const char* block) {
    high = BlockMask(block, [](ByteVector bytes) { return bytes; });
    return high == 0;
  });
  return high == 0;
}

}  // namespace weir::flow
