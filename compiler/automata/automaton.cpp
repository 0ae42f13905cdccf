#include "compiler/automata/automaton.h"

#include "compiler/automata/determinize.h"
#include "compiler/automata/minimize.h"
#include "compiler/automata/nfa.h"
#include "compiler/automata/translate.h"

namespace weir::automata {

uint32_t Automaton::Run(std::string_view text) const {
  uint32_t state = 0;
  for (char byte : text) {
    if (settled[state]) break;
    state = next[size_t{state} * class_count + class_of[static_cast<unsigned char>(byte)]];
  }
  return accepts[state];
}

std::optional<Automaton> Build(std::span<const Pattern> patterns, const Budget& budget) {
  Nfa nfa;
  for (uint32_t index = 0; index < patterns.size(); ++index) {
    if (!AddPattern(nfa, patterns[index], index)) return std::nullopt;
  }
  std::optional<Automaton> automaton = Determinize(nfa, budget);
  if (!automaton) return std::nullopt;
  return Minimize(*automaton);
}

}  // namespace weir::automata
