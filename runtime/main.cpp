// weir: the commands of the compiler and of the runtime, under one name.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "compiler/commands/all.h"
#include "compiler/commands/commands.h"
#include "compiler/diagnostics/suggest.h"
#include "runtime/commands/flows.h"
#include "runtime/commands/import.h"
#include "runtime/commands/pin.h"
#include "runtime/commands/run.h"
#include "runtime/commands/scan.h"
#include "runtime/tracking/tracker.h"

namespace {

using namespace weir::commands;  // NOLINT: both command sets are meant

constexpr int kExitCrashed = 1;

// A descriptor that is opened later must not become stdin, stdout or stderr by chance.
bool FillStandardDescriptors() {
  int descriptor = open("/dev/null", O_RDWR);
  while (descriptor >= 0 && descriptor <= STDERR_FILENO) descriptor = dup(descriptor);
  return descriptor >= 0 && close(descriptor) == 0;
}

std::vector<std::string> CommandNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

int UnknownCommand(const std::string& word, const std::vector<std::string>& names) {
  std::cerr << "weir: there is no command `" << word << "`";
  if (const auto nearest = weir::diagnostics::Nearest(word, names)) {
    std::cerr << ", did you mean `" << *nearest << "`?";
  }
  std::cerr << "\nrun `weir --help` for all commands\n";
  return kExitUsage;
}

int Main(int argc, char** argv) {
  CLI::App app{"weir: a compiler for MCP policies, and the router that enforces them", "weir"};
  app.set_version_flag("--version", "weir " WEIR_VERSION);
  app.footer("`weir COMMAND --help` says more about each.");
  const CompilerCommands compiler_commands(app, weir::tracking::NewTracker);
  PinOptions pin_options;
  PinOptions diff_options;
  ScanOptions scan_options;
  ImportOptions import_options;
  RunOptions run_options;
  FlowsOptions flows_options;
  run_options.colors = isatty(STDERR_FILENO) == 1;
  const CLI::App* pin = AddPin(app, pin_options);
  const CLI::App* diff = AddDiff(app, diff_options);
  const CLI::App* scan = AddScan(app, scan_options);
  const CLI::App* import = AddImport(app, import_options);
  const CLI::App* run = AddRun(app, run_options);
  const CLI::App* flows = AddFlows(app, flows_options);

  const std::vector<std::string> names = CommandNames(app);
  if (argc > 1 && argv[1][0] != '-' && !Contains(names, argv[1])) {
    return UnknownCommand(argv[1], names);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  if (const auto code = compiler_commands.Run(std::cout, std::cerr)) return *code;
  if (pin->parsed()) return RunPin(pin_options, std::cout, std::cerr);
  if (diff->parsed()) return RunDiff(diff_options, std::cout, std::cerr);
  if (scan->parsed()) return RunScan(scan_options, std::cout, std::cerr);
  if (import->parsed()) return RunImport(import_options, std::cout, std::cerr);
  if (run->parsed()) return RunRouter(run_options, std::cerr);
  if (flows->parsed()) return RunFlows(flows_options, std::cout, std::cerr);
  std::cerr << app.help();
  return kExitUsage;
}

}  // namespace

int main(int argc, char** argv) {
  if (!FillStandardDescriptors()) return kExitCrashed;
  try {
    return Main(argc, argv);
  } catch (const std::exception& exception) {  // out of memory, mostly
    std::fprintf(stderr, "weir: %s\n", exception.what());
    return kExitCrashed;
  }
}
