// weir scan: what the guard says of all servers that somebody has configured.
#pragma once

#include <CLI/CLI.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "runtime/commands/observe.h"
#include "runtime/commands/scan_report.h"

namespace weir::commands {

struct ScanOptions {
  // Policies, configurations of clients, lock files, or "-"; empty: the configurations of the
  // clients of this user and of the working folder.
  std::vector<std::string> sources;
  ScanFormat format = ScanFormat::kText;
  int timeout_seconds = kLookTimeoutSeconds;
};

CLI::App* AddScan(CLI::App& app, ScanOptions& options);

// 0 nothing at quarantine level, 1 something is, 2 a source has errors or a server could not be
// read, 3 a wrong option. 1 goes before 2.
int RunScan(const ScanOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weir::commands
