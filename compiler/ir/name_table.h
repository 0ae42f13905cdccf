// Names to numbers: a hash table that is written once and read at every request. A row is half a
// cache line and says all of a short name, so that a look-up is mostly one row and no call.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/text_table.h"

namespace weir::ir {

class NameTable {
 public:
  using Entry = std::pair<std::string, uint32_t>;

  // Each name once.
  explicit NameTable(std::vector<Entry> entries = {});

  // Not an optional: GCC puts one together in memory, and waits for it.
  uint32_t Find(std::string_view name, uint32_t if_unknown) const {
    const TextKey key = KeyOf(name);
    for (size_t at = places_.FirstRow(key, name.size());; at = places_.NextRow(at)) {
      const Row& row = rows_[at];
      if (IsIn(row, key, name)) return row.number;
      if (row.size == kNoSize) return if_unknown;
    }
  }

  const std::vector<Entry>& entries() const { return entries_; }

 private:
  static constexpr uint32_t kNoSize = ~uint32_t{0};  // longer than any name

  struct Row {
    TextKey key;
    uint32_t number = 0;
    uint32_t entry = 0;
    uint32_t size = kNoSize;
  };
  static_assert(sizeof(Row) == 32);

  bool IsIn(const Row& row, TextKey key, std::string_view name) const {
    if (((row.key.first ^ key.first) | (row.key.last ^ key.last) | (row.size ^ name.size())) != 0)
      return false;
    return name.size() <= kKeyBytes || entries_[row.entry].first == name;
  }

  std::vector<Entry> entries_;
  TextPlaces places_;
  std::vector<Row> rows_;
};

}  // namespace weir::ir
