// Patterns that are too many states for an automaton in tables, matched by a lazily built one: the
// only thing outside of their module that generated functions call.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/automata/lazy.h"

namespace weir::codegen {

// The symbol of MatchLazily, and that of a matcher.
inline constexpr const char* kMatchLazilySymbol = "weir_match_lazily";
std::string LazyMatcherSymbol(uint32_t number);

// Any number of threads may ask it: each borrows what it needs to remember from a pool.
// How code gets at a lazy matcher.
enum class LazyMatching : uint8_t {
  kCalled,   // it calls the one in this process
  kEmitted,  // it has a slower one of its own, with which it can go anywhere
};

class LazyMatcher {
 public:
  // What Match says: does anything fit?
  static constexpr uint32_t kNothing = 0;
  static constexpr uint32_t kSomething = 1;
  static constexpr uint32_t kFailed = 2;  // memory ran out
  static constexpr size_t kWordBits = 64;

  // Null where the patterns are too many or too long even for this.
  static std::unique_ptr<LazyMatcher> Create(uint32_t number,
                                             std::span<const automata::Pattern> patterns);

  uint32_t number() const { return number_; }  // among the matchers of one policy

  size_t pattern_count() const { return patterns_; }
  size_t word_count() const { return (patterns_ + kWordBits - 1) / kWordBits; }
  // Bit n of the words: pattern n fits. All of them are written.
  uint32_t Match(std::string_view text, uint64_t* words) const noexcept;
  // For code that does the same without this.
  automata::NfaTables Tables() const { return automaton_.Tables(); }

 private:
  using Scratch = automata::LazyAutomaton::Scratch;

  LazyMatcher(uint32_t number, size_t patterns, automata::LazyAutomaton automaton)
      : number_(number), patterns_(patterns), automaton_(std::move(automaton)) {}

  std::unique_ptr<Scratch> Borrow() const;
  void GiveBack(std::unique_ptr<Scratch> scratch) const;

  uint32_t number_;
  size_t patterns_;
  automata::LazyAutomaton automaton_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Scratch>> idle_;  // guarded by mutex_
};

}  // namespace weir::codegen

// What kMatchLazilySymbol is to be bound to. `matcher` is a LazyMatcher.
extern "C" uint32_t weir_match_lazily(const void* matcher, const char* text, uint32_t length,
                                      uint64_t* words);
