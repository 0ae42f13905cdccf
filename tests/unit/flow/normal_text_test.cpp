#include "runtime/flow/normal_text.h"

#include <catch2/catch.hpp>
#include <string>

namespace weir::flow {
namespace {

std::string Normal(std::string_view raw) {
  return std::string(NormalText(raw).text());
}

TEST_CASE("case, white space, punctuation and accents are nothing") {
  CHECK(Normal("The Merger -- closes\non Friday!") == "themergerclosesonfriday");
  CHECK(Normal("ÉCOLE") == Normal("e\xCC\x81"
                                  "cole"));
  CHECK(Normal("ﬁn") == "fin");
  CHECK(Normal("٣ ３") == "33");
  CHECK(Normal("Straße") == Normal("STRASSE"));
  CHECK(Normal("s\xE2\x80\x8B"
               "e\xC2\xAD"
               "cret") == "secret");
  CHECK(Normal("\xF3\xA0\x81\xB3\xF3\xA0\x81\xA5") == "se");  // invisible tags
}

TEST_CASE("letters beyond ASCII are one normal character each, ideographs two") {
  CHECK(NormalText("Привет").size() == 6);
  CHECK(Normal("ПРИВЕТ") == Normal("привет"));
  CHECK(Normal("привет") != Normal("приват"));
  CHECK(NormalText("機密").size() == 4);
}

TEST_CASE("an escaped line break is white space") {
  CHECK(Normal(R"(one\ntwo\tthree)") == "onetwothree");
  CHECK(Normal(R"(\u0041)") == "u0041");
}

TEST_CASE("an escaped line break is white space wherever a block of 64 begins") {
  for (size_t before = 60; before < 68; ++before) {
    const std::string text = std::string(before, '.') + R"(\nword)" + std::string(100, ' ');
    CHECK(Normal(text) == "word");
  }
}

TEST_CASE("bytes that are no UTF-8 are punctuation") {
  CHECK(Normal("a\xFFz\xC3") == "az");
}

TEST_CASE("every normal character knows where it came from") {
  const std::string raw = std::string(70, ' ') + "Ab, é-ﬁ" + std::string(600, '.') + "z";
  const NormalText text(raw);
  REQUIRE(text.text() == "abefiz");
  CHECK(text.RawOffset(0) == 70);
  CHECK(text.RawOffset(1) == 71);
  CHECK(text.RawOffset(2) == 74);
  CHECK(text.RawOffset(3) == 77);
  CHECK(text.RawOffset(5) == raw.size() - 1);
  CHECK(text.RawRange(0, 2) == Range{70, 72});
  CHECK(text.IndexAt(0) == 0);
  CHECK(text.IndexAt(71) == 1);
  CHECK(text.IndexAt(static_cast<uint32_t>(raw.size())) == 6);
}

TEST_CASE("words are told apart, within them accents are no gap") {
  NormalText text("ab caf\xC3\xA9s x1");
  text.MarkBoundaries();
  REQUIRE(text.text() == "abcafesx1");
  CHECK(text.HasGapBefore(0));
  CHECK_FALSE(text.HasGapBefore(1));
  CHECK(text.HasGapBefore(2));
  CHECK_FALSE(text.HasGapBefore(6));
  CHECK(text.HasGapBefore(7));
  CHECK_FALSE(text.HasGapBefore(8));
  CHECK(text.IsBoundary(8));  // from a letter to a digit
  CHECK(text.IsBoundary(9));
}

}  // namespace
}  // namespace weir::flow
