// Runs the `test` blocks of a policy, every step on both engines. Pure: no files, no output.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/pipeline/policy.h"
#include "compiler/pipeline/tracker.h"

namespace weir::policytest {

enum class Verdict : uint8_t {
  kPassed,
  kFailed,         // decided otherwise than the step says
  kEnginesDiffer,  // the interpreter and the native code disagree: a mistake in weir, never in the
                   // policy
  kUnreadable,     // the step's arguments are no JSON that a request could carry
};

struct StepResult {
  Verdict verdict = Verdict::kPassed;
  std::string place;     // "policy.weir:12:3"
  std::string source;    // the step as written, on one line
  std::string expected;  // "deny because rule"
  std::string actual;  // "allow by `allow coder: files.*` at policy.weir:4:1"; what is wrong, where
                       // that is all
};

struct TestResult {
  std::string file;
  std::string name;
  std::string place;
  std::vector<StepResult> steps;

  bool passed() const;
};

// The same policy on each engine.
struct Engines {
  const Policy& native;
  const Policy& interpreted;
};

// Each test is a conversation of its own on each engine, which `trackers` follows; without it
// labels come from `with labels` alone. An `ask` step that `returns` something is one that was
// approved.
//
// The tests whose names contain `filter`, in the order of the policy.
std::vector<TestResult> Run(const check::Program& program, const SourceSet& sources,
                            const Engines& engines, std::string_view filter,
                            const TrackerFactory& trackers = nullptr);

}  // namespace weir::policytest
