// What is different between a pinned lock file and what the servers say now.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/guard/definition_diff.h"
#include "runtime/lock/lock_file.h"

namespace weir::lock {

enum class State : uint8_t { kNew, kChanged, kVanished };
std::string_view NameOf(State state);

// One entry that is not what it was.
struct Difference {
  State state = State::kChanged;
  std::string server;
  std::string kind;  // "tool", …; "server" for all of one; "identity", "instructions"
  std::string key;   // empty for "server", "identity", "instructions"
  // Of kChanged what changed, of kNew what there is: all of a definition, or what a server lists.
  std::vector<guard::Change> changes;
};

// In the order of servers, then identity, instructions, the four kinds and their keys.
std::vector<Difference> Compare(const LockFile& pinned, const LockFile& now);

// As a person reads it: a line for each difference, its changes indented below. Empty if there is
// none.
std::string Render(const std::vector<Difference>& differences);
// A JSON array.
std::string RenderJson(const std::vector<Difference>& differences);

// `pinned` with exactly the entries of `now` that `names` speak of: "server" (all of it),
// "server.*" (all that it lists) or "server.name". An error names one that speaks of nothing.
Result<LockFile> Accept(const LockFile& pinned, const LockFile& now,
                        const std::vector<std::string>& names);

// What to write after --accept for an entry, as it is pasted into a shell: NAME for one that a
// server calls so that a shell, or --accept itself, would read more into it.
std::string AcceptWord(std::string_view server, std::string_view key);

}  // namespace weir::lock
