// What the guard has against a lock file that is about to be written, and who agrees to it.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "compiler/pipeline/policy.h"
#include "runtime/lock/lock_file.h"

namespace weir::commands {

// Only an entry that was named ("server.key"), not one that a `*` swept in, is agreed to with all
// that the guard has against it. Says to `err` what was agreed to, and what will be held back.
void SettleObjections(const Policy& policy, const std::vector<std::string>& named,
                      lock::LockFile& file, std::ostream& err);

}  // namespace weir::commands
