// weir import: a first policy and lock file out of an MCP client's configuration.
#pragma once

#include <CLI/CLI.hpp>
#include <ostream>
#include <string>

#include "runtime/commands/observe.h"

namespace weir::commands {

struct ImportOptions {
  std::string configuration;
  std::string policy = "policy.weir";  // to be written; must not be there yet
  bool write = false;                  // point the client at weir as well
  int timeout_seconds = kLookTimeoutSeconds;
};

CLI::App* AddImport(CLI::App& app, ImportOptions& options);

// 0 done; 1 a server could not be read, and nothing was written; 2 the configuration has errors;
// 3 a wrong option, or a file that is there already or cannot be written.
int RunImport(const ImportOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weir::commands
