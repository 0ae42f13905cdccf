#include "compiler/commands/check.h"

#include <unistd.h>

#include "compiler/base/file.h"
#include "compiler/commands/choice.h"
#include "compiler/diagnostics/render.h"
#include "compiler/parse/parse.h"
#include "compiler/pipeline/build.h"
#include "compiler/pipeline/checked.h"

namespace weir::commands {
namespace {

using diagnostics::Diagnostic;

std::vector<Diagnostic> CheckOne(SourceSet& sources, uint32_t file) {
  diagnostics::Sink sink;
  const auto program = pipeline::CheckSource(sources, file, sink);
  std::vector<Diagnostic> found = sink.Take();
  if (program) {
    for (Diagnostic& one : pipeline::FindOverBudget(*program)) found.push_back(std::move(one));
  }
  return found;
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
  const auto [errors, warnings, notes] = diagnostics::CountsOf(all);
  if (options.json) {
    diagnostics::RenderJson(all, sources, out);
  } else {
    diagnostics::RenderText(all, sources, out, {options.colors});
    out << Count(options.files.size(), "file") << " checked: " << Count(errors, "error") << ", "
        << Count(warnings, "warning") << (notes == 0 ? "" : ", " + Count(notes, "note")) << '\n';
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
