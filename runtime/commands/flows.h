// weir flows: the path of data in each conversation, out of an audit file. Which call brought
// something, which call carried it on and where to, and what was stopped.
#pragma once

#include <CLI/CLI.hpp>
#include <istream>
#include <ostream>
#include <string>

namespace weir::commands {

struct FlowsOptions {
  std::string file;  // "-" is the standard input
};

// Adds the subcommand. The caller runs RunFlows with `options` if CLI11 parsed it.
CLI::App* AddFlows(CLI::App& app, FlowsOptions& options);

// Returns the exit code: 0 all of it was read, 1 a line is no audit record, 3 the file cannot be
// read.
int RunFlows(const FlowsOptions& options, std::ostream& out, std::ostream& err);

// The same of an open audit. Returns how many lines are no audit records; blank ones do not count.
size_t WriteFlows(std::istream& audit, std::ostream& out);

}  // namespace weir::commands
