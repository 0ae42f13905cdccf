// From signs to a level: the weights of the rules add up, each once.
#pragma once

#include <string_view>

#include "runtime/guard/signs.h"

namespace weir::guard {

enum class Level : uint8_t { kNone, kInfo, kWarn, kQuarantine };
std::string_view NameOf(Level level);

inline constexpr double kInfoFrom = 1.0;
inline constexpr double kWarnFrom = 2.0;
inline constexpr double kQuarantineFrom = 4.0;

double ScoreOf(const Signs& signs);
Level LevelOf(double score);

}  // namespace weir::guard
