// A set of hashes that may answer yes wrongly and never no. A few bits each, so that it stays in
// the processor's cache.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir::flow {

class BitFilter {
 public:
  // Empties it, with room for `count` hashes at kBitsEach or more. Looks at the upper bits of a
  // hash only.
  void Reset(size_t count) {
    const int bits = std::max(kSmallest, static_cast<int>(std::bit_width(count * kBitsEach)));
    words_.assign(size_t{1} << (bits - 6), 0);
    words_.shrink_to_fit();
    shift_ = 64 - bits;
  }
  bool Fits(size_t count) const { return count * kBitsEach <= words_.size() * 64; }

  void Add(uint64_t hash) {
    const uint64_t bit = hash >> shift_;
    words_[bit / 64] |= uint64_t{1} << (bit % 64);
  }
  bool MayHave(uint64_t hash) const {
    const uint64_t bit = hash >> shift_;
    return ((words_[bit / 64] >> (bit % 64)) & 1) != 0;
  }
  size_t bytes_held() const { return words_.capacity() * sizeof(uint64_t); }

 private:
  static constexpr size_t kBitsEach = 8;
  static constexpr int kSmallest = 7;

  std::vector<uint64_t> words_ = {0, 0};
  int shift_ = 64 - kSmallest;
};

}  // namespace weir::flow
