#include "compiler/check/check.h"

#include <utility>

#include "compiler/check/context.h"

namespace weir::check {

std::optional<Program> Check(const ast::File& file, const SourceSet& sources,
                             diagnostics::Sink& sink) {
  Context context{sources, sink, {}, {}, {}, {}, {}, {}, {}, {}, 0};
  for (const ast::Broken& broken : file.broken) {
    context.broken.emplace(broken.name.text, broken.name.span);
  }
  context.program.version = file.version;
  CheckConstants(context, file);
  CheckAgents(context, file);
  CheckServers(context, file);
  CheckRoutes(context, file);
  CheckRules(context, file);
  CheckTests(context, file);
  // What seems unused may be used by what could not be read.
  if (sink.has_errors()) return std::nullopt;
  WarnOfUnused(context, file);
  return std::move(context.program);
}

}  // namespace weir::check
