// Every command of the compiler on one command line: what main.cpp needs of this folder.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <vector>

#include "compiler/pipeline/tracker.h"

namespace weir::commands {

class CompilerCommands {
 public:
  // Adds a subcommand for each. `app` must outlive this. `trackers` follow the data in policies'
  // tests.
  CompilerCommands(CLI::App& app, TrackerFactory trackers);

  // Runs the command that `app` has parsed: its exit code. Nothing if it was none of these.
  std::optional<int> Run(std::ostream& out, std::ostream& err) const;

 private:
  using Runner = std::function<int(std::ostream& out, std::ostream& err)>;
  struct Command {
    const CLI::App* app;
    Runner run;
  };

  template <typename Options>
  std::shared_ptr<Options> Add(CLI::App* (*add)(CLI::App&, Options&),
                               int (*run)(const Options&, std::ostream&, std::ostream&));

  CLI::App& app_;
  std::vector<Command> commands_;
};

}  // namespace weir::commands
