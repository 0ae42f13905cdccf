// One value against another: the test that fits their types, or what is wrong with them.
#pragma once

#include <optional>

#include "compiler/check/values.h"

namespace weir::check {

// Both sides resolved. Nothing: reported.
std::optional<Condition> CheckComparison(Context& context, const ast::Comparison& comparison,
                                         Span span, Resolved left, Resolved right);

}  // namespace weir::check
