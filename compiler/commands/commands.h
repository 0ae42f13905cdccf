// The commands of the compiler, each a function of its options, so that tests need no process.
// Returns the exit code: see ExitCode.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "compiler/pipeline/tracker.h"
#include "compiler/policytest/coverage_report.h"
#include "compiler/policytest/report.h"

namespace weir::commands {

enum ExitCode : int {
  kExitOk = 0,
  kExitTestFailed = 1,
  kExitPolicyErrors = 2,
  kExitUsage = 3,  // wrong options, or a file that cannot be read or written
};

struct CheckOptions {
  std::vector<std::string> files;  // "-" is the standard input
  bool json = false;
  bool strict = false;  // warnings count as errors
  bool colors = false;
};

int RunCheck(const CheckOptions& options, std::ostream& out, std::ostream& err);

struct TestOptions {
  std::vector<std::string> files = {};  // "-" is the standard input
  policytest::Format format = policytest::Format::kText;
  std::string filter = {};  // only tests whose names contain this
  bool coverage = false;
  policytest::CoverageFormat coverage_format = policytest::CoverageFormat::kText;
  std::string coverage_file = {};  // where it goes; empty: to `out`, behind the results
  bool watch = false;              // run again whenever a file changes, until interrupted
  bool colors = false;
  TrackerFactory trackers = {};  // follows what steps return; none: only `with labels` counts
};

// Results go to `out`, diagnostics to `err`.
int RunTest(const TestOptions& options, std::ostream& out, std::ostream& err);

enum class Stage : uint8_t { kTokens, kAst, kIr, kLlvm, kAssembly };

struct DumpOptions {
  std::string file;  // "-" is the standard input
  Stage stage = Stage::kIr;
  bool colors = false;
};

int RunDump(const DumpOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weir::commands
