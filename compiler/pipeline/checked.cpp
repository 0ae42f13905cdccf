#include "compiler/pipeline/checked.h"

#include "compiler/base/file.h"
#include "compiler/check/check.h"
#include "compiler/diagnostics/sink.h"
#include "compiler/parse/parse.h"

namespace weir::pipeline {

Checked CheckText(std::string name, std::string text) {
  Checked checked;
  diagnostics::Sink sink;
  const uint32_t file = checked.sources.Add(std::move(name), std::move(text));
  if (const auto tree = parse::Parse(checked.sources, file, sink)) {
    checked.program = check::Check(*tree, checked.sources, sink);
  }
  checked.diagnostics = sink.Take();
  return checked;
}

Checked CheckFile(const std::string& path) {
  auto text = ReadFile(path, parse::kSourceBytesMax);
  if (text) return CheckText(path, std::move(*text));
  Checked checked;
  diagnostics::Sink sink;
  const uint32_t file = checked.sources.Add(path, "");
  sink.Report<diagnostics::Kind::kUnreadableFile>(Span{file, 0, 0}, text.error().message);
  checked.diagnostics = sink.Take();
  return checked;
}

}  // namespace weir::pipeline
