// Texts that are known beforehand, found by hashing: where each is put in a flat table with open
// addressing, at most half full. Shared by the tables that weir looks into itself and those of
// generated code, which has to hash the same way. Texts come from the policy, so nobody can make
// them collide at run time.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

// Up to eight bytes from each end. With the length it is all of a text of up to kKeyBytes.
struct TextKey {
  uint64_t first = 0;
  uint64_t last = 0;
};
inline constexpr size_t kKeyBytes = 16;

namespace text_table_internal {
template <typename Word>
uint64_t Load(const char* bytes) {
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}
}  // namespace text_table_internal

inline TextKey KeyOf(std::string_view text) {
  using text_table_internal::Load;
  const char* bytes = text.data();
  const size_t size = text.size();
  if (size >= 8) return {Load<uint64_t>(bytes), Load<uint64_t>(bytes + size - 8)};
  if (size >= 4) return {Load<uint32_t>(bytes), Load<uint32_t>(bytes + size - 4)};
  if (size == 0) return {};
  return {Load<uint8_t>(bytes) << 8 | Load<uint8_t>(bytes + size / 2),
          Load<uint8_t>(bytes + size - 1)};
}

// Odd, with bits all over.
inline constexpr uint64_t kKeyMultiplier = 0xff51afd7ed558ccd;

// The texts of a table, each once, by row.
struct TextPlaces {
  static constexpr uint32_t kFree = ~uint32_t{0};

  std::vector<uint32_t> text_in_row{kFree, kFree};  // a power of two of rows, one of them free
  uint64_t seed = 1;                                // odd
  unsigned shift = 63;

  // Where to look first; then row after row, around the end, up to a free one.
  size_t FirstRow(TextKey key, size_t size) const {
    const uint64_t mixed = key.first * kKeyMultiplier + (key.last ^ size);
    return (mixed ^ mixed >> 32) * seed >> shift;
  }
  size_t NextRow(size_t row) const { return (row + 1) & (text_in_row.size() - 1); }
};

// Deterministic.
TextPlaces PlaceTexts(std::span<const std::string> texts);

}  // namespace weir
