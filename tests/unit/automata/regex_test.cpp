#include "compiler/automata/regex.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "compiler/automata/automaton.h"

namespace weir::automata {
namespace {

bool Fits(PatternKind kind, const std::string& regex, std::string_view value) {
  std::vector<Pattern> patterns{{kind, regex}};
  std::optional<Automaton> automaton = Build(patterns);
  REQUIRE(automaton);
  return !automaton->accept_sets[automaton->Run(value)].empty();
}

TEST_CASE("regular expressions fit the whole value, or search it") {
  struct Row {
    const char* regex;
    const char* value;
    bool whole;
    bool search;
  };
  const Row rows[] = {
      {"", "", true, true},
      {"", "a", false, true},
      {"abc", "abc", true, true},
      {"abc", "xabcx", false, true},
      {"a|b", "b", true, true},
      {"|b", "", true, true},
      {"ab*", "a", true, true},
      {"a+", "", false, false},
      {"(?:ab)+", "abab", true, true},
      {"(ab){2}", "abab", true, true},
      {"(ab){2}", "ab", false, false},
      {"a{2,}", "aaa", true, true},
      {"a{1,2}", "aaa", false, true},
      {"a{0}", "", true, true},
      {"a{0,0}b", "b", true, true},
      {"(a*)*", "aaa", true, true},
      {"(?P<x>a)b", "ab", true, true},
      {".", "\n", false, false},
      {"(?s).", "\n", true, true},
      {"(?s:.).", "\n\n", false, false},
      {".", "é", true, true},
      {"..", "é", false, false},
      {"[é-ü]", "ö", true, true},
      {"[^a]", "文", true, true},
      {"[]a]", "]", true, true},
      {"[^]a]", "]", false, false},
      {"[a-]", "-", true, true},
      {"[-a]", "-", true, true},
      {"[\\d-]", "-", true, true},
      {"\\d+", "٣", false, false},
      {"\\s", "\v", false, false},
      {"[[:space:]]", "\v", true, true},
      {"[[:^alpha:]]", "1", true, true},
      {"\\W", "é", true, true},
      {"\\pL+", "aé文", true, true},
      {"\\p{Greek}", "λ", true, true},
      {"\\P{Greek}", "λ", false, false},
      {"\\p{^Greek}", "a", true, true},
      {"\\x41\\x{1F600}", "A😀", true, true},
      {"\\.\\*\\\\\\/\\_", ".*\\/_", true, true},
      {"^abc$", "abc", true, true},
      {"^b", "ab", false, false},
      {"a$", "ab", false, false},
      {"a$", "a\n", false, false},
      {"(^a|b)c", "bc", true, true},
      {"(^a|b)c", "xac", false, false},
      {"(^a|b)c", "xbc", false, true},
      {"$^", "", true, true},
      {"a*$^", "", true, true},
      {"a*$^", "a", false, false},
      {"a^b", "ab", false, false},
      {"\\Aab\\z", "ab", true, true},
      {"(?i)stra\\x{DF}e",
       "STRA\xE1\xBA\x9E"
       "E",
       true, true},
      {"(?i)k", "\xE2\x84\xAA", true, true},  // the Kelvin sign
      {"(?i)[^k]", "K", false, false},
      {"(?i)a(?-i)b", "Ab", true, true},
      {"(?i)a(?-i)b", "AB", false, false},
      {"(?i:a)b", "AB", false, false},
      {"a(?i)b|c", "C", true, true},
      {"(a(?i)b)c", "aBC", false, false},
      {"(?i)\xCF\x83", "\xCF\x82", true, true},  // the final sigma
      {"a*?b+?c??", "aabb", true, true},
      {"}]", "}]", true, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.regex, row.value);
    CHECK(Fits(PatternKind::kRegex, row.regex, row.value) == row.whole);
    CHECK(Fits(PatternKind::kRegexSearch, row.regex, row.value) == row.search);
  }
}

TEST_CASE("what is no regular expression is refused where the mistake is") {
  struct Row {
    const char* regex;
    uint32_t offset;
    const char* message;
  };
  const Row rows[] = {
      {"a(b", 1, "this group is not closed"},
      {"ab)", 2, "`)` closes no group"},
      {"a[b", 1, "this class is not closed"},
      {"[]", 0, "this class is not closed"},
      {"*a", 0, "nothing to repeat"},
      {"a|+", 2, "nothing to repeat"},
      {"(?i)*", 4, "nothing to repeat"},
      {"a**", 1, "a repetition is repeated"},
      {"a*??", 1, "a repetition is repeated"},
      {"a{,2}", 1, "a count is"},
      {"a{x", 1, "a count is"},
      {"a{2", 1, "a count is"},
      {"a{3,2}", 1, "the least count"},
      {"a{1001}", 1, "at most 1000"},
      {"a{1,99999999999999999999}", 1, "at most 1000"},
      {"(a)\\1", 3, "back-references are not regular"},
      {"\\012", 0, "no octal"},
      {"a(?=b)", 1, "look-around is not regular"},
      {"(?!b)", 0, "look-around is not regular"},
      {"(?<=b)", 0, "look-around is not regular"},
      {"(?<!b)", 0, "look-around is not regular"},
      {"(?>a)", 0, "unknown kind of group"},
      {"(?m)^a", 0, "unknown kind of group"},
      {"(?)", 0, "unknown kind of group"},
      {"(?P<>a)", 0, "a group's name"},
      {"(?P<a-b>a)", 0, "a group's name"},
      {"a\\bb", 1, "word boundaries"},
      {"\\C", 0, "unknown escape"},
      {"\\q", 0, "unknown escape"},
      {"a\\", 1, "`\\` stands before nothing"},
      {"[z-a]", 1, "the range is backwards"},
      {"[a-\\d]", 1, "a class cannot end a range"},
      {"[[:nope:]]", 1, "unknown class `[:nope:]`"},
      {"\\p{Nope}", 0, "unknown property `Nope`"},
      {"\\p{L", 0, "this property is not closed"},
      {"\\p", 0, "unknown property"},
      {"\\x4", 0, "a code point is"},
      {"\\x{}", 0, "a code point is"},
      {"\\x{110000}", 0, "a code point is"},
      {"\\x{D800}", 0, "a code point is"},
      {"\\x{41", 0, "a code point is"},
      {"a\xFF", 1, "this is not UTF-8"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.regex);
    std::optional<RegexError> error = CheckRegex(row.regex);
    REQUIRE(error);
    CHECK(error->offset == row.offset);
    CHECK_THAT(error->message, Catch::Contains(row.message));
    std::vector<Pattern> patterns{{PatternKind::kRegexSearch, row.regex}};
    CHECK_FALSE(Build(patterns));
  }
}

TEST_CASE("an expression keeps its limits, each at the limit and one past it") {
  CHECK_FALSE(CheckRegex(std::string(kRegexBytesMax, 'a')));
  CHECK(CheckRegex(std::string(kRegexBytesMax + 1, 'a')));

  auto nested = [](size_t depth) { return std::string(depth, '(') + std::string(depth, ')'); };
  CHECK_FALSE(CheckRegex(nested(kRegexDepthMax)));
  CHECK(CheckRegex(nested(kRegexDepthMax + 1)));

  CHECK_FALSE(CheckRegex("a{" + std::to_string(kRegexRepeatMax) + "}"));
  CHECK(CheckRegex("a{" + std::to_string(kRegexRepeatMax + 1) + "}"));

  // One character weighs 2, a sequence 1: `(a{999}){10}` is (2 * 999 + 1) * 10 + 1.
  CHECK_FALSE(CheckRegex("(?:a{999}){10}"));
  CHECK_FALSE(CheckRegex("(?:a{999}){10}b{4}"));
  CHECK(CheckRegex("(?:a{999}){10}b{5}"));
  CHECK(CheckRegex("(?:(?:(?:a{1000}){1000}){1000}){1000}"));
}

TEST_CASE("many groups one after the other are not deep") {
  std::string regex;
  for (int at = 0; at < 500; ++at) regex += "(a)";
  CHECK_FALSE(CheckRegex(regex));
}

}  // namespace
}  // namespace weir::automata
