#include "runtime/guard/score.h"

#include <array>

namespace weir::guard {

std::string_view NameOf(Level level) {
  constexpr std::array<std::string_view, 4> kNames = {"none", "info", "warn", "quarantine"};
  return kNames[static_cast<size_t>(level)];
}

double ScoreOf(const Signs& signs) {
  double score = 0;
  for (const Sign& sign : signs.list) score += RuleOf(sign.rule).weight;
  return score;
}

Level LevelOf(double score) {
  if (score >= kQuarantineFrom) return Level::kQuarantine;
  if (score >= kWarnFrom) return Level::kWarn;
  return score >= kInfoFrom ? Level::kInfo : Level::kNone;
}

}  // namespace weir::guard
