// JSON values that mean the same: numbers by their value, objects without regard to order.
#pragma once

#include <cstdint>

#include "compiler/json/document.h"

namespace weir::schema {

// Takes one from `steps` for each pair of values that it looks at. When none are left: false.
bool Equal(const json::Value& a, const json::Value& b, uint64_t& steps);

}  // namespace weir::schema
