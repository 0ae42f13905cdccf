// `weir dump`: what a stage of the compiler makes of a policy. For people who work on weir, or do
// not trust it.
#pragma once

#include <CLI/CLI.hpp>

#include "compiler/commands/commands.h"

namespace weir::commands {

// Adds the subcommand. The caller runs RunDump with `options` if CLI11 parsed it (the result's
// `parsed()`).
CLI::App* AddDump(CLI::App& app, DumpOptions& options);

}  // namespace weir::commands
