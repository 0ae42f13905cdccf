// Conditions: every value gets a type, every comparison becomes the one test that fits its types.
#pragma once

#include <optional>

#include "compiler/check/context.h"

namespace weir::check {

// Where a condition stands, and so what it can look at.
enum class Scene : uint8_t {
  kRequest,  // anything that is asked of a server
  kCall,
  kRead,
  kPrompt,
  kComplete,
  kIdentity,  // a caller's token: claims alone
};

Scene SceneOf(Verb verb);

// Nothing: reported.
std::optional<Condition> CheckCondition(Context& context, const ast::Condition& condition,
                                        Scene scene);
// Likewise; nothing also where there is none.
std::optional<Condition> CheckWhere(Context& context, const std::optional<ast::Condition>& where,
                                    Scene scene);

}  // namespace weir::check
