#include "compiler/automata/nfa_tables.h"

#include <algorithm>

#include "compiler/automata/subset.h"

namespace weir::automata {
namespace {

constexpr uint32_t kWordBits = 64;

// The states that a text can be in, numbered as they are found.
class TableBuilder {
 public:
  explicit TableBuilder(const Nfa& nfa)
      : nfa_(nfa), stepper_(nfa), is_always_(nfa.states().size()), number_of_(nfa.states().size()) {
    tables_.class_of = stepper_.classes().class_of;
    for (const ByteSet& set : nfa.sets()) AddSet(set);
    nothing_ = static_cast<uint32_t>(tables_.sets.size());
    tables_.sets.resize(tables_.sets.size() + NfaTables::kSetWords);
  }

  NfaTables Run() && {
    StateSet start;
    stepper_.Start(start);
    stepper_.Accepted(start, /*at_begin=*/true, tables_.accepts_empty);
    FindAlways(start);
    for (const StateId state : start) {
      if (!is_always_[state]) tables_.start.push_back(NumberOf(state));
    }
    AddAlways(start);
    for (size_t number = 0; number < found_.size(); ++number) AddState(found_[number]);
    return std::move(tables_);
  }

 private:
  void AddSet(const ByteSet& bytes) {
    std::array<uint64_t, NfaTables::kSetWords> words{};
    for (size_t byte = 0; byte < bytes.size(); ++byte) {
      const uint32_t of_class = tables_.class_of[byte];
      if (bytes[byte]) words[of_class / kWordBits] |= uint64_t{1} << (of_class % kWordBits);
    }
    tables_.sets.insert(tables_.sets.end(), words.begin(), words.end());
  }

  // Of the states that a text begins in: one that reads any byte and leads to itself, and all else
  // that it leads to.
  void FindAlways(const StateSet& start) {
    for (const StateId id : start) {
      const NfaState& state = nfa_.states()[id];
      if (state.kind != NfaKind::kBytes || !nfa_.sets()[state.operand].all()) continue;
      const StateSet after = After(id);
      if (!std::ranges::binary_search(after, id)) continue;
      for (const StateId each : after) {
        if (std::ranges::binary_search(start, each)) is_always_[each] = true;
      }
    }
  }

  void AddAlways(const StateSet& start) {
    StateSet always;
    for (const StateId state : start) {
      if (is_always_[state]) always.push_back(state);
    }
    stepper_.Accepted(always, /*at_begin=*/false, tables_.always_accepts);
    for (uint32_t of_class = 0; of_class < stepper_.classes().count; ++of_class) {
      StateSet next;
      stepper_.Step(always, of_class, next);
      tables_.always_next.Add(Numbers(next));
    }
  }

  void AddState(StateId id) {
    const NfaState& state = nfa_.states()[id];
    const bool reads = state.kind == NfaKind::kBytes;
    const std::array<StateId, 1> alone{id};
    std::vector<uint32_t> accepted;
    stepper_.Accepted(alone, /*at_begin=*/false, accepted);
    tables_.accepts.Add(accepted);
    tables_.next.Add(reads ? Numbers(After(id)) : std::vector<uint32_t>());
    tables_.reads.push_back(reads ? state.operand * NfaTables::kSetWords : nothing_);
  }

  StateSet After(StateId id) {
    StateSet after;
    stepper_.After(id, after);
    return after;
  }

  // Of those that are not always there.
  std::vector<uint32_t> Numbers(const StateSet& states) {
    std::vector<uint32_t> numbers;
    for (const StateId state : states) {
      if (!is_always_[state]) numbers.push_back(NumberOf(state));
    }
    return numbers;
  }

  uint32_t NumberOf(StateId id) {
    if (number_of_[id] == 0) {
      found_.push_back(id);
      number_of_[id] = static_cast<uint32_t>(found_.size());
    }
    return number_of_[id] - 1;
  }

  const Nfa& nfa_;
  SubsetStepper stepper_;
  std::vector<bool> is_always_;      // by state of the Nfa
  std::vector<uint32_t> number_of_;  // by state of the Nfa, plus one; 0: not found yet
  std::vector<StateId> found_;
  uint32_t nothing_ = 0;  // the empty set
  NfaTables tables_;
};

}  // namespace

NfaTables TablesOf(const Nfa& nfa) {
  return TableBuilder(nfa).Run();
}

}  // namespace weir::automata
