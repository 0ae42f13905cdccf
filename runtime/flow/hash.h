// Hashes of short runs of normal characters that do not care for direction: a run and its mirror
// image have the same. So text that was reversed is found by the same look-up, and only the
// comparison that follows knows the direction.
//
// They need not be secret: what they find is compared character by character, and the work of
// comparing is bounded.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace weir::flow {

inline uint64_t LoadWord(const char* from) {
  uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

inline uint64_t MixWords(uint64_t a, uint64_t b) {
  a = (a ^ 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9;
  b = (b ^ 0xd6e8feb86659fd93) * 0x94d049bb133111eb;
  return (a ^ (a >> 32)) + std::rotl(b ^ (b >> 29), 31);
}

// Of the `size` bytes at `from`, 8 to 16.
inline uint64_t HashGram(const char* from, size_t size) {
  const uint64_t head = LoadWord(from);
  const uint64_t tail = LoadWord(from + size - 8);
  const uint64_t sum =
      MixWords(head, tail) + MixWords(__builtin_bswap64(tail), __builtin_bswap64(head));
  return (sum ^ (sum >> 32)) * 0xd6e8feb86659fd93;
}

// Of any number of bytes. Slower.
inline uint64_t HashRun(const char* from, size_t size) {
  uint64_t forward = size;
  uint64_t backward = size;
  for (size_t i = 0; i < size; ++i) {
    forward = (forward ^ static_cast<unsigned char>(from[i])) * 0x9fb21c651e98df25;
    forward ^= forward >> 29;
    backward = (backward ^ static_cast<unsigned char>(from[size - 1 - i])) * 0x9fb21c651e98df25;
    backward ^= backward >> 29;
  }
  return (forward + backward) * 0xd6e8feb86659fd93;
}

// Of the first six of a token's characters, and of the last six read backwards, which end right
// before `end`: how it begins in a text, and how it does in a reversed one.
inline uint64_t HashTokenHead(const char* from) {
  return (LoadWord(from) & 0xffffffffffff) * 0x9e3779b97f4a7c15;
}
inline uint64_t HashTokenTail(const char* end) {
  uint64_t word = 0;
  std::memcpy(&word, end - 6, 6);
  return (__builtin_bswap64(word) >> 16) * 0x9e3779b97f4a7c15;
}

// Whether `size` characters at `a` are those at `b`, or with `reversed` those up to `b + size` read
// backwards.
inline bool SameRun(const char* a, const char* b, size_t size, bool reversed) {
  if (!reversed) return std::memcmp(a, b, size) == 0;
  for (size_t i = 0; i < size; ++i) {
    if (a[i] != b[size - 1 - i]) return false;
  }
  return true;
}

}  // namespace weir::flow
