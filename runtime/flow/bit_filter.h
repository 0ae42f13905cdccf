// A set of hashes that may answer yes wrongly, one time in a hundred or so, and never no: a Bloom
// filter whose bits for one hash lie in one word (Putze, Sanders, Singler: Cache-, Hash- and
// Space-Efficient Bloom Filters, 2007). Somewhat more than a byte each, so that it stays in the
// processor's cache.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/flow/hash.h"

namespace weir::flow {

// Four bits of a word, sometimes fewer.
inline constexpr std::array<uint64_t, 1'024> kFilterMasks = [] {
  std::array<uint64_t, 1'024> masks{};
  uint64_t random = 1;
  for (uint64_t& mask : masks) {
    random = random * 0x5851f42d4c957f2d + 1;
    for (const int from : {58, 52, 46, 40}) mask |= uint64_t{1} << ((random >> from) % 64);
  }
  return masks;
}();

class BitFilter {
 public:
  // Empties it, with room for `count` hashes.
  void Reset(size_t count) { std::vector<uint64_t>(count * kBitsEach / 64 + 1).swap(words_); }
  bool Fits(size_t count) const { return count * kBitsEach <= words_.size() * 64; }

  void Add(uint32_t hash) { words_[PlaceOfHash(hash, words_.size())] |= MaskOf(hash); }
  bool MayHave(uint32_t hash) const {
    const uint64_t mask = MaskOf(hash);
    return (words_[PlaceOfHash(hash, words_.size())] & mask) == mask;
  }
  // Tells the processor that MayHave(hash) will come.
  void Prefetch(uint32_t hash) const {
    __builtin_prefetch(&words_[PlaceOfHash(hash, words_.size())]);
  }
  size_t bytes_held() const { return words_.capacity() * sizeof(uint64_t); }

 private:
  static constexpr size_t kBitsEach = 12;
  // The lowest bits of a hash choose its mask, the highest ones its word.
  static uint64_t MaskOf(uint32_t hash) { return kFilterMasks[hash % kFilterMasks.size()]; }

  std::vector<uint64_t> words_ = {0};
};

}  // namespace weir::flow
