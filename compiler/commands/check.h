// `weir check`: reads policies and says what is wrong with them.
#pragma once

#include <CLI/CLI.hpp>

#include "compiler/commands/commands.h"

namespace weir::commands {

// Adds the subcommand. The caller runs RunCheck with `options` if CLI11 parsed it (the result's
// `parsed()`).
CLI::App* AddCheck(CLI::App& app, CheckOptions& options);

}  // namespace weir::commands
