// Runs what a golden case names, and collects what it printed.
#include "run.h"

#include <algorithm>
#include <sstream>

#include "compiler/ast/print.h"
#include "compiler/check/check.h"
#include "compiler/diagnostics/render.h"
#include "compiler/diagnostics/sink.h"
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

Outcome Run(const std::string& name, const std::string& text) {
  Outcome outcome;
  diagnostics::Sink sink;
  const uint32_t file = outcome.sources.Add(name, text);
  if (const auto tree = parse::Parse(outcome.sources, file, sink)) {
    outcome.has_program = check::Check(*tree, outcome.sources, sink).has_value();
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
