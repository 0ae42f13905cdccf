#include "runtime/tracking/words.h"

#include <catch2/catch.hpp>

#include "tests/support/table_policy.h"

namespace weir::tracking {
namespace {

TEST_CASE("labels are named in the order of the policy") {
  testing::TablePolicy policy;
  policy.AddServer("files");
  policy.AddLabel("private");
  CHECK(NamesOf(policy, 0).empty());
  CHECK(NamesOf(policy, 7) == std::vector<std::string>{"files", "private", "label 2"});
}

TEST_CASE("keys that may be what was copied are left out of pointers") {
  CHECK(WithoutSecrets("", 24).empty());
  CHECK(WithoutSecrets("/url", 24) == "/url");
  CHECK(WithoutSecrets("/a/0/b~1c", 24) == "/a/0/b~1c");
  CHECK(WithoutSecrets("/a/4111111123451111/b", 24) == "/a/…/b");
  CHECK(WithoutSecrets("/ann@example.com", 24) == "/…");
  CHECK(WithoutSecrets("/" + std::string(11, 'x'), 24) == "/xxxxxxxxxxx");
  CHECK(WithoutSecrets("/" + std::string(12, 'x'), 24) == "/…");
}

TEST_CASE("a path names calls and places, each once, and no more than there is room for") {
  flow::Carried carried;
  const flow::Match match{.labels = 1,
                          .origin = {3, "files", "read"},
                          .source_part = 0,
                          .source = {},
                          .argument = {{"/url", {2, 52}}, {"/q", {0, 9}}},
                          .encodings = {},
                          .token = false,
                          .over_calls = true};
  carried.matches = {match, match};
  CHECK(PathOfData(carried, 1, 24) ==
        std::vector<std::string>{"`/url`, bytes 2 to 52 and `/q`, bytes 0 to 9: from call 3 "
                                 "(`files.read`), verbatim, begun in an earlier call"});
  CHECK(PathOfData(carried, 2, 24).empty());
  carried.matches.clear();
  for (uint64_t i = 0; i < kStepsMax; ++i) {
    carried.matches.push_back(match);
    carried.matches.back().origin.call = i;
  }
  CHECK(PathOfData(carried, 1, 24).size() == kStepsMax);
  carried.matches.push_back(match);
  carried.matches.back().origin.call = kStepsMax;
  CHECK(PathOfData(carried, 1, 24).back() == "and 1 more");
}

}  // namespace
}  // namespace weir::tracking
