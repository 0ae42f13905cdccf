// Starting a server under its keeper: which file, which environment, which descriptors. No shell,
// nothing inherited.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/pipeline/policy.h"
#include "runtime/net/unique_fd.h"

namespace weir::net {

// A name with a slash is a path. Any other is looked for in `search_path` (as PATH is written),
// whose empty and relative entries are passed over: what a bare name runs must not depend on where
// weir was started.
Result<std::string> FindExecutable(const std::string& name, std::string_view search_path);

// "NAME=value", for exactly the variables that the policy names; one that has no value there is
// taken from weir's own environment, and left out if it is not set.
std::vector<std::string> EnvironmentOf(const ServerSettings& server);

// weir-keeper, beside the program that runs.
Result<std::string> FindKeeper();

// A started keeper and weir's ends of everything between. Closing `control` ends the server; so
// does weir's death.
struct Launched {
  pid_t keeper = 0;  // to be reaped by the caller
  UniqueFd input;    // to the server's stdin
  UniqueFd output;
  UniqueFd errors;
  UniqueFd control;
};

// An error is one of this side (no such executable, no descriptors left); what fails beyond is in
// the keeper's report.
Result<Launched> Launch(const ServerSettings& server, const std::string& keeper);

}  // namespace weir::net
