#include "compiler/automata/subset.h"

#include <algorithm>
#include <utility>

namespace weir::automata {
namespace {

void Refine(ByteClasses& classes, const ByteSet& set) {
  constexpr uint32_t kUnnumbered = 256;
  std::array<std::array<uint32_t, 2>, 256> renumbered;
  for (auto& halves : renumbered) halves.fill(kUnnumbered);
  classes.count = 0;
  for (size_t byte = 0; byte < 256; ++byte) {
    uint32_t& number = renumbered[classes.class_of[byte]][set[byte]];
    if (number == kUnnumbered) number = classes.count++;
    classes.class_of[byte] = static_cast<uint8_t>(number);
  }
}

ByteClasses ClassesOf(const std::vector<ByteSet>& sets) {
  ByteClasses classes;
  for (const ByteSet& set : sets) Refine(classes, set);
  return classes;
}

}  // namespace

SubsetStepper::SubsetStepper(const Nfa& nfa)
    : nfa_(nfa), classes_(ClassesOf(nfa.sets())), seen_(nfa.states().size(), 0) {
  ByteSet all;
  for (uint32_t each = 0; each < classes_.count; ++each) all.set(each);
  for (const ByteSet& set : nfa.sets()) {
    ByteSet mask;
    for (size_t byte = 0; byte < 256; ++byte) {
      if (set[byte]) mask.set(classes_.class_of[byte]);
    }
    bool is_wide = 2 * mask.count() > classes_.count;
    masks_.push_back({mask, is_wide ? all & ~mask : mask});
  }
}

void SubsetStepper::BeginSet(StateSet& out) {
  out.clear();
  if (++round_ == 0) {
    std::fill(seen_.begin(), seen_.end(), 0);
    round_ = 1;
  }
}

void SubsetStepper::Close(StateId from, bool at_begin, bool at_end, StateSet& out) {
  stack_.push_back(from);
  while (!stack_.empty()) {
    StateId id = stack_.back();
    stack_.pop_back();
    if (std::exchange(seen_[id], round_) == round_) continue;
    const NfaState& state = nfa_.states()[id];
    switch (state.kind) {
      case NfaKind::kSplit:
        stack_.push_back(state.operand);
        stack_.push_back(state.next);
        break;
      case NfaKind::kAssertBegin:
        if (at_begin) stack_.push_back(state.next);
        break;
      case NfaKind::kAssertEnd:
        at_end ? stack_.push_back(state.next) : out.push_back(id);
        break;
      case NfaKind::kBytes:
      case NfaKind::kAccept:
        out.push_back(id);
        break;
    }
  }
}

void SubsetStepper::Start(StateSet& out) {
  BeginSet(out);
  for (StateId start : nfa_.starts()) Close(start, true, false, out);
  std::sort(out.begin(), out.end());
}

void SubsetStepper::Step(std::span<const StateId> from, uint32_t byte_class, StateSet& out) {
  BeginSet(out);
  for (StateId id : from) {
    const NfaState& state = nfa_.states()[id];
    if (state.kind != NfaKind::kBytes || !masks_[state.operand].classes[byte_class]) continue;
    Close(state.next, false, false, out);
  }
  if (!std::is_sorted(out.begin(), out.end())) std::sort(out.begin(), out.end());
}

void SubsetStepper::After(StateId from, StateSet& out) {
  BeginSet(out);
  Close(nfa_.states()[from].next, false, false, out);
  std::sort(out.begin(), out.end());
}

ByteSet SubsetStepper::TellingClasses(std::span<const StateId> from) const {
  ByteSet telling;
  for (StateId id : from) {
    const NfaState& state = nfa_.states()[id];
    if (state.kind == NfaKind::kBytes) telling |= masks_[state.operand].telling;
  }
  return telling;
}

void SubsetStepper::Accepted(std::span<const StateId> set, bool at_begin,
                             std::vector<uint32_t>& out) {
  BeginSet(ends_);
  for (StateId id : set) Close(id, at_begin, true, ends_);
  out.clear();
  for (StateId id : ends_) {
    const NfaState& state = nfa_.states()[id];
    if (state.kind == NfaKind::kAccept) out.push_back(state.operand);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace weir::automata
