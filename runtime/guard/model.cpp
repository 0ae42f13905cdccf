#include "runtime/guard/model.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace weir::guard {
namespace {

constexpr ClueWeight kClueWeights[] = {
#define WEIR_CLUE(name, units) {name, units},
#include "runtime/guard/model.def"
};

#define WEIR_LOGIT(Name, logit) constexpr double k##Name = logit;
#include "runtime/guard/model.def"

constexpr size_t kReasons = 5;  // clues that a finding points to

using Weights = std::unordered_map<ClueId, int8_t>;

const Weights& TheWeights() {
  static const Weights weights = [] {
    Weights made;
    for (const ClueWeight& clue : kClueWeights) made.emplace(IdOf(clue.name), clue.units);
    return made;
  }();
  return weights;
}

struct Reason {
  int units;
  Range range;
};

// From the first to the last of the heaviest clues that speak against the sentence.
Range Span(std::array<Reason, kReasons>& reasons, Range whole) {
  Range range{whole.end, whole.begin};
  for (const Reason& reason : reasons) {
    if (reason.units <= 0) continue;
    range.begin = std::min(range.begin, reason.range.begin);
    range.end = std::max(range.end, reason.range.end);
  }
  return range.begin < range.end ? range : whole;
}

Suspicion Weigh(const Sentence& sentence) {
  const Weights& weights = TheWeights();
  std::array<Reason, kReasons> reasons{};
  int sum = 0;
  for (const Clue& clue : sentence.clues) {
    const auto found = weights.find(clue.id);
    if (found == weights.end()) continue;
    sum += found->second;
    auto lightest =
        std::min_element(reasons.begin(), reasons.end(),
                         [](const Reason& a, const Reason& b) { return a.units < b.units; });
    if (found->second > lightest->units) *lightest = {found->second, clue.range};
  }
  return {kBias + sum * kLogitsPerUnit, Span(reasons, sentence.range)};
}

// Keeps the heaviest.
OnSentence KeepHeaviest(std::optional<Suspicion>& heaviest) {
  return [&heaviest](const Sentence& sentence) {
    const Suspicion suspicion = Weigh(sentence);
    if (!heaviest || suspicion.logit > heaviest->logit) heaviest = suspicion;
  };
}

}  // namespace

std::optional<Suspicion> HeaviestSentence(std::string_view normal_text, std::span<const Hit> hits,
                                          std::span<const Term> terms, const Setting& setting) {
  std::optional<Suspicion> heaviest;
  ReadClues(normal_text, hits, terms, setting, KeepHeaviest(heaviest));
  return heaviest;
}

std::optional<Suspicion> HeaviestKey(std::string_view key) {
  std::optional<Suspicion> heaviest;
  ReadKeyClues(key, KeepHeaviest(heaviest));
  return heaviest;
}

std::optional<RuleId> RuleOfLogit(double logit) {
  if (logit >= kStrong) return RuleId::kReadsStrongly;
  if (logit >= kLikely) return RuleId::kReadsLikely;
  if (logit >= kSlight) return RuleId::kReadsSlightly;
  return std::nullopt;
}

std::span<const ClueWeight> ClueWeights() {
  return kClueWeights;
}

}  // namespace weir::guard
