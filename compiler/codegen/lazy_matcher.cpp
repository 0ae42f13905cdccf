#include "compiler/codegen/lazy_matcher.h"

#include <algorithm>

namespace weir::codegen {

std::string LazyMatcherSymbol(uint32_t number) {
  return "weir_lazy_" + std::to_string(number);
}

std::unique_ptr<LazyMatcher> LazyMatcher::Create(uint32_t number,
                                                 std::span<const automata::Pattern> patterns) {
  auto automaton = automata::LazyAutomaton::Create(patterns);
  if (!automaton) return nullptr;
  return std::unique_ptr<LazyMatcher>(
      new LazyMatcher(number, patterns.size(), std::move(*automaton)));
}

uint32_t LazyMatcher::Match(std::string_view text, uint64_t* words) const noexcept {
  std::fill_n(words, word_count(), uint64_t{0});
  try {
    auto scratch = Borrow();
    const auto patterns = automaton_.Run(text, *scratch);
    const uint32_t answer = patterns.empty() ? kNothing : kSomething;
    for (uint32_t pattern : patterns) {
      words[pattern / kWordBits] |= uint64_t{1} << (pattern % kWordBits);
    }
    GiveBack(std::move(scratch));
    return answer;
  } catch (...) {
    return kFailed;
  }
}

std::unique_ptr<LazyMatcher::Scratch> LazyMatcher::Borrow() const {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto scratch = std::move(idle_.back());
      idle_.pop_back();
      return scratch;
    }
  }
  return std::make_unique<Scratch>(automaton_);
}

void LazyMatcher::GiveBack(std::unique_ptr<Scratch> scratch) const {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(scratch));
}

}  // namespace weir::codegen

uint32_t weir_match_lazily(const void* matcher, const char* text, uint32_t length,
                           uint64_t* words) {
  const auto* lazy = static_cast<const weir::codegen::LazyMatcher*>(matcher);
  return lazy->Match({length == 0 ? "" : text, length}, words);
}
