// The reference interpreter: decides by reading the normalised decision, in Kleene's three-valued
// logic, slowly and obviously. Native code must give the same answer to every request; nothing else
// may decide differently from this.
#pragma once

#include "compiler/abi/decision.h"
#include "compiler/ir/decision.h"

namespace weir::eval {

enum class Truth : uint8_t { kFalse, kUnknown, kTrue };

// `request.slots` as target.plan says. `level`s of operands in `condition` are all 0 outside of its
// own quantifiers.
Truth Evaluate(const ir::Target& target, ir::NodeId condition, ir::Stance stance,
               const weir_request& request);

// The first rule that applies, a flow that holds a label back, or the default.
Decision Decide(const ir::Target& target, const weir_request& request);

// What the result of this request carries.
uint64_t ResultLabels(const ir::Target& target, const weir_request& request);

}  // namespace weir::eval
