// weir: the commands of the compiler and of the runtime, under one name.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>

#include "compiler/commands/commands.h"
#include "runtime/commands/run.h"

namespace {

using namespace weir::commands;

constexpr int kExitCrashed = 1;

// A descriptor that is opened later must not become stdin, stdout or stderr by chance.
bool FillStandardDescriptors() {
  int descriptor = open("/dev/null", O_RDWR);
  while (descriptor >= 0 && descriptor <= STDERR_FILENO) descriptor = dup(descriptor);
  return descriptor >= 0 && close(descriptor) == 0;
}

// What follows an unknown word is not looked at.
int UnknownCommand(const CLI::App& app, const std::string& word) {
  std::cerr << "weir: there is no command `" << word << "`";
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (const auto nearest = NearestCommand(word, names)) {
    std::cerr << ", did you mean `" << *nearest << "`?";
  }
  std::cerr << "\nRun `weir --help` for all of them.\n";
  return kExitUsage;
}

int Main(int argc, char** argv) {
  CLI::App app{"weir: a compiler for MCP policies, and the router that enforces them", "weir"};
  app.set_version_flag("--version", "weir " WEIR_VERSION);
  app.require_subcommand(0, 1);
  return 0;
}

}  // namespace
