#include "compiler/ir/name_table.h"

#include <bit>
#include <utility>

namespace weir::ir {

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

}  // namespace weir::ir
