// The learned part of the guard: how much a sentence of a definition reads like those of attacks. A
// linear model over the clues of clues.h; its weights are data, model.def, which
// tests/attacks/train makes. It knows words that no rule thought of, and it never overrules a rule:
// what it says adds to their score.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "runtime/guard/clues.h"
#include "runtime/guard/rules.h"

namespace weir::guard {

// A sentence and what it weighs.
struct Suspicion {
  double logit;
  Range range;  // from the first to the last of the clues that weigh most
};

// The heaviest sentence of a text; nothing if it has no words. `hits` are the lexicon's.
std::optional<Suspicion> HeaviestSentence(std::string_view normal_text, std::span<const Hit> hits,
                                          std::span<const Term> terms, const Setting& setting);
std::optional<Suspicion> HeaviestKey(std::string_view key);

// The rule that a logit is worth; nothing below all borders.
std::optional<RuleId> RuleOfLogit(double logit);

// As the model's file has them, for tests and reports.
struct ClueWeight {
  std::string_view name;
  int8_t units;
};
inline constexpr double kLogitsPerUnit = 1.0 / 32;
std::span<const ClueWeight> ClueWeights();

}  // namespace weir::guard
