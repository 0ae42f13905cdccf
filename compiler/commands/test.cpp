#include "compiler/commands/test.h"

#include <algorithm>
#include <map>
#include <vector>

#include "compiler/diagnostics/render.h"
#include "compiler/pipeline/build.h"
#include "compiler/pipeline/checked.h"
#include "compiler/policytest/report.h"
#include "compiler/policytest/run.h"

namespace weir::commands {
namespace {

using policytest::TestResult;

// Appends the file's results. False: the policy has errors, which `err` got to read.
bool RunFile(const std::string& path, const TestOptions& options, std::vector<TestResult>& results,
             std::ostream& err) {
  const pipeline::Checked checked = pipeline::CheckFile(path);
  diagnostics::RenderText(checked.diagnostics, checked.sources, err, {options.colors});
  if (!checked.program) return false;
  const auto native = pipeline::Build(*checked.program, checked.sources, pipeline::Engine::kNative);
  const auto interpreted =
      pipeline::Build(*checked.program, checked.sources, pipeline::Engine::kInterpreter);
  if (!native || !interpreted) {
    err << path << ": " << (native ? interpreted : native).error().message << '\n';
    return false;
  }
  if (checked.program->tests.empty()) err << path << ": the policy has no tests\n";
  auto of_file = policytest::Run(*checked.program, checked.sources,
                                 {*native->policy, *interpreted->policy}, options.filter);
  for (TestResult& result : of_file) results.push_back(std::move(result));
  return true;
}

}  // namespace

int RunTest(const TestOptions& options, std::ostream& out, std::ostream& err) {
  std::vector<TestResult> results;
  bool without_errors = true;
  for (const std::string& path : options.files) {
    without_errors = RunFile(path, options, results, err) && without_errors;
  }
  policytest::Write(out, results, options.format);
  if (!without_errors) return kExitPolicyErrors;
  const bool passed =
      std::all_of(results.begin(), results.end(), [](const TestResult& it) { return it.passed(); });
  return passed ? kExitOk : kExitTestFailed;
}

CLI::App* AddTest(CLI::App& app, TestOptions& options) {
  static const std::map<std::string, policytest::Format> kFormats = {
      {"text", policytest::Format::kText},
      {"tap", policytest::Format::kTap},
      {"junit", policytest::Format::kJunit},
      {"json", policytest::Format::kJson},
  };
  CLI::App* command =
      app.add_subcommand("test", "Run the tests that policies hold, on both engines");
  command->add_option("files", options.files, "Policies; - is the standard input")->required();
  command->add_option("--format", options.format, "text, tap, junit or json")
      ->transform(CLI::CheckedTransformer(kFormats));
  command->add_option("--filter", options.filter, "Only tests whose names contain this");
  return command;
}

}  // namespace weir::commands
