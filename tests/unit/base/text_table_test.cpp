// Every text is found from where it should be looked for, and no other.
#include "compiler/base/text_table.h"

#include <catch2/catch.hpp>
#include <set>

namespace weir {
namespace {

// As whoever looks into such a table does it.
uint32_t Find(const TextPlaces& places, const std::vector<std::string>& texts,
              std::string_view text) {
  size_t row = places.FirstRow(KeyOf(text), text.size());
  while (places.text_in_row[row] != TextPlaces::kFree) {
    if (texts[places.text_in_row[row]] == text) return places.text_in_row[row];
    row = places.NextRow(row);
  }
  return TextPlaces::kFree;
}

TEST_CASE("all texts of a table are found, and no others") {
  const size_t count = GENERATE(0, 1, 2, 5, 64, 65, 3'000);
  std::vector<std::string> texts;
  for (size_t i = 0; i < count; ++i) texts.push_back("name-" + std::to_string(i));
  const TextPlaces places = PlaceTexts(texts);
  CHECK(places.text_in_row.size() >= 2 * count);
  for (uint32_t i = 0; i < count; ++i) CHECK(Find(places, texts, texts[i]) == i);
  for (const char* other : {"", "n", "name-", "name-x", "name-99999", "other"}) {
    CHECK(Find(places, texts, other) == TextPlaces::kFree);
  }
}

TEST_CASE("with its length a key is all of a text of up to sixteen bytes") {
  for (size_t size = 0; size <= kKeyBytes + 1; ++size) {
    const std::string text(size, 'a');
    std::set<std::pair<uint64_t, uint64_t>> keys{{KeyOf(text).first, KeyOf(text).last}};
    for (size_t at = 0; at < size; ++at) {
      std::string other = text;
      other[at] = 'b';
      keys.insert({KeyOf(other).first, KeyOf(other).last});
    }
    CHECK(keys.size() ==
          (size <= kKeyBytes ? size + 1 : size));  // the middle one of 17 is not seen
  }
}

TEST_CASE("a small table has its texts in their first rows") {
  const std::vector<std::string> texts{"alpha", "beta", "gamma", "delta", "epsilon"};
  const TextPlaces places = PlaceTexts(texts);
  for (uint32_t i = 0; i < texts.size(); ++i) {
    CHECK(places.text_in_row[places.FirstRow(KeyOf(texts[i]), texts[i].size())] == i);
  }
}

}  // namespace
}  // namespace weir
