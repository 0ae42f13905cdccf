#include "compiler/automata/lazy.h"

#include <algorithm>
#include <array>
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

// States as they are found, each known by where its row of next rows begins; row 0 is the start.
class LazyAutomaton::Scratch::States {
 public:
  States(const Nfa& nfa, uint32_t states_max)
      : stepper_(nfa), states_max_(std::max(states_max, kLeastStates)) {
    stepper_.Start(start_);
    Reset();
  }

  // The row after the whole text. A step that is known is one addition and one load.
  uint32_t Run(std::string_view text) {
    const std::array<uint8_t, 256>& class_of = stepper_.classes().class_of;
    uint32_t row = kStart;
    for (char byte : text) {
      const uint8_t of_class = class_of[static_cast<unsigned char>(byte)];
      const uint32_t known = next_[row + of_class];
      row = known != kUnknown ? known : Find(row, of_class);
    }
    return row;
  }

  std::span<const uint32_t> Accepted(uint32_t row) {
    const uint32_t state = row / stepper_.classes().count;
    std::optional<std::vector<uint32_t>>& accepted = accepted_[state];
    if (!accepted) stepper_.Accepted(pool_[state], row == kStart, accepted.emplace());
    return *accepted;
  }

  uint64_t flush_count() const { return flush_count_; }

 private:
  uint32_t Find(uint32_t row, uint8_t of_class) {
    const uint32_t width = stepper_.classes().count;
    stepper_.Step(pool_[row / width], of_class, set_);
    const uint32_t known = pool_.size();
    uint32_t target = pool_.Intern(set_);
    if (target == known && !HasRoom()) {
      Reset();
      ++flush_count_;
      target = pool_.Intern(set_);
      Grow();
      return target * width;
    }
    if (target == known) Grow();
    next_[row + of_class] = target * width;
    return target * width;
  }

  bool HasRoom() const {
    return pool_.size() <= states_max_ && pool_.member_count() <= kSetMembersMax;
  }

  void Grow() {
    next_.resize(size_t{pool_.size()} * stepper_.classes().count, kUnknown);
    accepted_.resize(pool_.size());
  }

  // An equal set later on is another state than the start, for it is not at the begin.
  void Reset() {
    pool_.Clear();
    next_.clear();
    accepted_.clear();
    pool_.Add(start_);
    Grow();
  }

  static constexpr size_t kSetMembersMax = size_t{1} << 20;

  SubsetStepper stepper_;
  uint32_t states_max_;
  SetPool pool_;
  std::vector<uint32_t> next_;  // [row + class]: a row
  StateSet start_;
  StateSet set_;
  std::vector<std::optional<std::vector<uint32_t>>> accepted_;  // by state, once asked for
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
  return scratch.states_->Accepted(scratch.states_->Run(text));
}

NfaTables LazyAutomaton::Tables() const {
  return TablesOf(patterns_->nfa);
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
