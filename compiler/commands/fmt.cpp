#include "compiler/commands/fmt.h"

#include <unistd.h>

#include <algorithm>

#include "compiler/base/file.h"
#include "compiler/base/write_file.h"
#include "compiler/diagnostics/render.h"
#include "compiler/format/format.h"
#include "compiler/parse/parse.h"

namespace weir::commands {
namespace {

int Fail(std::ostream& err, int code, const std::string& message) {
  err << "weir fmt: " << message << '\n';
  return code;
}

int FormatOne(const std::string& path, const FmtOptions& options, std::ostream& out,
              std::ostream& err) {
  Result<std::string> text = ReadFile(path, parse::kSourceBytesMax);
  if (!text) return Fail(err, kExitUsage, text.error().message);
  const std::string name = path == "-" ? "<stdin>" : path;
  SourceSet sources;
  diagnostics::Sink sink;
  const uint32_t file = sources.Add(name, *text);
  const Result<std::string> formatted = format::Format(sources, file, sink);
  if (!formatted) {
    diagnostics::RenderText(sink.Take(), sources, err, {options.colors});
    return Fail(err, kExitPolicyErrors, name + ": " + formatted.error().message);
  }
  const bool changed = *formatted != *text;
  if (options.check) {
    if (changed) out << name << '\n';
    return changed ? kExitTestFailed : kExitOk;
  }
  if (path == "-") {
    out << *formatted;
  } else if (changed) {
    if (const auto error = WriteFile(path, *formatted))
      return Fail(err, kExitUsage, error->message);
  }
  return kExitOk;
}

}  // namespace

int RunFmt(const FmtOptions& options, std::ostream& out, std::ostream& err) {
  int code = kExitOk;
  for (const std::string& path : options.files) {
    code = std::max(code, FormatOne(path, options, out, err));
  }
  return code;
}

CLI::App* AddFmt(CLI::App& app, FmtOptions& options) {
  CLI::App* fmt = app.add_subcommand("fmt", "Lay policies out, in place; only white space changes");
  fmt->add_option("files", options.files, "policies; - is the standard input, to standard output")
      ->required();
  fmt->add_flag("--check", options.check,
                "write nothing; name the files that would change, exit 1");
  options.colors = isatty(STDERR_FILENO) == 1;
  return fmt;
}

}  // namespace weir::commands
