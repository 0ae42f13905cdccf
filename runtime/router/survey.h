// What a server says of itself, for those who look at servers and serve nobody: pinning, scanning.
#pragma once

#include <string>
#include <vector>

#include "runtime/router/definitions.h"

namespace weir::router {

struct Survey {
  std::string initialized;  // its result of initialize, raw; empty: it never came that far
  Lists lists;
  // Why the lists are not all that it has; empty if they are.
  std::vector<std::string> problems;
};

}  // namespace weir::router
