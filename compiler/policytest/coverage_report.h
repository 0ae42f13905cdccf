// Coverage for people, for programs and for the tools that read LCOV.
#pragma once

#include <cstdint>
#include <ostream>

#include "compiler/policytest/coverage.h"

namespace weir::policytest {

enum class CoverageFormat : uint8_t { kText, kJson, kLcov };

// Text names what was not reached. LCOV has a line for each rule, and for each condition two
// branches: it held, it did not.
void Write(std::ostream& out, const Coverage& coverage, const SourceSet& sources,
           const Policy& policy, CoverageFormat format);

}  // namespace weir::policytest
