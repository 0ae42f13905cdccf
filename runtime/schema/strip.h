// Arguments without the members that their schema does not name.
#pragma once

#include <memory>
#include <optional>

#include "runtime/schema/validate.h"

namespace weir::schema {

inline constexpr size_t kStripsMax = 64;  // more members to leave out do not fit

struct Stripped {
  std::optional<Misfit> misfit;                    // what still does not fit
  std::shared_ptr<const json::Document> document;  // what is left; null: there was nothing to strip
};

// What stays keeps its bytes.
Stripped Strip(const json::Value& schema, const json::Value& value);

}  // namespace weir::schema
