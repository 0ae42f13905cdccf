// `weir compile`: a policy for another program, ahead of time.
#pragma once

#include <CLI/CLI.hpp>
#include <ostream>
#include <string>

namespace weir::commands {

struct CompileOptions {
  std::string policy = {};
  std::string output = {};        // its ending says what is made: .ll, .o or .so
  std::string header = {};        // a C header to go with it; empty: none
  std::string symbol = "policy";  // what the policy is called in C
  bool colors = false;
};

CLI::App* AddCompile(CLI::App& app, CompileOptions& options);

int RunCompile(const CompileOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weir::commands
