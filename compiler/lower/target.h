// One class of targets: its rules in deciding order, with their conditions and slots.
#pragma once

#include <span>

#include "compiler/check/program.h"
#include "compiler/ir/decision.h"

namespace weir::lower {

// `rules`: numbers of the rules that speak of this class, ascending.
ir::Target LowerTarget(const check::Program& program, std::span<const uint32_t> rules);

}  // namespace weir::lower
