// Looking at the servers of a policy for the commands that serve nobody: pin, diff, scan, import.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/pipeline/policy.h"
#include "runtime/lock/lock_file.h"

namespace weir::commands {

inline constexpr int kLookTimeoutSeconds = 60;

struct Observed {
  lock::LockFile now;
  // By server: the last of what it wrote to its stderr, which may say why it is not there.
  std::map<std::string, std::vector<std::string>> said;
  // By server: why what was seen of it is not all of it. Such a server is not to be pinned.
  std::map<std::string, std::vector<std::string>> problems;
};

// What a server's `launch` line starts, as far as that is known, for its lock entry.
std::string LaunchOf(const ServerSettings& server);

// Starts every server of the policy and has it list everything. Warnings of the router go to
// stderr, and to a terminal also how many servers are waited for.
Result<Observed> Observe(std::shared_ptr<const Policy> policy, std::chrono::seconds timeout);

// The policy of that file, whatever its lock file says; diagnostics go to `err`. Null if it has
// errors.
std::shared_ptr<const Policy> CompileForLooking(const std::string& path, std::ostream& err);

// The same of a text; `name` is what diagnostics call it.
std::shared_ptr<const Policy> CompileTextForLooking(const std::string& name,
                                                    const std::string& text, std::ostream& err);

// Why the server could not be read whole, and what it said itself, a line each.
void TellProblems(const Observed& observed, std::string_view command, std::ostream& err);

// weir.lock in the folder of the policy.
std::string LockBeside(const std::string& policy_path);

// Nothing: there is no such file. An error begins with the path.
Result<std::optional<lock::LockFile>> ReadLock(const std::string& path);

// The lock file, if what it is written as can be read again: a server can define more than fits.
std::optional<Error> WriteLock(const std::string& path, const lock::LockFile& file);

}  // namespace weir::commands
