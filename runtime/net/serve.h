// Serving one client over stdio, from the first byte to the last process. What a command calls;
// hides the event loop.
#pragma once

#include <memory>

#include "compiler/base/result.h"
#include "runtime/net/driver.h"
#include "runtime/net/reload.h"

namespace weir::net {

enum class Served { kToTheEnd, kUntilAuditFailed };

// Returns when the client is gone or SIGINT or SIGTERM came, and no server process is left. A
// second signal does not wait for the servers; their keepers end them. With SIGHUP `read` is
// called, see reload.h.
//
// For a process of its own, see PrepareProcess. `input` and `output` stay open and get back their
// flags.
Result<Served> Serve(std::shared_ptr<const Policy> policy, Settings settings, int input, int output,
                     Observer& observer, ReadRules read);

// Makes this process one that may start servers: it ignores SIGPIPE, becomes a child subreaper and
// not dumpable (its environment is nobody's business, and a server could read it otherwise). False:
// the kernel does not let it.
bool PrepareProcess();

}  // namespace weir::net
