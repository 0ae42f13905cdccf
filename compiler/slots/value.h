// Makes the values of slots.
#pragma once

#include <string_view>

#include "compiler/abi/decision_abi.h"

namespace weir::slots {

inline weir_value OfKind(weir_kind kind) {
  weir_value value{};
  value.kind = kind;
  return value;
}

inline weir_value OfInteger(weir_kind kind, int64_t integer) {
  weir_value value = OfKind(kind);
  value.as.integer = integer;
  return value;
}

// Refers to `text`.
inline weir_value OfString(std::string_view text) {
  weir_value value = OfKind(WEIR_STRING);
  value.length = static_cast<uint32_t>(text.size());
  value.as.bytes = text.data();
  return value;
}

}  // namespace weir::slots
