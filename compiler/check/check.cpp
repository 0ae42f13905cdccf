#include "compiler/check/check.h"

#include <utility>

#include "compiler/check/parts.h"

namespace weir::check {

std::optional<Program> Check(const ast::File& file, const SourceSet& sources,
                             diagnostics::Sink& sink) {
  Context context(sources, sink, file.library_files);
  for (const ast::Broken& broken : file.broken) {
    context.broken.emplace(broken.name.text, broken.name.span);
  }
  context.program.version = file.version;
  DeclareConstants(context, file);
  DeclarePatterns(context, file);
  CheckServers(context, file);
  DeclareLabels(context, file);
  CheckAgents(context, file);
  CheckServerLabels(context, file);
  CheckRoutes(context, file);
  CheckGuards(context, file);
  CheckDecisions(context, file.statements);
  CheckTests(context, file);
  CheckProofs(context, file);
  // What seems unused may be used by what could not be read.
  if (sink.has_errors()) return std::nullopt;
  WarnOfUnused(context, file);
  return std::move(context.program);
}

}  // namespace weir::check
