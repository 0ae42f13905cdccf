#include "compiler/automata/lazy.h"

#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace weir::automata {
namespace {

std::vector<uint32_t> Accepted(const LazyAutomaton& lazy, LazyAutomaton::Scratch& scratch,
                               std::string_view text) {
  std::span<const uint32_t> accepted = lazy.Run(text, scratch);
  return {accepted.begin(), accepted.end()};
}

std::string RandomText(std::mt19937& random, std::string_view letters, size_t length_max) {
  std::string text;
  for (size_t count = random() % (length_max + 1); count > 0; --count)
    text += letters[random() % letters.size()];
  return text;
}

std::vector<Pattern> SomePatterns() {
  return {{PatternKind::kContains, "ab"},
          {PatternKind::kGlob, "a*/b?"},
          {PatternKind::kWithin, "/a"},
          {PatternKind::kRegex, "(a|b)*a$"},
          {PatternKind::kEndsWith, "ba"},
          {PatternKind::kNameGlob, "*a*b"},
          {PatternKind::kRegexSearch, "^a|/b$"},
          {PatternKind::kRegex, "a*$^"},
          {PatternKind::kEquals, ""}};
}

TEST_CASE("the lazy automaton says what the built one says, however few states it may keep") {
  std::vector<Pattern> patterns = SomePatterns();
  Automaton built = *Build(patterns);
  LazyAutomaton lazy = *LazyAutomaton::Create(patterns);
  for (uint32_t states_max : {0u, 2u, 3u, 7u, kLazyStatesMax}) {
    LazyAutomaton::Scratch scratch(lazy, states_max);
    std::mt19937 random(99);
    for (int round = 0; round < 2000; ++round) {
      std::string text = RandomText(random, "ab/c", 12);
      CAPTURE(states_max, text);
      REQUIRE(Accepted(lazy, scratch, text) == built.accept_sets[built.Run(text)]);
    }
    CHECK((scratch.flush_count() > 0) == (states_max < kLazyStatesMax));
  }
}

// What generated code does with the tables.
std::vector<uint32_t> Accepted(const NfaTables& tables, std::string_view text) {
  const auto list = [](const Lists& lists, uint32_t at) {
    return std::span(lists.values)
        .subspan(lists.begins[at], lists.begins[at + 1] - lists.begins[at]);
  };
  std::set<uint32_t> now(tables.start.begin(), tables.start.end());
  for (const char byte : text) {
    const uint32_t of_class = tables.class_of[static_cast<unsigned char>(byte)];
    const auto always = list(tables.always_next, of_class);
    std::set<uint32_t> then(always.begin(), always.end());
    for (const uint32_t state : now) {
      const uint64_t word = tables.sets[tables.reads[state] + of_class / 64];
      if ((word >> (of_class % 64) & 1) == 0) continue;
      for (const uint32_t next : list(tables.next, state)) then.insert(next);
    }
    now = std::move(then);
  }
  if (text.empty()) return tables.accepts_empty;
  std::set<uint32_t> accepted(tables.always_accepts.begin(), tables.always_accepts.end());
  for (const uint32_t state : now) {
    for (const uint32_t pattern : list(tables.accepts, state)) accepted.insert(pattern);
  }
  return {accepted.begin(), accepted.end()};
}

TEST_CASE("the tables of all states say what the lazy automaton says") {
  std::vector<Pattern> patterns = SomePatterns();
  patterns.push_back({PatternKind::kRegexSearch, "a?"});
  patterns.push_back({PatternKind::kRegexSearch, "b{2,3}/"});
  patterns.push_back({PatternKind::kGlob, "**"});
  LazyAutomaton lazy = *LazyAutomaton::Create(patterns);
  const NfaTables tables = lazy.Tables();
  CHECK(tables.always_accepts.size() == 2);
  LazyAutomaton::Scratch scratch(lazy);
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text = RandomText(random, "ab/c", 12);
    CAPTURE(text);
    REQUIRE(Accepted(tables, text) == Accepted(lazy, scratch, text));
  }
}

TEST_CASE("patterns beyond Build's budget run lazily, in time linear in the text") {
  std::vector<Pattern> patterns;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    patterns.push_back({PatternKind::kContains, std::string(1, letter) + "0"});
  }
  patterns.push_back({PatternKind::kGlob, "**a" + std::string(40, '?')});
  REQUIRE_FALSE(Build(patterns));
  LazyAutomaton lazy = *LazyAutomaton::Create(patterns);
  LazyAutomaton::Scratch scratch(lazy, 64);
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    std::string text = RandomText(random, "abcxyz0", 400);
    std::vector<uint32_t> expected;
    for (uint32_t at = 0; at < 26; ++at) {
      if (text.find(patterns[at].text) != std::string::npos) expected.push_back(at);
    }
    if (text.size() > 40 && text[text.size() - 41] == 'a') expected.push_back(26);
    REQUIRE(Accepted(lazy, scratch, text) == expected);
  }
  CHECK(scratch.flush_count() > 0);
}

TEST_CASE("threads share a lazy automaton, each with its own scratch") {
  std::vector<Pattern> patterns = SomePatterns();
  Automaton built = *Build(patterns);
  LazyAutomaton lazy = *LazyAutomaton::Create(patterns);
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (unsigned each = 0; each < wrong.size(); ++each) {
    threads.emplace_back([&, each] {
      LazyAutomaton::Scratch scratch(lazy, 5);
      std::mt19937 random(each);
      for (int round = 0; round < 500; ++round) {
        std::string text = RandomText(random, "ab/", 10);
        if (Accepted(lazy, scratch, text) != built.accept_sets[built.Run(text)]) ++wrong[each];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
}

TEST_CASE("a lazy automaton is refused where a pattern cannot be read or all are too large") {
  std::vector<Pattern> broken{{PatternKind::kEquals, "a"}, {PatternKind::kRegex, "("}};
  CHECK_FALSE(LazyAutomaton::Create(broken));
  // A literal of n bytes takes n states and one to accept.
  std::vector<Pattern> largest{{PatternKind::kEquals, std::string(kLazyPatternStatesMax - 1, 'a')}};
  CHECK(LazyAutomaton::Create(largest));
  largest[0].text += 'a';
  CHECK_FALSE(LazyAutomaton::Create(largest));
}

}  // namespace
}  // namespace weir::automata
