#include "compiler/commands/all.h"

#include <utility>

#include "compiler/commands/bench.h"
#include "compiler/commands/check.h"
#include "compiler/commands/compile.h"
#include "compiler/commands/completion.h"
#include "compiler/commands/dump.h"
#include "compiler/commands/explain.h"
#include "compiler/commands/explain_error.h"
#include "compiler/commands/fmt.h"
#include "compiler/commands/test.h"

namespace weir::commands {

CompilerCommands::CompilerCommands(CLI::App& app, TrackerFactory trackers) : app_(app) {
  Add(AddCheck, RunCheck);
  Add(AddTest, RunTest)->trackers = trackers;
  Add(AddFmt, RunFmt);
  Add(AddExplain, RunExplain)->trackers = std::move(trackers);
  Add(AddExplainError, RunExplainError);
  Add(AddBench, RunBench);
  Add(AddCompile, RunCompile);
  Add(AddDump, RunDump);
  Add(AddCompletion, RunCompletion);
}

template <typename Options>
std::shared_ptr<Options> CompilerCommands::Add(CLI::App* (*add)(CLI::App&, Options&),
                                               int (*run)(const Options&, std::ostream&,
                                                          std::ostream&)) {
  // CLI11 writes into the options while it parses, and so keeps their address.
  const auto options = std::make_shared<Options>();
  const CLI::App* command = add(app_, *options);
  commands_.push_back({command, [options, run](std::ostream& out, std::ostream& err) {
                         return run(*options, out, err);
                       }});
  return options;
}

std::optional<int> CompilerCommands::Run(std::ostream& out, std::ostream& err) const {
  for (const Command& command : commands_) {
    if (command.app->parsed()) return command.run(out, err);
  }
  return std::nullopt;
}

}  // namespace weir::commands
