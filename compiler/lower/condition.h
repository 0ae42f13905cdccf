// One checked condition into nodes and slots of a target.
#pragma once

#include "compiler/check/program.h"
#include "compiler/ir/condition.h"
#include "compiler/slots/plan.h"

namespace weir::lower {

// Adds what the condition needs to `plan` and `nodes`.
ir::NodeId LowerCondition(const check::Condition& condition, slots::Plan& plan,
                          ir::NodeTable& nodes);

}  // namespace weir::lower
