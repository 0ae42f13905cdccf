// Names to numbers: a hash table that is written once and read at every request. Flat, open
// addressing, at most half full; a look-up is one multiplication and, where the name is known, one
// comparison of its bytes. Names come from the policy, so nobody can make them collide at run time.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::ir {

class NameTable {
 public:
  // Each name once.
  explicit NameTable(std::vector<std::pair<std::string, uint32_t>> entries = {});

  std::optional<uint32_t> Find(std::string_view name) const {
    for (size_t at = HashOf(name) & mask_; places_[at] != kFree; at = (at + 1) & mask_) {
      const auto& [known, number] = entries_[places_[at]];
      if (known == name) return number;
    }
    return std::nullopt;
  }

  const std::vector<std::pair<std::string, uint32_t>>& entries() const { return entries_; }

 private:
  static constexpr uint32_t kFree = ~uint32_t{0};

  // Of up to eight bytes from each end; what is between them is left to the comparison.
  static uint64_t HashOf(std::string_view name);
  template <typename Word>
  static uint64_t Load(const char* bytes) {
    Word word;
    std::memcpy(&word, bytes, sizeof word);
    return word;
  }

  std::vector<std::pair<std::string, uint32_t>> entries_;
  std::vector<uint32_t> places_;  // indices into entries_, or kFree; a power of two of them
  size_t mask_;
};

inline uint64_t NameTable::HashOf(std::string_view name) {
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
