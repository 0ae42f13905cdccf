#include "compiler/base/text_table.h"

#include <optional>

namespace weir {
namespace {

// Seeds to choose from: in a small table one of them nearly always puts every text into its first
// row. A large one takes what comes, as the look-up allows.
constexpr int kSeeds = 64;
constexpr size_t kSmall = 64;

// The rows that are looked at beyond the first, for all texts together.
size_t Fill(TextPlaces& places, std::span<const std::string> texts) {
  places.text_in_row.assign(places.text_in_row.size(), TextPlaces::kFree);
  size_t detours = 0;
  for (uint32_t text = 0; text < texts.size(); ++text) {
    size_t row = places.FirstRow(KeyOf(texts[text]), texts[text].size());
    for (; places.text_in_row[row] != TextPlaces::kFree; row = places.NextRow(row)) ++detours;
    places.text_in_row[row] = text;
  }
  return detours;
}

}  // namespace

TextPlaces PlaceTexts(std::span<const std::string> texts) {
  TextPlaces places;
  const size_t rows = std::bit_ceil(texts.size() * 2 + 2);
  places.text_in_row.resize(rows);
  places.shift = static_cast<unsigned>(64 - std::countr_zero(rows));
  const int seeds = texts.size() <= kSmall ? kSeeds : 1;
  std::optional<size_t> fewest;
  uint64_t best = 0;
  for (int tried = 0; tried < seeds && fewest != 0; ++tried) {
    places.seed = 0xc4ceb9fe1a85ec53 + static_cast<uint64_t>(tried) * 0x9e3779b97f4a7c16;
    const size_t detours = Fill(places, texts);
    if (fewest && detours >= *fewest) continue;
    fewest = detours;
    best = places.seed;
  }
  places.seed = best;
  Fill(places, texts);
  return places;
}

}  // namespace weir
