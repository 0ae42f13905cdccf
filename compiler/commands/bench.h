// `weir bench`: how long the decisions of a policy take, over the steps of its own tests.
#pragma once

#include <CLI/CLI.hpp>
#include <ostream>
#include <string>

namespace weir::commands {

struct BenchOptions {
  std::string policy;
  bool json = false;
  bool colors = false;
};

CLI::App* AddBench(CLI::App& app, BenchOptions& options);

int RunBench(const BenchOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weir::commands
