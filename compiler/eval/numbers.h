// Integers and doubles compared by the numbers that they are. Converting one to the other's type
// would call 2^53 + 1 equal to 2^53.
#pragma once

#include <compare>
#include <cstdint>
#include <variant>

#include "compiler/check/program.h"

namespace weir::eval {

// `real` is neither NaN nor infinite.
std::strong_ordering Compare(int64_t integer, double real);
std::strong_ordering Compare(const check::Number& left, const check::Number& right);

bool Holds(check::Relation relation, std::strong_ordering order);

}  // namespace weir::eval
