// `weir fmt`: policies in their one layout.
#pragma once

#include <CLI/CLI.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "compiler/commands/commands.h"

namespace weir::commands {

struct FmtOptions {
  std::vector<std::string> files;  // "-" is the standard input, whose layout goes to `out`
  bool check = false;              // write nothing, name the files that would change
  bool colors = false;
};

CLI::App* AddFmt(CLI::App& app, FmtOptions& options);

// Ends with the highest code that any of the files asks for: 1 (only with `check`) it would change,
// 2 it has mistakes of syntax, 3 it cannot be read or written.
int RunFmt(const FmtOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weir::commands
