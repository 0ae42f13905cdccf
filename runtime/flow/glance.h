// A first look at two texts that one follows the other: whether they may hold something together
// that neither holds alone. Nearly always they do not, and then nobody need look closely.
#pragma once

#include <cstddef>
#include <string_view>

#include "runtime/flow/inspect.h"
#include "runtime/flow/store.h"

namespace weir::flow {

// Errs only towards true. The second text begins at byte `seam` of `text`. What is found by
// Inspect(text), but neither by Inspect of the first text nor by that of the second, makes it true.
bool MayHoldAcross(std::string_view text, size_t seam, const Store& labelled,
                   const InspectLimits& limits);

}  // namespace weir::flow
