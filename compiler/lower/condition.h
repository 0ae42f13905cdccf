// One checked condition into nodes and slots of a target.
#pragma once

#include <map>
#include <string>

#include "compiler/check/program.h"
#include "compiler/ir/condition.h"
#include "compiler/slots/plan.h"

namespace weir::lower {

// The node of a condition and of each condition in it, for who wants to ask about parts.
using NodeIds = std::map<const check::Condition*, ir::NodeId>;

// Adds what the condition needs to `plan` and `nodes`. `server`: the name of the target's server.
ir::NodeId LowerCondition(const check::Condition& condition, const std::string& server,
                          slots::Plan& plan, ir::NodeTable& nodes, NodeIds* ids = nullptr);

}  // namespace weir::lower
