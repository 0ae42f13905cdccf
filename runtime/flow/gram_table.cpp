#include "runtime/flow/gram_table.h"

#include <algorithm>
#include <utility>

namespace weir::flow {
namespace {

constexpr size_t kSlotsMin = 64;

}  // namespace

void GramTable::Reserve(size_t places) {
  if (places * 5 <= slots_.size() * 4) return;
  const size_t slots = std::max({kSlotsMin, places * 5 / 4 + 1, slots_.size() * 5 / 4});
  const std::vector<uint64_t> before = std::exchange(slots_, std::vector<uint64_t>(slots));
  filter_.Reset(slots);
  size_ = 0;
  for (const uint64_t slot : before) {
    if (slot != 0) Insert(HashIn(slot), PlaceIn(slot));
  }
}

void GramTable::Insert(uint32_t hash, uint32_t place) {
  size_t i = SlotOf(hash);
  while (slots_[i] != 0) i = i + 1 == slots_.size() ? 0 : i + 1;
  slots_[i] = (uint64_t{hash} << 32) | (uint64_t{place} + 1);
  filter_.Add(hash);
  ++size_;
}

}  // namespace weir::flow
