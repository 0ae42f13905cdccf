// From a checked policy to the normalised decision: names become classes of targets, each class
// gets its own rules, slot plan and conditions.
//
// Folded away: rules for no agent, agents that an unconditional rule before has decided for,
// conditions that are constant. Which rule is reported for a request is not changed by any of it.
#pragma once

#include "compiler/base/result.h"
#include "compiler/check/program.h"
#include "compiler/ir/decision.h"

namespace weir::lower {

// Fails only where a server's name globs together need an automaton over the budget.
Result<ir::Decisions> Lower(const check::Program& program);

}  // namespace weir::lower
