// A Thompson automaton over bytes, shared by all patterns of one Build: what the pattern
// translators write and the subset construction reads. Built from the back: every Add takes the
// state that comes after it.
#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir::automata {

using ByteSet = std::bitset<256>;
using StateId = uint32_t;

enum class NfaKind : uint8_t {
  kBytes,        // reads one byte of sets[operand], goes on at `next`
  kSplit,        // goes on at `next` and at `operand`, reading nothing
  kAssertBegin,  // goes on at `next` only where no byte has been read
  kAssertEnd,    // goes on at `next` only where the text ends
  kAccept,       // pattern `operand` fits a text that ends here
};

struct NfaState {
  NfaKind kind;
  StateId next;
  uint32_t operand;
};

class Nfa {
 public:
  StateId AddAccept(uint32_t pattern) { return Add({NfaKind::kAccept, 0, pattern}); }
  StateId AddBytes(const ByteSet& bytes, StateId next);
  StateId AddByte(unsigned char byte, StateId next);
  StateId AddLiteral(std::string_view text, StateId next);
  StateId AddSplit(StateId one, StateId other) { return Add({NfaKind::kSplit, one, other}); }
  StateId AddAssertion(NfaKind kind, StateId next) { return Add({kind, next, 0}); }
  // Any number of bytes of the set, none included.
  StateId AddLoop(const ByteSet& bytes, StateId next);
  // A loop whose body is built later: a split whose second way is set by CloseLoop.
  StateId OpenLoop(StateId next) { return AddSplit(next, next); }
  void CloseLoop(StateId loop, StateId body) { states_[loop].operand = body; }

  // What matching begins with; one for each pattern.
  void AddStart(StateId state) { starts_.push_back(state); }

  const std::vector<NfaState>& states() const { return states_; }
  const std::vector<ByteSet>& sets() const { return sets_; }  // distinct
  const std::vector<StateId>& starts() const { return starts_; }

 private:
  StateId Add(NfaState state);

  std::vector<NfaState> states_;
  std::vector<ByteSet> sets_;
  std::unordered_map<ByteSet, uint32_t> set_ids_;
  std::vector<StateId> starts_;
};

}  // namespace weir::automata
