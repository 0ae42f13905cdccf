// What of a policy its tests reach: which rules were looked at and which decided, and of each
// condition, and each part of it, whether it was seen both ways.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/pipeline/policy.h"
#include "compiler/pipeline/tracker.h"

namespace weir::policytest {

// One part of a condition that is no `and`, `or` or `not`.
struct ConditionCoverage {
  Span span;
  uint64_t held = 0;      // times it was true
  uint64_t not_held = 0;  // times it was false or unknown

  bool both_ways() const { return held > 0 && not_held > 0; }
};

struct RuleCoverage {
  uint32_t number = 0;  // in the program
  Span span;
  uint64_t looked_at = 0;
  uint64_t decided = 0;
  std::vector<ConditionCoverage> conditions;  // in the order of the policy
};

struct Coverage {
  std::vector<RuleCoverage> rules;  // all of the program
  uint64_t allowed = 0;             // steps, by what was decided
  uint64_t asked = 0;
  uint64_t denied_by_rule = 0;
  uint64_t denied_otherwise = 0;
};

// Of the steps of the tests whose names contain `filter`, each test a conversation that `trackers`
// follows; without it, labels come from `with labels` alone. Steps that cannot be read, or about
// targets that exist for nobody, reach nothing.
Result<Coverage> Cover(const check::Program& program, const SourceSet& sources,
                       const Policy& native, const Policy& interpreted, std::string_view filter,
                       const TrackerFactory& trackers = nullptr);

}  // namespace weir::policytest
