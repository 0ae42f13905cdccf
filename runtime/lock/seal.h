// The digest of what a server is beside its lists.
#pragma once

#include <string>

#include "runtime/lock/lock_file.h"

namespace weir::lock {

// SHA-256 of the canonical object of protocolVersion, serverInfo, instructions, capabilities and
// launch.
Result<std::string> SealOf(const Server& server);

}  // namespace weir::lock
