// What it is that a server's launch line starts, so that another program under the same line is
// noticed.
#pragma once

#include <string>

#include "compiler/pipeline/policy.h"

namespace weir::net {

inline constexpr size_t kProgramBytesMax = size_t{512} << 20;

// A JSON object, the same on every machine that has the same program: "program", the name of the
// launched file, and what is known of it: "package", name@version of the npm package that it
// belongs to; or "sha256" of the file; of an interpreter's script instead, where it names one.
// Of npx and its like only the name: what they start is in the launch line.
// Never fails: what cannot be told is left out.
std::string LaunchIdentity(const ServerSettings& server);

}  // namespace weir::net
