// `weir completion`: scripts that let a shell complete weir's commands and options. Written from
// the CLI11 tree itself, so that they cannot fall behind it.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <ostream>

namespace weir::commands {

enum class Shell : uint8_t { kBash, kZsh, kFish };

struct CompletionOptions {
  Shell shell = Shell::kBash;
  const CLI::App* root = nullptr;  // whose commands are completed; set by AddCompletion
};

CLI::App* AddCompletion(CLI::App& app, CompletionOptions& options);

int RunCompletion(const CompletionOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weir::commands
