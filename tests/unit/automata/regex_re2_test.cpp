// Our regular expressions against RE2's, on random expressions and texts. WEIR_REGEX_PAIRS sets how
// many pairs (a long run: 100,000,000), WEIR_SEED where the randomness begins.
#include <re2/re2.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "compiler/automata/automaton.h"

namespace weir::automata {
namespace {

constexpr uint64_t kPairsDefault = 200'000;
constexpr uint64_t kPairsOfExpression = 400;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  std::string Expression(int depth) {
    switch (depth == 0 ? Below(4) : Below(12)) {
      case 0:
      case 1:
      case 2:
        return Pick(kAtoms);
      case 3:
        return Class();
      case 4:
      case 5:
        return Expression(depth - 1) + Expression(depth - 1);
      case 6:
        return Expression(depth - 1) + "|" + Expression(depth - 1);
      case 7:
        return "(?:" + Expression(depth - 1) + ")" + Pick(kRepeats);
      case 8:
        return "(?:" + Expression(depth - 1) + ")";
      case 9:
        return "(?i:" + Expression(depth - 1) + ")";
      case 10:
        return "((?is)" + Expression(depth - 1) + ")" + Expression(depth - 1);
      default:
        return "(?:" + Pick(kAtoms) + ")" + Pick(kRepeats);
    }
  }

  std::string Text() {
    std::string text;
    for (uint64_t count = Below(8); count > 0; --count) text += Pick(kPieces);
    return text;
  }

 private:
  uint64_t Below(uint64_t limit) { return random_() % limit; }
  const std::string& Pick(const std::vector<std::string>& from) { return from[Below(from.size())]; }

  std::string Class() {
    std::string text = Below(2) == 0 ? "[" : "[^";
    for (uint64_t count = 1 + Below(3); count > 0; --count) text += Pick(kClassItems);
    return text + "]";
  }

  static const std::vector<std::string> kAtoms;
  static const std::vector<std::string> kRepeats;
  static const std::vector<std::string> kClassItems;
  static const std::vector<std::string> kPieces;
  std::mt19937_64 random_;
};

const std::vector<std::string> Generator::kAtoms{
    "a",     "b",        "K",   "k",   "ab",  "é",   "文",  "😀",    ".",       "^",    "$",
    "\\d",   "\\D",      "\\w", "\\W", "\\s", "\\S", "",    "\\pL", "\\p{Lu}", "\\PL", "\\p{Greek}",
    "\\x61", "\\x{3c3}", "\\.", "\\n", "s",   "S",   "\\A", "\\z",  "_",       "/"};
const std::vector<std::string> Generator::kRepeats{"*",   "+",     "?",    "*?",  "+?",    "??",
                                                   "{2}", "{0,2}", "{1,}", "{0}", "{2,3}?"};
const std::vector<std::string> Generator::kClassItems{"a",
                                                      "a-c",
                                                      "k",
                                                      "S",
                                                      "é",
                                                      "\\d",
                                                      "\\W",
                                                      "\\S",
                                                      "[:alpha:]",
                                                      "[:^punct:]",
                                                      "\\x{3b1}-\\x{3c9}",
                                                      "文",
                                                      "\\n",
                                                      "\\]",
                                                      "[:space:]",
                                                      "\\p{Ll}",
                                                      "\\x{10000}-\\x{1F64F}",
                                                      "\\x{7f}-\\x{900}",
                                                      "\\x{d000}-\\x{e100}",
                                                      "!-~"};
const std::vector<std::string> Generator::kPieces{"a",
                                                  "b",
                                                  "A",
                                                  "B",
                                                  "K",
                                                  "k",
                                                  "\xE2\x84\xAA",
                                                  "s",
                                                  "S",
                                                  "\xC5\xBF",
                                                  "é",
                                                  "É",
                                                  "文",
                                                  "😀",
                                                  "\n",
                                                  "1",
                                                  "_",
                                                  "/",
                                                  ".",
                                                  " ",
                                                  "σ",
                                                  "ς",
                                                  "Σ",
                                                  "λ",
                                                  "ab",
                                                  "\xC2\x80",
                                                  "\xEE\x80\x80",
                                                  "\xED\x9F\xBF",
                                                  "\xF4\x8F\xBF\xBF"};

TEST_CASE("expressions fit what they fit in RE2") {
  const uint64_t pairs = FromEnvironment("WEIR_REGEX_PAIRS", kPairsDefault);
  const uint64_t seed = FromEnvironment("WEIR_SEED", 20261123);
  Generator generator(seed);
  uint64_t fitting = 0;
  for (uint64_t done = 0; done < pairs; done += kPairsOfExpression) {
    std::string regex = generator.Expression(4);
    CAPTURE(seed, regex);
    RE2 reference(regex, RE2::Quiet);
    REQUIRE(reference.ok());
    std::vector<Pattern> patterns{{PatternKind::kRegex, regex}, {PatternKind::kRegexSearch, regex}};
    std::optional<Automaton> automaton = Build(patterns);
    REQUIRE(automaton);
    for (uint64_t at = 0; at < kPairsOfExpression / 2; ++at) {
      std::string text = generator.Text();
      std::vector<uint32_t> expected;
      if (RE2::FullMatch(text, reference)) expected.push_back(0);
      if (RE2::PartialMatch(text, reference)) expected.push_back(1);
      if (automaton->accept_sets[automaton->Run(text)] != expected) {
        CAPTURE(text);
        REQUIRE(automaton->accept_sets[automaton->Run(text)] == expected);
      }
      fitting += expected.size();
    }
  }
  // Both answers occur often enough for the test to mean something.
  CHECK(fitting > pairs / 10);
  CHECK(fitting < pairs - pairs / 10);
}

}  // namespace
}  // namespace weir::automata
