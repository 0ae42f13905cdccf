// The normalised decision as text, for `weir dump --stage ir` and for failing tests. Stable within
// a version only.
#pragma once

#include <ostream>
#include <span>
#include <string>

#include "compiler/ir/decision.h"

namespace weir::ir {

void Print(std::ostream& out, const Target& target);
// `server_names` in the order of Decisions::servers.
void Print(std::ostream& out, const Decisions& decisions,
           std::span<const std::string> server_names);

}  // namespace weir::ir
