#include "runtime/schema/validate.h"

#include "runtime/schema/validator.h"

namespace weir::schema {

std::optional<Misfit> Validate(const json::Value& schema, const json::Value& value,
                               Unnamed unnamed) {
  Validator validator(schema, unnamed);
  if (validator.Enter(schema, value, "")) return std::nullopt;
  return validator.misfit();
}

}  // namespace weir::schema
