#include "compiler/automata/nfa.h"

namespace weir::automata {

StateId Nfa::Add(NfaState state) {
  states_.push_back(state);
  return static_cast<StateId>(states_.size() - 1);
}

StateId Nfa::AddBytes(const ByteSet& bytes, StateId next) {
  auto [entry, is_new] = set_ids_.try_emplace(bytes, static_cast<uint32_t>(sets_.size()));
  if (is_new) sets_.push_back(bytes);
  return Add({NfaKind::kBytes, next, entry->second});
}

StateId Nfa::AddByte(unsigned char byte, StateId next) {
  return AddBytes(ByteSet().set(byte), next);
}

StateId Nfa::AddLiteral(std::string_view text, StateId next) {
  for (auto byte = text.rbegin(); byte != text.rend(); ++byte) {
    next = AddByte(static_cast<unsigned char>(*byte), next);
  }
  return next;
}

StateId Nfa::AddLoop(const ByteSet& bytes, StateId next) {
  StateId loop = OpenLoop(next);
  CloseLoop(loop, AddBytes(bytes, loop));
  return loop;
}

}  // namespace weir::automata
