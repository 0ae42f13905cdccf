// `weir test`: the tests of policies, on both engines.
#pragma once

#include <CLI/CLI.hpp>

#include "compiler/commands/commands.h"

namespace weir::commands {

// Adds the subcommand. The caller runs RunTest with `options` if CLI11 parsed it (the result's
// `parsed()`).
CLI::App* AddTest(CLI::App& app, TestOptions& options);

}  // namespace weir::commands
