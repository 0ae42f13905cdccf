// Fills a slot plan from a request. Total: whatever the arguments hold, each slot gets a kind; only
// a request that would need more than kValuesMax values is refused as a whole.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <optional>
#include <string_view>

#include "compiler/abi/decision_abi.h"
#include "compiler/json/document.h"
#include "compiler/slots/plan.h"

namespace weir::slots {

inline constexpr size_t kListElementsMax = 4'096;      // a longer list is INVALID as a whole
inline constexpr size_t kValuesMax = size_t{1} << 20;  // of one request, rows of lists included

// Owns what the filled slots point to beyond the request itself. One request each; not thread-safe.
class Arena {
 public:
  // Nothing once kValuesMax would be passed.
  weir_value* NewValues(size_t count);
  std::string_view Keep(std::string_view text);

 private:
  alignas(std::max_align_t) std::byte first_[2'048];
  std::pmr::monotonic_buffer_resource memory_{first_, sizeof first_};
  size_t values_ = 0;
};

// What a request brings. What is not there makes the slots below it ABSENT.
struct Inputs {
  std::optional<json::Value> arguments;
  std::string_view uri;
  std::optional<json::Value> tool;
  std::optional<json::Value> claims;
  std::string_view agent_name;
};

// The values of `plan`, in its order, valid while arena, inputs and plan are. Null: too many
// values. A member of something that is no object is INVALID, unless that something is itself
// absent; a number beyond int64 or double is INVALID.
const weir_value* Extract(const Plan& plan, const Inputs& inputs, Arena& arena);

}  // namespace weir::slots
