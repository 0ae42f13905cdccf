// What the guard says about a definition or a result.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/guard/rules.h"
#include "runtime/guard/score.h"

namespace weir::guard {

struct Finding {
  RuleId rule;
  Level level;          // what this finding alone is worth
  std::string pointer;  // RFC 6901, from the definition; empty in a result or in instructions
  Range range;          // bytes of the string there
  std::string excerpt;  // the text of the range, the invisible made visible
};

struct Report {
  double score = 0;
  Level level = Level::kNone;
  std::vector<Finding> findings;  // heaviest first
};

}  // namespace weir::guard
