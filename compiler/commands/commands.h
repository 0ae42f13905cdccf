// The commands of the compiler, each a function of its options, so that tests need no process.
// Returns the exit code: see ExitCode.
#pragma once

#include <ostream>
#include <string>
#include <vector>

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

}  // namespace weir::commands
