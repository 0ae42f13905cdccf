// Looks at every server of a policy once: starts them as serving would, lets them list everything,
// ends them.
#pragma once

#include <memory>
#include <vector>

#include "compiler/base/result.h"
#include "runtime/net/driver.h"

namespace weir::net {

// After its first lists a server gets this long to say that they have changed: some register their
// tools only then.
inline constexpr std::chrono::milliseconds kSurveyQuiet{400};

// By server. limits.start_deadline is how long one may take. An error also if a signal asked to
// stop. For a process of its own, see PrepareProcess; `observer` hears the log.
Result<std::vector<router::Survey>> SurveyServers(std::shared_ptr<const Policy> policy,
                                                  Settings settings, Observer& observer);

}  // namespace weir::net
