#include "compiler/ir/name_table.h"

#include <bit>
#include <cstring>

namespace weir::ir {
namespace {

// Up to eight bytes from each end; what is between them is left to the comparison.
template <typename Word>
uint64_t Load(const char* bytes) {
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

}  // namespace

NameTable::NameTable(std::vector<std::pair<std::string, uint32_t>> entries)
    : entries_(std::move(entries)),
      places_(std::bit_ceil(entries_.size() * 2 + 1), kFree),
      mask_(places_.size() - 1) {
  for (uint32_t entry = 0; entry < entries_.size(); ++entry) {
    size_t at = HashOf(entries_[entry].first) & mask_;
    while (places_[at] != kFree) at = (at + 1) & mask_;
    places_[at] = entry;
  }
}

uint64_t NameTable::HashOf(std::string_view name) {
  const char* bytes = name.data();
  const size_t size = name.size();
  uint64_t first = 0;
  uint64_t last = 0;
  if (size >= 8) {
    first = Load<uint64_t>(bytes);
    last = Load<uint64_t>(bytes + size - 8);
  } else if (size >= 4) {
    first = Load<uint32_t>(bytes);
    last = Load<uint32_t>(bytes + size - 4);
  } else if (size > 0) {
    first = Load<uint8_t>(bytes) << 8 | Load<uint8_t>(bytes + size / 2);
    last = Load<uint8_t>(bytes + size - 1);
  }
  // Odd constants with bits all over; the upper half of a product depends on all bits below.
  const uint64_t mixed = (first ^ 0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd + (last ^ size);
  const uint64_t product = (mixed ^ mixed >> 32) * 0xc4ceb9fe1a85ec53;
  return product ^ product >> 29;
}

}  // namespace weir::ir
