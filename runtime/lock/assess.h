// The guard's reading of a whole lock file, and what a policy makes of it.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/pipeline/policy.h"
#include "runtime/guard/analyze.h"
#include "runtime/lock/lock_file.h"

namespace weir::lock {

struct Assessment {  // of one server
  guard::Report instructions;
  std::array<std::map<std::string, guard::Report, std::less<>>, kKindCount> items;
};

struct NamedServer {
  std::string name;
  const Server* server;
};

// In the order given, which is that of trust: of two that have the same, the first is the
// incumbent.
std::vector<Assessment> Assess(const std::vector<NamedServer>& servers);

// Why a definition is not simply to be used.
struct Objection {
  guard::Threat threat;
  Reaction reaction;
  // "poison: it tells … (read-key-file, at /description)"; none of the server's own words but plain
  // names.
  std::string text;
  std::vector<std::string> rules;  // sorted: what somebody would have to agree to
};

// Nothing below the quarantine level. Rules in `accepted`, and those whose threat is `off`, do not
// count; of two threats the reaction to the heavier one decides.
std::optional<Objection> ObjectionTo(const guard::Report& report, const GuardSettings& settings,
                                     const std::vector<std::string>& accepted);

}  // namespace weir::lock
