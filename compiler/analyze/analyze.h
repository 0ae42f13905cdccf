// What is suspicious in a policy without mistakes: rules that decide nothing, conditions that are
// never or always true, labels that nothing carries; and, where there is a lock file, names and
// arguments that no server has.
#pragma once

#include "compiler/analyze/lock.h"
#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/diagnostics/sink.h"

namespace weir::analyze {

// `lock` may be null. Bounded work: what would take too long to find out is not said.
void Analyze(const check::Program& program, const SourceSet& sources, const Lock* lock,
             diagnostics::Sink& sink);

}  // namespace weir::analyze
