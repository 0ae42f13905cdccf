// Test results for a person and for programs.
#pragma once

#include <cstdint>
#include <ostream>
#include <span>

#include "compiler/policytest/run.h"

namespace weir::policytest {

enum class Format : uint8_t {
  kText,   // failures with their places, then a count
  kTap,    // version 13
  kJunit,  // one suite for each file
  kJson,   // one object; fields may be added, none is taken away
};

void Write(std::ostream& out, std::span<const TestResult> results, Format format);

}  // namespace weir::policytest
