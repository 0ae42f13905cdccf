// What of a condition would have to be otherwise for it to come out otherwise.
#pragma once

#include <string>

#include "compiler/base/source.h"
#include "compiler/explain/reading.h"

namespace weir::explain {

// `path(args.path) within "/srv" and not exists args.force`: only the parts that stand in the way
// of `wanted`, in the policy's own words.
std::string Need(const Reading& reading, bool wanted, const SourceSet& sources);

}  // namespace weir::explain
