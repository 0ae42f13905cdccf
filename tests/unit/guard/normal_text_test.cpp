#include "runtime/guard/normal_text.h"

#include <catch2/catch.hpp>

namespace weir::guard {
namespace {

std::string Normal(std::string_view text) {
  return std::string(NormalText(text).text());
}

TEST_CASE("plain ASCII is its own normal form and is not copied") {
  const std::string text = "Reads a file,\n\tand returns it.";
  const NormalText normal(text);
  CHECK(normal.text().data() == text.data());
  CHECK(normal.oddities().empty());
  CHECK(normal.ToOriginal({2, 5}) == Range{2, 5});
}

TEST_CASE("letters that look like ASCII letters become those") {
  CHECK(Normal("ign\u043Ere") == "ignore");                      // Cyrillic o
  CHECK(Normal("<\u0406MPORTANT>") == "<iMPORTANT>");            // Ukrainian I
  CHECK(Normal("\uFF29\uFF47nore") == "ignore");                 // full width
  CHECK(Normal("\u1D0D\u1D18\u1D1B") == "mpt");                  // small capitals
  CHECK(Normal("\U0001F178\U0001F17C") == "im");                 // squared
  CHECK(Normal("caf\u00E9 cafe\u0301") == "cafe cafe");          // marks, composed and not
  CHECK(Normal("\u0111isregar\u0111 \u00F8") == "disregard o");  // strokes
  CHECK(Normal("\U0001D422\U0001D420") == "ig");                 // mathematical bold
}

TEST_CASE("other alphabets stay themselves") {
  CHECK(Normal("\u6587\u6863") == "\u6587\u6863");
  CHECK(Normal("\u6587\u3002") == "\u6587\u3002");
}

TEST_CASE("what cannot be seen is taken out, noted, and its place is known") {
  const std::string text = "ig\u200Bnore it";
  const NormalText normal(text);
  CHECK(normal.text() == "ignore it");
  REQUIRE(normal.oddities().size() == 1);
  CHECK(normal.oddities()[0].oddity == Oddity::kZeroWidth);
  CHECK(normal.oddities()[0].range == Range{2, 5});
  CHECK(normal.oddities()[0].inside_word);
  CHECK(normal.ToOriginal({0, 6}) == Range{0, 9});
  CHECK(normal.ToOriginal({7, 9}) == Range{10, 12});
  CHECK(normal.WithGaps() == "ig nore it");
}

TEST_CASE("every place of a long text leads back to what it was made from") {
  std::string text;
  std::vector<Range> origins;  // of each byte of the normal form
  const auto add = [&](std::string_view bytes, size_t made) {
    const auto begin = static_cast<uint32_t>(text.size());
    text += bytes;
    origins.insert(origins.end(), made, {begin, static_cast<uint32_t>(text.size())});
  };
  for (size_t i = 0; i < 3'000; ++i) {
    for (size_t j = 0; j < i % 40; ++j) add("x", 1);
    add("\u0436", 2);                       // stays
    add("\u043E", 1);                       // becomes o
    if (i % 3 == 0) add("\u200B", 0);       // is taken out
    if (i % 5 == 0) add("\uFDFA", 30);      // becomes fifteen letters
    if (i % 7 == 0) add("\x1b[31m", 0);     // is taken out
    if (i % 11 == 0) add("\U0001D422", 1);  // becomes i
  }
  const NormalText normal(text);
  REQUIRE(normal.text().size() == origins.size());
  size_t wrong = 0;
  for (uint32_t at = 0; at < origins.size(); ++at)
    wrong += !(normal.ToOriginal({at, at + 1}) == origins[at]);
  CHECK(wrong == 0);
}

TEST_CASE("ordinary spelling is no oddity") {
  for (const char* text :
       {"\uFEFFtext", "\u26A0\uFE0F", "\U0001F469\u200D\U0001F4BB", "1\uFE0F\u20E3",
        "\u0915\u094D\u200D\u0937", "\u0645\u06CC\u200C\u0631\u0648\u0645", "na\u00EFve"}) {
    INFO(text);
    CHECK(NormalText(text).oddities().empty());
  }
}

TEST_CASE("each kind of oddity is told apart") {
  const auto only = [](std::string_view text) {
    const NormalText normal(text);
    REQUIRE(normal.oddities().size() == 1);
    return normal.oddities()[0].oddity;
  };
  CHECK(only("a\u202Eb") == Oddity::kBidirectional);
  CHECK(only("a\U000E0041b") == Oddity::kTag);
  CHECK(only("a\uFE01b") == Oddity::kVariation);
  CHECK(only("a\x01z") == Oddity::kControl);
  CHECK(only("a\x1b[31mb") == Oddity::kEscape);
  CHECK(only("\u0440assword") == Oddity::kMixedScript);
  CHECK(only("a\xFFz") == Oddity::kInvalid);
}

TEST_CASE("tag characters are spelled out") {
  CHECK(NormalText("x\U000E0068\U000E0069").tagged() == "hi");
}

TEST_CASE("terminal escapes go as a whole, also where they are cut off") {
  CHECK(Clean("a\x1b[1;31mred\x1b[0m b") == "ared b");
  CHECK(Clean("a\x1b]0;title\x07z") == "az");
  CHECK(Clean("a\x1b]8;;https://x\x1b\\z") == "az");
  CHECK(Clean("a\x1b[") == "a");
  CHECK(Clean("a\x1b") == "a");
  CHECK(Clean("a\x1b]0;never ends") == "a");
}

TEST_CASE("cleaning keeps what can be seen") {
  CHECK(Clean("na\u00EFve \u26A0\uFE0F \u200Bx\u202E\x07") == "na\u00EFve \u26A0\uFE0F x");
  CHECK(Clean("plain\n") == "plain\n");
}

TEST_CASE("the invisible is made visible") {
  CHECK(MakeVisible("a\u200Bb\u202E") == "a⟨U+200B⟩b⟨U+202E⟩");
  CHECK(MakeVisible("\x1b[1m") == "⟨ESC⟩[1m");
  CHECK(MakeVisible("a\xFF") == "a⟨FF⟩");
}

}  // namespace
}  // namespace weir::guard
