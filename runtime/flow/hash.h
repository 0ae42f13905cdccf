// Hashes of short runs of normal characters that do not care for direction: a run and its mirror
// image have the same. So text that was reversed is found by the same look-up, and only the
// comparison that follows knows the direction.
//
// What they find is compared character by character, so the results do not depend on them. Those
// that tables are filled by are salted, differently in each process, so that nobody can write a
// text that crowds one place of a table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>

namespace weir::flow {

inline const uint64_t kHashSalt = [] {
  std::random_device random;
  return (uint64_t{random()} << 32) | random();
}();

// Where among `count` places a hash belongs. Grows with the hash.
inline size_t PlaceOfHash(uint32_t hash, size_t count) {
  return static_cast<size_t>((uint64_t{hash} * count) >> 32);
}

inline uint64_t LoadWord(const char* from) {
  uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

inline uint32_t UpperHalf(uint64_t word) {
  return static_cast<uint32_t>(word >> 32);
}

// Of the `size` bytes at `from`, 8 to 16: the folded product of its beginning and its end, one of
// them read backwards, so that the mirror image swaps the factors.
inline uint32_t HashGram(const char* from, size_t size) {
  const uint64_t head = LoadWord(from);
  const uint64_t tail = __builtin_bswap64(LoadWord(from + size - 8));
  __extension__ using Product = unsigned __int128;
  const Product product = Product{head ^ kHashSalt} * (tail ^ kHashSalt);
  return UpperHalf(static_cast<uint64_t>(product >> 64) ^ static_cast<uint64_t>(product));
}

// Of any number of bytes. Slower.
inline uint32_t HashRun(const char* from, size_t size) {
  uint64_t forward = size ^ kHashSalt;
  uint64_t backward = forward;
  for (size_t i = 0; i < size; ++i) {
    forward = (forward ^ static_cast<unsigned char>(from[i])) * 0x9fb21c651e98df25;
    forward ^= forward >> 29;
    backward = (backward ^ static_cast<unsigned char>(from[size - 1 - i])) * 0x9fb21c651e98df25;
    backward ^= backward >> 29;
  }
  return UpperHalf((forward + backward) * 0xd6e8feb86659fd93);
}

// Of the first six of a token's characters, and of the last six read backwards, which end right
// before `end`: how it begins in a text, and how it does in a reversed one.
inline uint32_t HashTokenHead(const char* from) {
  return UpperHalf((LoadWord(from) & 0xffffffffffff) * 0x9e3779b97f4a7c15);
}
inline uint32_t HashTokenTail(const char* end) {
  uint64_t word = 0;
  std::memcpy(&word, end - 6, 6);
  return UpperHalf((__builtin_bswap64(word) >> 16) * 0x9e3779b97f4a7c15);
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
