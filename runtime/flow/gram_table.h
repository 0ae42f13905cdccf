// Where runs of characters stand: a table from hashes to 32-bit places, many places to a hash
// if need be. Flat, with open addressing, 8 bytes a place and a fifth of them free, in the order of
// the hashes but for collisions, so that a larger one is filled front to back; before it stands a
// filter that answers nearly every look-up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/flow/bit_filter.h"
#include "runtime/flow/hash.h"

namespace weir::flow {

class GramTable {
 public:
  // Makes room for `places` in all.
  void Reserve(size_t places);

  // Only where there is room.
  void Insert(uint32_t hash, uint32_t place);

  bool MayHave(uint32_t hash) const { return filter_.MayHave(hash); }
  // Tells the processor that MayHave(hash), ForEach(hash) or Insert(hash) will come.
  void PrefetchFilter(uint32_t hash) const { filter_.Prefetch(hash); }
  void PrefetchInsert(uint32_t hash) const {
    PrefetchFilter(hash);
    Prefetch(hash);
  }
  void Prefetch(uint32_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[SlotOf(hash)]);
  }

  // visit(place) for each place under this hash, until it returns false.
  template <typename Visit>
  void ForEach(uint32_t hash, Visit&& visit) const {
    if (slots_.empty()) return;
    for (size_t i = SlotOf(hash); slots_[i] != 0; i = i + 1 == slots_.size() ? 0 : i + 1) {
      if (HashIn(slots_[i]) == hash && !visit(PlaceIn(slots_[i]))) return;
    }
  }

  size_t size() const { return size_; }
  size_t bytes_held() const { return slots_.capacity() * sizeof(uint64_t) + filter_.bytes_held(); }

 private:
  static uint32_t HashIn(uint64_t slot) { return static_cast<uint32_t>(slot >> 32); }
  static uint32_t PlaceIn(uint64_t slot) { return static_cast<uint32_t>(slot) - 1; }
  size_t SlotOf(uint32_t hash) const { return PlaceOfHash(hash, slots_.size()); }

  std::vector<uint64_t> slots_;  // hash << 32 | place + 1; 0 is free
  size_t size_ = 0;
  BitFilter filter_;
};

}  // namespace weir::flow
