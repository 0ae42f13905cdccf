#include "compiler/automata/automaton.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "tests/support/naive_match.h"

namespace weir::automata {
namespace {

bool Fits(PatternKind kind, const std::string& text, std::string_view value) {
  std::vector<Pattern> patterns{{kind, text}};
  std::optional<Automaton> automaton = Build(patterns);
  REQUIRE(automaton);
  return automaton->accept_sets[automaton->Run(value)] == std::vector<uint32_t>{0};
}

struct Row {
  PatternKind kind;
  const char* pattern;
  const char* value;
  bool fits;
};

TEST_CASE("each kind of pattern fits what it says") {
  using enum PatternKind;
  const Row rows[] = {
      {kEquals, "", "", true},
      {kEquals, "", "a", false},
      {kEquals, "read_file", "read_file", true},
      {kEquals, "read_file", "read_file2", false},
      {kEquals, "read_file", "read_fil", false},
      {kEquals, "a*", "ab", false},
      {kNameGlob, "*", "", true},
      {kNameGlob, "read_*", "read_", true},
      {kNameGlob, "read_*", "read_a/b", true},
      {kNameGlob, "read_*", "unread_a", false},
      {kNameGlob, "*_file", "read_file", true},
      {kNameGlob, "*_file", "read_files", false},
      {kNameGlob, "a*b*c", "axxbyyc", true},
      {kNameGlob, "a*b*c", "axxcyyb", false},
      {kNameGlob, "a?", "ab", false},
      {kNameGlob, "a?", "a?", true},
      {kNameGlob, "a\\*", "a\\x", true},
      {kGlob, "/srv/*", "/srv/a", true},
      {kGlob, "/srv/*", "/srv/", true},
      {kGlob, "/srv/*", "/srv/a/b", false},
      {kGlob, "/srv/**", "/srv/a/b", true},
      {kGlob, "/srv/**/c", "/srv/a/b/c", true},
      {kGlob, "/srv/**/c", "/srv/c", false},
      {kGlob, "***", "a/b", true},
      {kGlob, "?", "a", true},
      {kGlob, "?", "/", false},
      {kGlob, "?", "", false},
      {kGlob, "?", "é", true},
      {kGlob, "?", "文", true},
      {kGlob, "?", "😀", true},
      {kGlob, "??", "é", false},
      {kGlob, "?", "\xC3", false},          // half a code point
      {kGlob, "?", "\xC0\xAF", false},      // overlong slash
      {kGlob, "?", "\xED\xA0\x80", false},  // surrogate
      {kGlob, "?", "\xF4\x90\x80\x80", false},
      {kGlob, "\\*", "*", true},
      {kGlob, "\\*", "a", false},
      {kGlob, "\\\\", "\\", true},
      {kGlob, "a\\", "a\\", true},
      {kContains, "", "", true},
      {kContains, "aab", "xaaaby", true},
      {kContains, "aab", "xaabb", true},
      {kContains, "aab", "abab", false},
      {kStartsWith, "ab", "ab", true},
      {kStartsWith, "ab", "abc", true},
      {kStartsWith, "ab", "a", false},
      {kEndsWith, "ab", "aab", true},
      {kEndsWith, "ab", "aba", false},
      {kWithin, "/srv", "/srv", true},
      {kWithin, "/srv", "/srv/", true},
      {kWithin, "/srv", "/srv/x", true},
      {kWithin, "/srv", "/srv2", false},
      {kWithin, "/srv", "/sr", false},
      {kWithin, "/", "/", true},
      {kWithin, "/", "/etc/passwd", true},
      {kWithin, "/", "etc", false},
      {kWithin, "/", "", false},
      {kWithin, "", "", false},
      {kWithin, "srv", "srv", false},
  };
  for (const Row& row : rows) {
    CAPTURE(static_cast<int>(row.kind), row.pattern, row.value);
    CHECK(Fits(row.kind, row.pattern, row.value) == row.fits);
  }
}

TEST_CASE("NUL and high bytes are bytes like others") {
  std::string value("a\0b\xFF", 4);
  CHECK(Fits(PatternKind::kEquals, value, value));
  CHECK(Fits(PatternKind::kGlob, "a*", value));
  CHECK_FALSE(Fits(PatternKind::kEquals, "a", value));
}

TEST_CASE("no pattern at all accepts nothing, in one state") {
  std::optional<Automaton> automaton = Build({});
  REQUIRE(automaton);
  CHECK(automaton->state_count() == 1);
  CHECK(automaton->settled[0]);
  CHECK(automaton->Run("anything") == 0);
  CHECK(automaton->accept_sets == std::vector<std::vector<uint32_t>>{{}});
}

TEST_CASE("patterns are told apart, equal ones included") {
  std::vector<Pattern> patterns{{PatternKind::kStartsWith, "a"},
                                {PatternKind::kEquals, "ab"},
                                {PatternKind::kEndsWith, "b"},
                                {PatternKind::kEquals, "ab"}};
  std::optional<Automaton> automaton = Build(patterns);
  REQUIRE(automaton);
  auto accepted = [&](std::string_view text) {
    return automaton->accept_sets[automaton->Run(text)];
  };
  CHECK(accepted("ab") == std::vector<uint32_t>{0, 1, 2, 3});
  CHECK(accepted("a") == std::vector<uint32_t>{0});
  CHECK(accepted("b") == std::vector<uint32_t>{2});
  CHECK(accepted("").empty());
  CHECK(automaton->accept_sets[0].empty());
}

TEST_CASE("the automaton is minimal") {
  // 4 positions of "abc", 1 state for what can fit no more.
  std::vector<Pattern> literal{{PatternKind::kEquals, "abc"}};
  CHECK(Build(literal)->state_count() == 5);
  // Whether it was found, and how much of it: 4 states.
  std::vector<Pattern> contains{{PatternKind::kContains, "abc"}};
  CHECK(Build(contains)->state_count() == 4);
  // Two ways to say one thing: any text.
  std::vector<Pattern> all{{PatternKind::kGlob, "**"}, {PatternKind::kContains, ""}};
  CHECK(Build(all)->state_count() == 1);
}

TEST_CASE("settled states are those that every byte leads back to") {
  std::vector<Pattern> patterns{{PatternKind::kStartsWith, "ab"}};
  Automaton automaton = *Build(patterns);
  for (uint32_t state = 0; state < automaton.state_count(); ++state) {
    bool stays = true;
    for (uint32_t each = 0; each < automaton.class_count; ++each) {
      stays = stays && automaton.next[state * automaton.class_count + each] == state;
    }
    CHECK(automaton.settled[state] == stays);
  }
  CHECK(std::count(automaton.settled.begin(), automaton.settled.end(), true) == 2);
}

TEST_CASE("the same patterns give the same tables") {
  std::vector<Pattern> patterns{{PatternKind::kGlob, "/a/*/b?"},
                                {PatternKind::kContains, "x/y"},
                                {PatternKind::kWithin, "/a"}};
  Automaton one = *Build(patterns);
  Automaton other = *Build(patterns);
  CHECK(one.class_of == other.class_of);
  CHECK(one.next == other.next);
  CHECK(one.accepts == other.accepts);
  CHECK(one.accept_sets == other.accept_sets);
}

TEST_CASE("the budget holds at its limit and not one state below") {
  std::vector<Pattern> patterns{{PatternKind::kEquals, "abc"}};
  CHECK(Build(patterns, {.states_max = 5}));
  CHECK_FALSE(Build(patterns, {.states_max = 4}));
}

TEST_CASE("patterns that would need exponentially many states are given up quickly") {
  std::vector<Pattern> patterns;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    patterns.push_back({PatternKind::kContains, std::string(1, letter) + "0"});
  }
  CHECK_FALSE(Build(patterns));
  std::vector<Pattern> far_back{{PatternKind::kGlob, "**a" + std::string(40, '?')}};
  CHECK_FALSE(Build(far_back));
}

TEST_CASE("5,000 names and fifty globs fit in half of the states that may be") {
  std::vector<Pattern> patterns;
  for (int at = 0; at < 5000; ++at) {
    patterns.push_back(
        {PatternKind::kEquals, "tool_" + std::to_string(at * 7919 % 100000) + "_run"});
  }
  for (int at = 0; at < 50; ++at) {
    std::string text = at % 2 == 0 ? "tool_" + std::to_string(at) + "*" : "*_" + std::to_string(at);
    patterns.push_back({PatternKind::kNameGlob, text});
  }
  const std::optional<Automaton> automaton = Build(patterns, {.states_max = 32'768});
  REQUIRE(automaton);
  CHECK(automaton->accept_sets[automaton->Run("tool_7919_run")].size() == 1);
}

std::string RandomText(std::mt19937& random, const std::vector<std::string>& parts,
                       size_t parts_max) {
  std::string text;
  size_t count = random() % (parts_max + 1);
  for (size_t at = 0; at < count; ++at) text += parts[random() % parts.size()];
  return text;
}

TEST_CASE("many random patterns together fit what each fits naively") {
  std::mt19937 random(20261123);
  const std::vector<std::string> pattern_parts{"a", "b", "/", "*", "**", "?", "é", "\\*", "a/"};
  const std::vector<std::string> value_parts{"a", "b", "/", "*", "é", "文", "\\", "a/"};
  for (int round = 0; round < 300; ++round) {
    std::vector<Pattern> patterns;
    for (size_t at = 0; at <= random() % 6; ++at) {
      std::string text = RandomText(random, pattern_parts, 6);
      auto kind = static_cast<PatternKind>(random() % 7);
      if (kind == PatternKind::kWithin) text = "/a";
      patterns.push_back({kind, text});
    }
    std::optional<Automaton> automaton = Build(patterns);
    REQUIRE(automaton);
    for (int trial = 0; trial < 100; ++trial) {
      std::string value = RandomText(random, value_parts, 8);
      std::vector<uint32_t> expected;
      for (uint32_t at = 0; at < patterns.size(); ++at) {
        if (NaiveFits(patterns[at], value)) expected.push_back(at);
      }
      CAPTURE(round, value);
      REQUIRE(automaton->accept_sets[automaton->Run(value)] == expected);
    }
  }
}

}  // namespace
}  // namespace weir::automata
