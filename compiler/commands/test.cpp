#include "compiler/commands/test.h"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <vector>

#include "compiler/base/write_file.h"
#include "compiler/commands/choice.h"
#include "compiler/commands/watch.h"
#include "compiler/diagnostics/render.h"
#include "compiler/pipeline/build.h"
#include "compiler/pipeline/checked.h"
#include "compiler/policytest/coverage.h"
#include "compiler/policytest/report.h"
#include "compiler/policytest/run.h"

namespace weir::commands {
namespace {

using policytest::TestResult;

// All files of one run.
class Run {
 public:
  Run(const TestOptions& options, std::ostream& out, std::ostream& err)
      : options_(options), out_(out), err_(err) {}

  int All() {
    bool without_errors = true;
    for (const std::string& path : options_.files) without_errors = File(path) && without_errors;
    policytest::Write(out_, results_, options_.format);
    if (!WriteCoverage()) return kExitUsage;
    if (!without_errors) return kExitPolicyErrors;
    const auto passed = [](const TestResult& result) { return result.passed(); };
    return std::all_of(results_.begin(), results_.end(), passed) ? kExitOk : kExitTestFailed;
  }

 private:
  // False: the policy has errors, which `err` got to read.
  bool File(const std::string& path) {
    const pipeline::Checked checked = pipeline::CheckFile(path);
    diagnostics::RenderText(checked.diagnostics, checked.sources, err_, {options_.colors});
    if (!checked.program) return false;
    const auto native =
        pipeline::Build(*checked.program, checked.sources, pipeline::Engine::kNative);
    const auto interpreted =
        pipeline::Build(*checked.program, checked.sources, pipeline::Engine::kInterpreter);
    if (!native || !interpreted) return Fail(path, (native ? interpreted : native).error());
    diagnostics::RenderText(native->warnings, checked.sources, err_, {options_.colors});
    if (checked.program->tests.empty()) err_ << path << ": the policy has no tests\n";
    const policytest::Engines engines{*native->policy, *interpreted->policy};
    auto of_file = policytest::Run(*checked.program, checked.sources, engines, options_.filter,
                                   options_.trackers);
    for (TestResult& result : of_file) results_.push_back(std::move(result));
    return !options_.coverage || Cover(path, checked, engines);
  }

  bool Cover(const std::string& path, const pipeline::Checked& checked,
             const policytest::Engines& engines) {
    const auto coverage =
        policytest::Cover(*checked.program, checked.sources, engines.native, engines.interpreted,
                          options_.filter, options_.trackers);
    if (!coverage) return Fail(path, coverage.error());
    policytest::Write(coverage_, *coverage, checked.sources, engines.native,
                      options_.coverage_format);
    return true;
  }

  // False: not to where it should go.
  bool WriteCoverage() {
    if (options_.coverage_file.empty()) {
      out_ << coverage_.str();
    } else if (const auto error = WriteFile(options_.coverage_file, coverage_.str())) {
      err_ << "weir test: " << error->message << '\n';
      return false;
    }
    return true;
  }

  bool Fail(const std::string& path, const Error& error) {
    err_ << path << ": " << error.message << '\n';
    return false;
  }

  const TestOptions& options_;
  std::ostream& out_;
  std::ostream& err_;
  std::vector<TestResult> results_;
  std::ostringstream coverage_;
};

}  // namespace

int RunTest(const TestOptions& options, std::ostream& out, std::ostream& err) {
  if (!options.watch) return Run(options, out, err).All();
  auto watch = Watch::Start(options.files);
  if (!watch) {
    err << "weir test: " << watch.error().message << '\n';
    return kExitUsage;
  }
  int code = kExitOk;
  do {
    code = Run(options, out, err).All();
    out << "-- waiting for a change" << std::endl;
  } while (watch->Wait());
  return code;
}

CLI::App* AddTest(CLI::App& app, TestOptions& options) {
  using policytest::CoverageFormat;
  using policytest::Format;
  static const std::map<std::string, Format> kFormats = {{"text", Format::kText},
                                                         {"tap", Format::kTap},
                                                         {"junit", Format::kJunit},
                                                         {"json", Format::kJson}};
  CLI::App* test = app.add_subcommand(
      "test", "Run the tests that stand in policies, on the interpreter and in native code");
  test->add_option("files", options.files, "policies; - is the standard input")->required();
  AddChoice(*test, "--format", options.format, kFormats, "text is the default");
  test->add_option("--filter", options.filter, "only tests whose name contains this")
      ->type_name("TEXT");
  static const std::map<std::string, CoverageFormat> kCoverageFormats = {
      {"text", CoverageFormat::kText},
      {"json", CoverageFormat::kJson},
      {"lcov", CoverageFormat::kLcov}};
  CLI::Option* coverage = test->add_flag(
      "--coverage", options.coverage, "say which rules, outcomes and conditions no test reached");
  AddChoice(*test, "--coverage-format", options.coverage_format, kCoverageFormats,
            "text is the default")
      ->needs(coverage);
  test->add_option("--coverage-file", options.coverage_file, "where it goes, instead of below")
      ->type_name("FILE")
      ->needs(coverage);
  test->add_flag("--watch", options.watch, "run again whenever a file changes, until interrupted");
  options.colors = isatty(STDOUT_FILENO) == 1;
  return test;
}

}  // namespace weir::commands
