// The children of a process, as /proc shows them, and ending them. A process may only signal its
// own children without a race: nobody else can reap them, so their ids cannot have gone to a
// stranger.
#pragma once

#include <sys/types.h>

#include <span>
#include <vector>

namespace weir::keeper {

// Zombies included. Empty also where /proc cannot be read.
std::vector<pid_t> ChildrenOf(pid_t parent);

// Kills and reaps every child of the calling process that is not in `keep`, and what is re-parented
// to it meanwhile, for at most two seconds. For a process that is a child subreaper. How many are
// left is returned.
size_t KillChildrenExcept(std::span<const pid_t> keep);

}  // namespace weir::keeper
