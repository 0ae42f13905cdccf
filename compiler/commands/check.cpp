#include "compiler/commands/check.h"

#include <unistd.h>

#include <algorithm>

#include "compiler/base/file.h"
#include "compiler/commands/choice.h"
#include "compiler/diagnostics/render.h"
#include "compiler/parse/parse.h"
#include "compiler/pipeline/checked.h"

namespace weir::commands {
namespace {

using diagnostics::Diagnostic;
using diagnostics::Severity;

std::vector<Diagnostic> CheckOne(SourceSet& sources, uint32_t file) {
  diagnostics::Sink sink;
  // Of interest here is only what it reports.
  static_cast<void>(pipeline::CheckSource(sources, file, sink));
  return sink.Take();
}

std::string Count(size_t number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

}  // namespace

int RunCheck(const CheckOptions& options, std::ostream& out, std::ostream& err) {
  SourceSet sources;
  std::vector<Diagnostic> all;
  for (const std::string& path : options.files) {
    Result<std::string> text = ReadFile(path, parse::kSourceBytesMax);
    if (!text) {
      err << "weir check: " << text.error().message << '\n';
      return kExitUsage;
    }
    const uint32_t file = sources.Add(path == "-" ? "<stdin>" : path, std::move(*text));
    const std::vector<Diagnostic> found = CheckOne(sources, file);
    all.insert(all.end(), found.begin(), found.end());
  }
  const auto errors =
      static_cast<size_t>(std::count_if(all.begin(), all.end(), [](const Diagnostic& one) {
        return SeverityOf(one.kind) == Severity::kError;
      }));
  const size_t warnings = all.size() - errors;
  if (options.json) {
    diagnostics::RenderJson(all, sources, out);
  } else {
    diagnostics::RenderText(all, sources, out, {options.colors});
    out << Count(options.files.size(), "file") << " checked: " << Count(errors, "error") << ", "
        << Count(warnings, "warning") << '\n';
  }
  const bool failed = errors > 0 || (options.strict && warnings > 0);
  return failed ? kExitPolicyErrors : kExitOk;
}

CLI::App* AddCheck(CLI::App& app, CheckOptions& options) {
  CLI::App* check = app.add_subcommand("check", "Say what is wrong with policies");
  check->add_option("files", options.files, "Policies; - is the standard input")->required();
  check->add_flag("--strict", options.strict, "Warnings count as errors");
  AddJsonFormat(*check, options.json);
  options.colors = isatty(STDOUT_FILENO) == 1;
  return check;
}

}  // namespace weir::commands
