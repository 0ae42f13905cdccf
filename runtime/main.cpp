// weir: the commands of the compiler and of the runtime, under one name.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "compiler/commands/check.h"
#include "compiler/commands/commands.h"
#include "compiler/diagnostics/suggest.h"
#include "runtime/commands/import.h"
#include "runtime/commands/pin.h"
#include "runtime/commands/run.h"
#include "runtime/commands/scan.h"

namespace {

using namespace weir::commands;  // NOLINT: both command sets are meant

constexpr int kExitCrashed = 1;

// A descriptor that is opened later must not become stdin, stdout or stderr by chance.
bool FillStandardDescriptors() {
  int descriptor = open("/dev/null", O_RDWR);
  while (descriptor >= 0 && descriptor <= STDERR_FILENO) descriptor = dup(descriptor);
  return descriptor >= 0 && close(descriptor) == 0;
}

CLI::App* AddTest(CLI::App& app, TestOptions& options) {
  using weir::policytest::Format;
  static const std::map<std::string, Format> kFormats{{"text", Format::kText},
                                                      {"tap", Format::kTap},
                                                      {"junit", Format::kJunit},
                                                      {"json", Format::kJson}};
  CLI::App* test = app.add_subcommand(
      "test", "Run the tests that stand in policies, on the interpreter and in native code");
  test->add_option("files", options.files, "policies; - is the standard input")->required();
  test->add_option("--format", options.format, "text (default), tap, junit or json")
      ->type_name("FORMAT")
      ->transform(CLI::CheckedTransformer(kFormats).description(""));
  test->add_option("--filter", options.filter, "only tests whose name contains this")
      ->type_name("TEXT");
  options.colors = isatty(STDOUT_FILENO) == 1;
  return test;
}

CLI::App* AddDump(CLI::App& app, DumpOptions& options) {
  static const std::map<std::string, Stage> kStages{{"tokens", Stage::kTokens},
                                                    {"ast", Stage::kAst},
                                                    {"ir", Stage::kIr},
                                                    {"llvm", Stage::kLlvm},
                                                    {"asm", Stage::kAssembly}};
  CLI::App* dump =
      app.add_subcommand("dump", "Print what a stage of the compiler makes of a policy");
  dump->add_option("file", options.file, "the policy; - is the standard input")->required();
  dump->add_option("--stage", options.stage, "tokens, ast, ir (default), llvm or asm")
      ->type_name("STAGE")
      ->transform(CLI::CheckedTransformer(kStages).description(""));
  options.colors = isatty(STDOUT_FILENO) == 1;
  return dump;
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
  CheckOptions check_options;
  TestOptions test_options;
  DumpOptions dump_options;
  PinOptions pin_options;
  PinOptions diff_options;
  ScanOptions scan_options;
  ImportOptions import_options;
  RunOptions run_options;
  run_options.colors = isatty(STDERR_FILENO) == 1;
  const CLI::App* check = AddCheck(app, check_options);
  const CLI::App* test = AddTest(app, test_options);
  const CLI::App* dump = AddDump(app, dump_options);
  const CLI::App* pin = AddPin(app, pin_options);
  const CLI::App* diff = AddDiff(app, diff_options);
  const CLI::App* scan = AddScan(app, scan_options);
  const CLI::App* import = AddImport(app, import_options);
  const CLI::App* run = AddRun(app, run_options);

  const std::vector<std::string> names = CommandNames(app);
  if (argc > 1 && argv[1][0] != '-' && !Contains(names, argv[1])) {
    return UnknownCommand(argv[1], names);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  if (check->parsed()) return RunCheck(check_options, std::cout, std::cerr);
  if (test->parsed()) return RunTest(test_options, std::cout, std::cerr);
  if (dump->parsed()) return RunDump(dump_options, std::cout, std::cerr);
  if (pin->parsed()) return RunPin(pin_options, std::cout, std::cerr);
  if (diff->parsed()) return RunDiff(diff_options, std::cout, std::cerr);
  if (scan->parsed()) return RunScan(scan_options, std::cout, std::cerr);
  if (import->parsed()) return RunImport(import_options, std::cout, std::cerr);
  if (run->parsed()) return RunRouter(run_options, std::cerr);
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
