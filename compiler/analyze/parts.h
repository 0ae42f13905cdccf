// The parts of the analysis. Each reads the whole program and only reports.
#pragma once

#include <string_view>

#include "compiler/analyze/lock.h"
#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/diagnostics/sink.h"

namespace weir::analyze {

// Rules that another one makes pointless.
void FindIdleRules(const check::Program& program, diagnostics::Sink& sink);

// Conditions that are never or always true.
void FindConstantConditions(const check::Program& program, diagnostics::Sink& sink);

// Names and arguments that the pinned servers do not have.
void CompareWithLock(const check::Program& program, const SourceSet& sources, const Lock& lock,
                     diagnostics::Sink& sink);

// Arguments of the wrong name or type, in conditions about these tools.
struct PinnedTool {
  std::string_view server;
  std::string_view name;
  json::Value definition;
};
void CompareArguments(const check::Condition& where, const std::vector<PinnedTool>& tools,
                      bool all_named, const SourceSet& sources, diagnostics::Sink& sink);

// Where `word` stands in the text of `span`, as a whole word or in quotes; else the span itself.
Span PlaceOf(const SourceSet& sources, Span span, std::string_view word);

}  // namespace weir::analyze
