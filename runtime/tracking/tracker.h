// A Ledger behind the interface through which the compiler runs policies' tests.
#pragma once

#include <memory>

#include "compiler/pipeline/tracker.h"

namespace weir::tracking {

std::unique_ptr<Tracker> NewTracker(const Policy& policy);

}  // namespace weir::tracking
