#include "compiler/automata/lazy.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "compiler/automata/nfa.h"
#include "compiler/automata/set_pool.h"
#include "compiler/automata/subset.h"
#include "compiler/automata/translate.h"

namespace weir::automata {
namespace {

constexpr uint32_t kUnknown = std::numeric_limits<uint32_t>::max();
constexpr uint32_t kLeastStates = 2;  // the start, and the one at hand
constexpr uint32_t kStart = 0;

}  // namespace

struct LazyAutomaton::Patterns {
  Nfa nfa;
};

// States by number as they are found; state 0 is the start.
class LazyAutomaton::Scratch::States {
 public:
  States(const Nfa& nfa, uint32_t states_max)
      : stepper_(nfa), states_max_(std::max(states_max, kLeastStates)) {
    stepper_.Start(start_);
    Reset();
  }

  uint32_t Next(uint32_t state, unsigned char byte) {
    const ByteClasses& classes = stepper_.classes();
    size_t at = size_t{state} * classes.count + classes.class_of[byte];
    if (next_[at] != kUnknown) return next_[at];
    stepper_.Step(pool_[state], classes.class_of[byte], set_);
    uint32_t known = pool_.size();
    uint32_t target = pool_.Intern(set_);
    if (target == known && !HasRoom()) {
      Reset();
      ++flush_count_;
      target = pool_.Intern(set_);
      Grow();
      return target;
    }
    if (target == known) Grow();
    next_[at] = target;
    return target;
  }

  std::span<const uint32_t> Accepted(uint32_t state) {
    stepper_.Accepted(pool_[state], state == kStart, accepted_);
    return accepted_;
  }

  uint64_t flush_count() const { return flush_count_; }

 private:
  bool HasRoom() const {
    return pool_.size() <= states_max_ && pool_.member_count() <= kSetMembersMax;
  }

  void Grow() { next_.resize(size_t{pool_.size()} * stepper_.classes().count, kUnknown); }

  // An equal set later on is another state than the start, for it is not at the begin.
  void Reset() {
    pool_.Clear();
    next_.clear();
    pool_.Add(start_);
    Grow();
  }

  static constexpr size_t kSetMembersMax = size_t{1} << 20;

  SubsetStepper stepper_;
  uint32_t states_max_;
  SetPool pool_;
  std::vector<uint32_t> next_;  // [state * class count + class]
  StateSet start_;
  StateSet set_;
  std::vector<uint32_t> accepted_;
  uint64_t flush_count_ = 0;
};

LazyAutomaton::LazyAutomaton(std::unique_ptr<const Patterns> patterns)
    : patterns_(std::move(patterns)) {}
LazyAutomaton::LazyAutomaton(LazyAutomaton&&) noexcept = default;
LazyAutomaton& LazyAutomaton::operator=(LazyAutomaton&&) noexcept = default;
LazyAutomaton::~LazyAutomaton() = default;

std::optional<LazyAutomaton> LazyAutomaton::Create(std::span<const Pattern> patterns) {
  auto made = std::make_unique<Patterns>();
  for (uint32_t index = 0; index < patterns.size(); ++index) {
    if (!AddPattern(made->nfa, patterns[index], index)) return std::nullopt;
    if (made->nfa.states().size() > kLazyPatternStatesMax) return std::nullopt;
  }
  return LazyAutomaton(std::move(made));
}

std::span<const uint32_t> LazyAutomaton::Run(std::string_view text, Scratch& scratch) const {
  uint32_t state = kStart;
  for (char byte : text) state = scratch.states_->Next(state, static_cast<unsigned char>(byte));
  return scratch.states_->Accepted(state);
}

LazyAutomaton::Scratch::Scratch(const LazyAutomaton& automaton, uint32_t states_max)
    : states_(std::make_unique<States>(automaton.patterns_->nfa, states_max)) {}
LazyAutomaton::Scratch::Scratch(Scratch&&) noexcept = default;
LazyAutomaton::Scratch& LazyAutomaton::Scratch::operator=(Scratch&&) noexcept = default;
LazyAutomaton::Scratch::~Scratch() = default;

uint64_t LazyAutomaton::Scratch::flush_count() const {
  return states_->flush_count();
}

}  // namespace weir::automata
