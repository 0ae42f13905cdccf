#include "compiler/automata/regex.h"

#include "compiler/base/result.h"

namespace weir::automata {
namespace {

StateId AddSequence(Nfa& nfa, const RegexSequence& sequence, StateId next) {
  for (auto part = sequence.parts.rbegin(); part != sequence.parts.rend(); ++part) {
    next = AddRegex(nfa, *part, next);
  }
  return next;
}

StateId AddChoice(Nfa& nfa, const RegexChoice& choice, StateId next) {
  StateId entry = AddRegex(nfa, choice.ways.back(), next);
  for (auto way = choice.ways.rbegin() + 1; way != choice.ways.rend(); ++way) {
    StateId one = AddRegex(nfa, *way, next);
    entry = nfa.AddSplit(one, entry);
  }
  return entry;
}

// x{2,4} as xx(x(x)?)?, x{2,} as xxx*.
StateId AddRepeat(Nfa& nfa, const RegexRepeat& repeat, StateId next) {
  StateId entry = next;
  if (repeat.max) {
    for (uint32_t count = repeat.min; count < *repeat.max; ++count) {
      entry = nfa.AddSplit(AddRegex(nfa, *repeat.body, entry), next);
    }
  } else {
    entry = nfa.OpenLoop(next);
    nfa.CloseLoop(entry, AddRegex(nfa, *repeat.body, entry));
  }
  for (uint32_t count = 0; count < repeat.min; ++count) {
    entry = AddRegex(nfa, *repeat.body, entry);
  }
  return entry;
}

}  // namespace

std::optional<RegexError> CheckRegex(std::string_view text) {
  std::variant<Regex, RegexError> parsed = ParseRegex(text);
  if (auto* error = std::get_if<RegexError>(&parsed)) return std::move(*error);
  return std::nullopt;
}

StateId AddRegex(Nfa& nfa, const Regex& regex, StateId next) {
  return std::visit(
      Overloaded{
          [&](const RegexSequence& sequence) { return AddSequence(nfa, sequence, next); },
          [&](const RegexChoice& choice) { return AddChoice(nfa, choice, next); },
          [&](const RegexRepeat& repeat) { return AddRepeat(nfa, repeat, next); },
          [&](const RegexChar& character) { return AddCodePoint(nfa, character.set, next); },
          [&](const RegexAssertion& assertion) { return nfa.AddAssertion(assertion.kind, next); },
      },
      regex.node);
}

}  // namespace weir::automata
