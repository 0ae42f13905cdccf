// weir pin, weir diff: what the servers of a policy are, written down and compared.
#pragma once

#include <CLI/CLI.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "runtime/commands/observe.h"

namespace weir::commands {

struct PinOptions {
  std::string policy = "policy.weir";
  std::string lock;                 // empty: beside the policy
  bool check = false;               // compare only
  std::vector<std::string> accept;  // empty: everything
  bool json = false;
  int timeout_seconds = kLookTimeoutSeconds;
};

CLI::App* AddPin(CLI::App& app, PinOptions& options);
// Shares PinOptions: `check` and `accept` are of pin only.
CLI::App* AddDiff(CLI::App& app, PinOptions& options);

// Exit codes of both: 0 done (of --check: nothing differs), 1 something differs or a server could
// not be looked at, 2 the policy or the lock file has errors, 3 a wrong option, or a file that
// cannot be written.
int RunPin(const PinOptions& options, std::ostream& out, std::ostream& err);
// 0 also where something differs.
int RunDiff(const PinOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weir::commands
