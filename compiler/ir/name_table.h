// Names to numbers: a hash table that is written once and read at every request. Flat, open
// addressing, at most half full; a look-up is one multiplication and, where the name is known, one
// comparison of its bytes. Names come from the policy, so nobody can make them collide at run time.
#pragma once

#include <cstdint>
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

  static uint64_t HashOf(std::string_view name);

  std::vector<std::pair<std::string, uint32_t>> entries_;
  std::vector<uint32_t> places_;  // indices into entries_, or kFree; a power of two of them
  size_t mask_;
};

}  // namespace weir::ir
