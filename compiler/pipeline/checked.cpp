#include "compiler/pipeline/checked.h"

#include <filesystem>

#include "compiler/analyze/analyze.h"
#include "compiler/base/file.h"
#include "compiler/check/check.h"
#include "compiler/diagnostics/sink.h"
#include "compiler/imports/imports.h"
#include "compiler/parse/parse.h"

namespace weir::pipeline {

namespace {

// Nothing: there is none, or it cannot be used and that is reported.
std::optional<analyze::Lock> LockBeside(const std::string& policy, SourceSet& sources,
                                        diagnostics::Sink& sink) {
  const std::filesystem::path path = std::filesystem::path(policy).parent_path() / "weir.lock";
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  auto text = ReadFile(path, analyze::kLockBytesMax);
  const bool read = text.ok();
  const uint32_t file = sources.Add(path, read ? std::move(*text) : std::string());
  if (read) return analyze::ReadLock(sources, file, sink);
  sink.Report<diagnostics::Kind::kUnreadableFile>(Span{file, 0, 0}, text.error().message);
  return std::nullopt;
}

}  // namespace

std::optional<check::Program> CheckSource(SourceSet& sources, uint32_t file,
                                          diagnostics::Sink& sink, LockUse use) {
  imports::FileReader reader;
  const auto tree = imports::Load(sources, file, reader, sink);
  if (!tree) return std::nullopt;
  std::optional<check::Program> program = check::Check(*tree, sources, sink);
  std::optional<analyze::Lock> lock;
  if (use == LockUse::kHeldAgainst) {
    lock = LockBeside(sources.file(file).name(), sources, sink);
  }
  if (program) analyze::Analyze(*program, sources, lock ? &*lock : nullptr, sink);
  if (sink.has_errors()) return std::nullopt;
  return program;
}

Checked CheckText(std::string name, std::string text, LockUse lock) {
  Checked checked;
  diagnostics::Sink sink;
  const uint32_t file = checked.sources.Add(std::move(name), std::move(text));
  checked.program = CheckSource(checked.sources, file, sink, lock);
  checked.diagnostics = sink.Take();
  return checked;
}

Checked CheckFile(const std::string& path, LockUse lock) {
  auto text = ReadFile(path, parse::kSourceBytesMax);
  if (text) return CheckText(path, std::move(*text), lock);
  Checked checked;
  diagnostics::Sink sink;
  const uint32_t file = checked.sources.Add(path, "");
  sink.Report<diagnostics::Kind::kUnreadableFile>(Span{file, 0, 0}, text.error().message);
  checked.diagnostics = sink.Take();
  return checked;
}

}  // namespace weir::pipeline
