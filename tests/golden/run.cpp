// Runs what a golden case names, and collects what it printed.
#include "run.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <sstream>

#include "compiler/analyze/analyze.h"
#include "compiler/ast/print.h"
#include "compiler/base/file.h"
#include "compiler/check/check.h"
#include "compiler/diagnostics/render.h"
#include "compiler/diagnostics/sink.h"
#include "compiler/imports/imports.h"
#include "compiler/parse/parse.h"

namespace weir::golden {

bool Outcome::HasErrors() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const auto& one) {
    return SeverityOf(one.kind) == diagnostics::Severity::kError;
  });
}

size_t Outcome::Count(diagnostics::Kind kind) const {
  return static_cast<size_t>(std::count_if(diagnostics.begin(), diagnostics.end(),
                                           [&](const auto& one) { return one.kind == kind; }));
}

namespace {

namespace fs = std::filesystem;

// What a case imports stands beside it.
class CaseReader : public imports::Reader {
 public:
  Result<std::string> Read(const std::string& path) override {
    auto text = ReadFile(fs::path(kCases) / path, size_t{1} << 20);
    // What the system says names the place of this tree.
    return text ? text : Error{"`" + path + "` cannot be read"};
  }
  std::string Identity(const std::string& path) override {
    return fs::path(path).lexically_normal();
  }

 private:
  static constexpr const char* kCases = WEIR_SOURCE_DIR "/tests/golden/cases";
};

// A library that stays as it is, whatever becomes of the real one.
constexpr std::array kLibrary = {
    imports::LibraryFile{"std/secrets.weir",
                         "weir 1;\n"
                         "import \"shapes.weir\";\n"
                         "set secret = [/AKIA[0-9A-Z]{16}/, key];\n"
                         "pattern no_secrets(s: server) {\n"
                         "  deny any: s.* where any t in strings(args): t contains secret;\n"
                         "}\n"},
    imports::LibraryFile{"std/shapes.weir", "weir 1;\nconst key = /sk-[a-z]{20}/;\n"}};

// The lock file of `fail_x.weir` is `fail_x.lock`, if there is one.
std::optional<analyze::Lock> LockOf(const std::string& name, Outcome& outcome,
                                    diagnostics::Sink& sink) {
  const fs::path lock = fs::path(name).replace_extension(".lock");
  auto text = CaseReader().Read(lock);
  if (!text) return std::nullopt;
  return analyze::ReadLock(outcome.sources, outcome.sources.Add(lock, std::move(*text)), sink);
}

}  // namespace

Outcome Run(const std::string& name, const std::string& text) {
  Outcome outcome;
  diagnostics::Sink sink;
  const uint32_t file = outcome.sources.Add(name, text);
  CaseReader reader;
  if (const auto tree = imports::Load(outcome.sources, file, reader, sink, kLibrary)) {
    const auto program = check::Check(*tree, outcome.sources, sink);
    const auto lock = LockOf(name, outcome, sink);
    if (program) analyze::Analyze(*program, outcome.sources, lock ? &*lock : nullptr, sink);
    outcome.has_program = program && !sink.has_errors();
  }
  outcome.diagnostics = sink.Take();
  return outcome;
}

std::string Text(const Outcome& outcome) {
  std::ostringstream out;
  diagnostics::RenderText(outcome.diagnostics, outcome.sources, out);
  return out.str();
}

std::string Ast(const std::string& name, const std::string& text) {
  SourceSet sources;
  diagnostics::Sink sink;
  std::ostringstream out;
  if (const auto tree = parse::Parse(sources, sources.Add(name, text), sink)) {
    ast::Print(*tree, out);
  }
  return out.str();
}

std::string Apply(const std::string& text, const diagnostics::Fix& fix) {
  std::vector<diagnostics::Edit> edits = fix.edits;
  std::stable_sort(edits.begin(), edits.end(),
                   [](const auto& a, const auto& b) { return a.span.begin < b.span.begin; });
  std::string mended;
  size_t at = 0;
  for (const diagnostics::Edit& edit : edits) {
    mended.append(text, at, edit.span.begin - at).append(edit.replacement);
    at = edit.span.end;
  }
  return mended.append(text, at);
}

}  // namespace weir::golden
