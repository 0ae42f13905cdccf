#include "runtime/flow/store.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

namespace weir::flow {
namespace {

std::vector<Run> Found(const Store& store, std::string_view raw) {
  NormalText text(raw);
  text.MarkBoundaries();
  std::vector<Run> runs;
  Work work(uint64_t{1} << 30);
  store.Find(text, {0, static_cast<uint32_t>(text.size())}, work, [&](const Run& run) {
    runs.push_back(run);
    return true;
  });
  return runs;
}

std::string Letters(size_t count, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string text;
  for (size_t i = 0; i < count; ++i) text += static_cast<char>('a' + random() % 26);
  return text;
}

TEST_CASE("a run of the configured length is found wherever it stands, one shorter is not") {
  const std::string content = Letters(300, 1);
  for (const size_t length : {kRunLengthMin, kRunLengthDefault, size_t{33}, size_t{100}}) {
    Store store(length);
    store.Add(content, 1);
    for (size_t at = 0; at + length <= content.size(); ++at) {
      const std::vector<Run> runs = Found(store, "0101" + content.substr(at, length) + "2323");
      REQUIRE(runs.size() == 1);
      CHECK(runs[0].begin == 4);
      CHECK(runs[0].end == 4 + length);
      CHECK(runs[0].source_begin == at);
      CHECK(runs[0].source_end == at + length);
      CHECK(Found(store, "0101" + content.substr(at, length - 1) + "2323").empty());
    }
  }
}

TEST_CASE("run lengths beyond the limits are taken as the nearest") {
  CHECK(Store(kRunLengthMin).run_length() == kRunLengthMin);
  CHECK(Store(kRunLengthMin - 1).run_length() == kRunLengthMin);
  CHECK(Store(kRunLengthMax).run_length() == kRunLengthMax);
  CHECK(Store(kRunLengthMax + 1).run_length() == kRunLengthMax);
}

TEST_CASE("a run that is read backwards is found with its direction") {
  const std::string content = Letters(200, 2);
  Store store(kRunLengthDefault);
  store.Add(content, 1);
  const std::string piece = content.substr(50, 30);
  const std::vector<Run> runs =
      Found(store, "00" + std::string(piece.rbegin(), piece.rend()) + "11");
  REQUIRE(runs.size() == 1);
  CHECK(runs[0].reversed);
  CHECK(runs[0].source_begin == 50);
  CHECK(runs[0].source_end == 80);
}

TEST_CASE("runs do not go on from one text into the next") {
  Store store(kRunLengthDefault);
  store.Add(Letters(23, 3), 1);
  store.Add(Letters(23, 4), 2);
  CHECK(Found(store, Letters(23, 3) + Letters(23, 4)).empty());
}

TEST_CASE("a gram in more places than are kept is found in each of its surroundings") {
  // The same 20 characters before each of many different ones: the table keeps few of them, the
  // windows the others.
  Store store(kRunLengthDefault);
  const std::string same = Letters(20, 5);
  std::string content;
  std::vector<std::string> rests;
  for (uint64_t i = 0; i < 40 * kSameGramMax; ++i) rests.push_back(Letters(19, 100 + i));
  for (const std::string& rest : rests) content += same + rest;
  store.Add(content, 1);
  for (const std::string& rest : rests)
    CHECK(Found(store, "0" + same.substr(10) + rest.substr(0, 14) + "0").size() > 0);
}

TEST_CASE("places past the kept ones count for a label of their own") {
  Store store(kRunLengthDefault);
  const std::string text = Letters(40, 6);
  for (uint64_t i = 0; i < 3 * kSameGramMax; ++i) store.Add(text, 1);
  store.Add(text, 2);
  LabelSet labels = 0;
  for (const Run& run : Found(store, text)) labels |= store.source(run.source).labels;
  CHECK(labels == 3);
}

TEST_CASE("tokens are found whole only") {
  Store store(kRunLengthDefault);
  store.Add("pin 482915, mail amy@example.org", 1);
  CHECK(Found(store, "it is 482915.").size() == 1);
  CHECK(Found(store, "it is 48-29-15.").size() == 1);
  CHECK(Found(store, "x482915y").size() == 1);
  CHECK(Found(store, "519284").size() == 1);
  CHECK(Found(store, "1482915").empty());
  CHECK(Found(store, "4829156").empty());
  CHECK(Found(store, "AMY @ EXAMPLE . ORG").size() == 1);
  CHECK(Found(store, "tamy@example.org").empty());
}

TEST_CASE("the oldest texts go first, and what stays is found") {
  Store store(kRunLengthDefault);
  for (uint64_t i = 0; i < 64; ++i) {
    store.Add(Letters(2'000, 10 + i) + " " + std::to_string(482'915 + i), LabelSet{1} << i);
  }
  const size_t before = store.bytes_held();
  const LabelSet dropped = store.ShrinkTo(before / 2);
  CHECK(store.bytes_held() <= before / 2);
  CHECK(dropped != 0);
  CHECK(store.first_serial() > 0);
  for (uint64_t i = 0; i < 64; ++i) {
    const bool kept = i >= store.first_serial();
    CHECK(((dropped >> i) & 1) == (kept ? 0 : 1));
    CHECK(Found(store, Letters(2'000, 10 + i).substr(700, 24)).size() == (kept ? 1 : 0));
    CHECK(Found(store, std::to_string(482'915 + i)).size() == (kept ? 1 : 0));
  }
  CHECK(store.ShrinkTo(0) != 0);
  CHECK(store.empty());
}

TEST_CASE("a search stops when its work is used up") {
  Store store(kRunLengthDefault);
  std::string periodic;
  while (periodic.size() < 20'000) periodic += "abcdefghijk";
  store.Add(periodic, 1);
  NormalText text(periodic);
  text.MarkBoundaries();
  Work work(100'000);
  size_t looks = 0;
  store.Find(text, {0, static_cast<uint32_t>(text.size())}, work, [&](const Run&) {
    ++looks;
    return false;
  });
  CHECK(work.done());
  CHECK(looks < 1'000);
}

}  // namespace
}  // namespace weir::flow
