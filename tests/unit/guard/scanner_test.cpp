#include "runtime/guard/scanner.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <tuple>

namespace weir::guard {
namespace {

using Found = std::set<std::tuple<uint32_t, uint32_t, uint32_t>>;

Found ScanAll(const std::vector<Term>& terms, std::string_view text) {
  const auto scanner = Scanner::Build(terms);
  REQUIRE(scanner);
  std::vector<Hit> hits;
  scanner->Scan(text, hits);
  Found found;
  for (const Hit& hit : hits) found.insert({hit.begin, hit.end, hit.term});
  CHECK(found.size() == hits.size());
  return found;
}

// The same by looking at every place.
Found Naive(const std::vector<Term>& terms, std::string_view text) {
  const auto word = [&](size_t at) { return at < text.size() && IsWordByte(text[at]); };
  Found found;
  for (uint32_t t = 0; t < terms.size(); ++t) {
    const std::string& term = terms[t].text;
    for (size_t at = 0; at + term.size() <= text.size(); ++at) {
      if (text.substr(at, term.size()) != term) continue;
      const size_t end = at + term.size();
      if (at > 0 && word(at) && word(at - 1)) continue;
      if (!terms[t].stem && word(end) && word(end - 1)) continue;
      found.insert({static_cast<uint32_t>(at), static_cast<uint32_t>(end), t});
    }
  }
  return found;
}

Term Plain(std::string text) {
  return {std::move(text), 1, false};
}
Term Stem(std::string text) {
  return {std::move(text), 1, true};
}

TEST_CASE("terms are found at word borders, in any case, over any white space") {
  const std::vector<Term> terms = {Plain("read"), Plain("do not tell"), Stem("exfil"),
                                   Plain("<system"), Plain(".ssh")};
  CHECK(ScanAll(terms, "Read reader bread re_read READ") == Found{{0, 4, 0}, {26, 30, 0}});
  CHECK(ScanAll(terms, "Do  not\n\ttell him") == Found{{0, 13, 1}});
  CHECK(ScanAll(terms, "exfiltrate") == Found{{0, 5, 2}});
  CHECK(ScanAll(terms, "x<SYSTEM>~/.ssh/") == Found{{1, 8, 3}, {11, 15, 4}});
}

TEST_CASE("scripts without word borders are found anywhere, Cyrillic only in whole words") {
  CHECK(ScanAll({Plain("\u7528\u6237")}, "\u544A\u8BC9\u7528\u6237\u5417").size() == 1);
  CHECK(ScanAll({Plain("\u0436\u0434\u0438")},
                "\u043F\u0436\u0434\u0438 \u0436\u0434\u0438 \u0436\u0434\u0438\u0442")
            .size() == 1);
}

TEST_CASE("the automaton agrees with looking at every place, also in lanes") {
  const std::vector<Term> terms = {Plain("a"), Plain("ab"), Plain("b a"), Plain("a b a"),
                                   Stem("ba"), Plain("-a"), Plain("a-"),  Plain("b-b b")};
  std::mt19937 random(20261123);
  for (const size_t size : {0, 1, 7, 60, 4095, 4096, 9000}) {
    for (int round = 0; round < 20; ++round) {
      std::string text;
      for (size_t i = 0; i < size; ++i) {
        char next = "ab- x"[random() % 5];
        if (next == ' ' && !text.empty() && text.back() == ' ')
          next = 'a';  // runs are another test
        text += next;
      }
      INFO("size " << size << " round " << round);
      CHECK(ScanAll(terms, text) == Naive(terms, text));
    }
  }
}

TEST_CASE("a long text without a border for lanes is scanned all the same") {
  const std::string text = std::string(20'000, 'x') + "-a";
  CHECK(ScanAll({Plain("-a")}, text) == Found{{20'000, 20'002, 0}});
}

TEST_CASE("too many terms are refused, not cut") {
  std::vector<Term> terms;
  std::mt19937 random(7);
  for (int i = 0; i < 3'000; ++i) {
    std::string text;
    for (int j = 0; j < 40; ++j) text += static_cast<char>('a' + random() % 26);
    terms.push_back(Plain(text));
  }
  CHECK_FALSE(Scanner::Build(terms));
}

TEST_CASE("the lexicon fits, and each of its terms is found alone") {
  const std::vector<Term>& terms = Lexicon();
  const auto scanner = Scanner::Build(terms);
  REQUIRE(scanner);
  for (uint32_t t = 0; t < terms.size(); ++t) {
    std::vector<Hit> hits;
    scanner->Scan(terms[t].text, hits);
    INFO(terms[t].text);
    CHECK(std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) { return hit.term == t; }));
  }
}

}  // namespace
}  // namespace weir::guard
