// One checked condition into nodes and slots of a target.
#pragma once

#include <string>

#include "compiler/check/program.h"
#include "compiler/ir/condition.h"
#include "compiler/slots/plan.h"

namespace weir::lower {

// Adds what the condition needs to `plan` and `nodes`. `server`: the name of the target's server.
ir::NodeId LowerCondition(const check::Condition& condition, const std::string& server,
                          slots::Plan& plan, ir::NodeTable& nodes);

}  // namespace weir::lower
