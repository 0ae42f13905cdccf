#include "runtime/flow/normal_text.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <iterator>
#include <random>
#include <string>

#include "compiler/json/unicode.h"

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

// Mixed so that blocks are crossed by words, escapes, accents, joiners and ideographs.
std::string Mixture(std::mt19937_64& random) {
  constexpr const char* kPieces[] = {
      "a", "B",         "7",      " ",  "wordsofsomelength", "42",   "-", "\\n", "\\",
      "é", "e\xCC\x81", "\u200D", "語", "\xF0\x9F\x98\x80",  "\xFF", "ﬁ"};
  std::string raw;
  for (size_t i = random() % 200; i > 0; --i) raw += kPieces[random() % std::size(kPieces)];
  return raw;
}

TEST_CASE("a block at a time is the same as a character at a time") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 300; ++round) {
    const std::string raw = Mixture(random);
    INFO(raw);
    NormalText text(raw);
    std::string joined;
    for (size_t at = 0; at < raw.size();) {
      const bool escape = raw.compare(at, 2, "\\n") == 0;
      const size_t size = escape ? 2 : std::max<size_t>(1, json::DecodeUtf8(raw.substr(at)).size);
      if (!escape) joined += NormalText(raw.substr(at, size)).text();
      at += size;
    }
    REQUIRE(text.text() == joined);
    text.MarkBoundaries();
    const auto is_digit = [&](size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    for (size_t i = 0; i <= text.size(); ++i) {
      const bool boundary = text.HasGapBefore(i) || is_digit(i - 1) != is_digit(i);
      REQUIRE(text.IsBoundary(i) == boundary);
    }
  }
}

}  // namespace
}  // namespace weir::flow
