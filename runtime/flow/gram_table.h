// Where runs of characters stand: a table from hashes to 32-bit places, many places to a hash if
// need be. Flat, with open addressing, 8 bytes a place and a fifth of them free; before it stands a
// filter that answers nearly every look-up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/flow/bit_filter.h"

namespace weir::flow {

class GramTable {
 public:
  // Makes room for `places` in all. hash_of(place) gives the hash under which a place that is there
  // was inserted.
  template <typename HashOf>
  void Reserve(size_t places, HashOf&& hash_of) {
    if (Fits(places)) return;
    const std::vector<uint64_t> before = Grow(places);
    for (const uint64_t slot : before) {
      if (slot != 0) Insert(hash_of(PlaceOf(slot)), PlaceOf(slot));
    }
  }

  bool Fits(size_t places) const { return places * 5 <= slots_.size() * 4; }
  // Empties the table and makes room for `places`.
  void Clear(size_t places) { Grow(places); }

  // Only where there is room.
  void Insert(uint64_t hash, uint32_t place);

  bool MayHave(uint64_t hash) const { return filter_.MayHave(hash); }
  void PrefetchFilter(uint64_t hash) const { filter_.Prefetch(hash); }
  // Tells the processor that ForEach(hash) will come.
  void Prefetch(uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[SlotOf(hash)]);
  }

  // visit(place) for each place under this hash and, rarely, for one of another; until it returns
  // false.
  template <typename Visit>
  void ForEach(uint64_t hash, Visit&& visit) const {
    if (slots_.empty()) return;
    for (size_t i = SlotOf(hash); slots_[i] != 0; i = i + 1 == slots_.size() ? 0 : i + 1) {
      if (TagOf(slots_[i]) == Tag(hash) && !visit(PlaceOf(slots_[i]))) return;
    }
  }

  size_t size() const { return size_; }
  size_t bytes_held() const { return slots_.capacity() * sizeof(uint64_t) + filter_.bytes_held(); }

 private:
  static uint32_t Tag(uint64_t hash) { return static_cast<uint32_t>(hash); }
  static uint32_t TagOf(uint64_t slot) { return static_cast<uint32_t>(slot >> 32); }
  static uint32_t PlaceOf(uint64_t slot) { return static_cast<uint32_t>(slot) - 1; }
  size_t SlotOf(uint64_t hash) const {
    return static_cast<size_t>(((hash >> 32) * slots_.size()) >> 32);
  }
  // Empties the table and returns what it held.
  std::vector<uint64_t> Grow(size_t places);

  std::vector<uint64_t> slots_;  // tag << 32 | place + 1; 0 is free
  size_t size_ = 0;
  BitFilter filter_;
};

}  // namespace weir::flow
