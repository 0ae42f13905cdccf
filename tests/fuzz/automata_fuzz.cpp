// Patterns on the first lines, a text on the last: the built automaton, the lazy one and the naive
// matcher agree. The first byte of a line is the kind of its pattern.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/automata/automaton.h"
#include "compiler/automata/lazy.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/naive_match.h"

namespace {

using weir::automata::Pattern;
using weir::automata::PatternKind;

constexpr size_t kInputBytesMax = 200;  // the naive matcher is exponential
constexpr size_t kStarsMax = 6;
constexpr unsigned kKinds = 9;
constexpr uint32_t kStatesMax = 2'000;

bool IsRegex(const Pattern& pattern) {
  return pattern.kind == PatternKind::kRegex || pattern.kind == PatternKind::kRegexSearch;
}

std::string_view TakePatterns(std::string_view input, std::vector<Pattern>& patterns) {
  for (size_t end; (end = input.find('\n')) != std::string_view::npos;
       input.remove_prefix(end + 1)) {
    if (end == 0) continue;
    auto kind = static_cast<PatternKind>(static_cast<unsigned char>(input[0]) % kKinds);
    patterns.push_back({kind, std::string(input.substr(1, end - 1))});
  }
  return input;
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  if (size > kInputBytesMax ||
      static_cast<size_t>(std::count(input.begin(), input.end(), '*')) > kStarsMax)
    return 0;
  std::vector<Pattern> patterns;
  std::string_view text = TakePatterns(input, patterns);
  std::optional<weir::automata::LazyAutomaton> lazy =
      weir::automata::LazyAutomaton::Create(patterns);
  std::optional<weir::automata::Automaton> built =
      weir::automata::Build(patterns, {.states_max = kStatesMax});
  Hold(lazy || !built, "what is built can be lazy");
  if (!lazy) return 0;
  weir::automata::LazyAutomaton::Scratch scratch(*lazy, 3);
  std::span<const uint32_t> accepted = lazy->Run(text, scratch);
  if (built) {
    Hold(std::ranges::equal(accepted, built->accept_sets[built->Run(text)]),
         "lazy and built agree");
  }
  if (!IsAscii(text)) return 0;
  for (uint32_t at = 0; at < patterns.size(); ++at) {
    if (IsRegex(patterns[at])) continue;
    bool fits = std::ranges::binary_search(accepted, at);
    Hold(fits == weir::automata::NaiveFits(patterns[at], text), "the naive matcher agrees");
  }
  return 0;
}
