// A set of hashes that may answer yes wrongly, one time in thirty or so, and never no: a Bloom
// filter whose bits for one hash lie in one word (Putze, Sanders, Singler: Cache-, Hash- and
// Space-Efficient Bloom Filters, 2007). A byte each, so that it stays in the processor's cache.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir::flow {

class BitFilter {
 public:
  // Empties it, with room for `count` hashes at kBitsEach or more. Does not look at the lowest bits
  // of a hash.
  void Reset(size_t count) {
    const int bits = std::max(kSmallest, static_cast<int>(std::bit_width(count * kBitsEach / 64)));
    words_.assign(size_t{1} << bits, 0);
    words_.shrink_to_fit();
    shift_ = 64 - bits;
  }
  bool Fits(size_t count) const { return count * kBitsEach <= words_.size() * 64; }

  void Add(uint64_t hash) { words_[hash >> shift_] |= Mask(hash); }
  bool MayHave(uint64_t hash) const {
    const uint64_t mask = Mask(hash);
    return (words_[hash >> shift_] & mask) == mask;
  }
  // Tells the processor that MayHave(hash) will come.
  void Prefetch(uint64_t hash) const { __builtin_prefetch(&words_[hash >> shift_]); }
  size_t bytes_held() const { return words_.capacity() * sizeof(uint64_t); }

 private:
  static constexpr size_t kBitsEach = 8;
  static constexpr int kSmallest = 1;

  static uint64_t Mask(uint64_t hash) {
    return (uint64_t{1} << ((hash >> 22) % 64)) | (uint64_t{1} << ((hash >> 28) % 64)) |
           (uint64_t{1} << ((hash >> 34) % 64));
  }

  std::vector<uint64_t> words_ = {0, 0};
  int shift_ = 64 - kSmallest;
};

}  // namespace weir::flow
