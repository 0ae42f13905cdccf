#include "compiler/pipeline/compile.h"

#include <utility>

#include "compiler/pipeline/build.h"
#include "compiler/pipeline/checked.h"

namespace weir::pipeline {
namespace {

Compiled Finish(Checked checked, const Options& options) {
  Compiled compiled{std::move(checked.sources), std::move(checked.diagnostics), nullptr};
  if (!checked.program) return compiled;
  auto built = Build(*checked.program, compiled.sources, options.engine);
  if (built) {
    compiled.policy = std::move(built->policy);
    for (auto& warning : built->warnings) compiled.diagnostics.push_back(std::move(warning));
  } else {
    compiled.diagnostics.push_back(
        {diagnostics::Kind::kNotCompilable, Span{}, built.error().message, "", {}, {}});
  }
  return compiled;
}

}  // namespace

Compiled CompileText(std::string name, std::string text, const Options& options) {
  return Finish(CheckText(std::move(name), std::move(text), options.lock), options);
}

Compiled CompileFile(const std::string& path, const Options& options) {
  return Finish(CheckFile(path, options.lock), options);
}

}  // namespace weir::pipeline
