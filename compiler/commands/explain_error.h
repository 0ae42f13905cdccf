// `weir explain-error`: what a diagnostic means, at length, with an example of it and of its cure.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace weir::commands {

struct ExplainErrorOptions {
  std::string name;   // "unknown-server"
  bool list = false;  // all names instead
};

CLI::App* AddExplainError(CLI::App& app, ExplainErrorOptions& options);

int RunExplainError(const ExplainErrorOptions& options, std::ostream& out, std::ostream& err);

// The section of docs/diagnostics.md about a diagnostic, Markdown, without its heading; nothing if
// there is none. Valid for ever.
std::optional<std::string_view> LongTextOf(std::string_view name);

}  // namespace weir::commands
