// The shared authorization workload (workload/gen.py): agent X may call tool Y of server Z if the
// path starts with P and the host is in H, and some denials over them. Rules as a checked policy,
// requests with the decision that is expected.
#pragma once

#include <string>
#include <vector>

#include "compiler/check/program.h"

namespace weir::bench {

struct WorkloadRequest {
  std::string agent;
  std::string server;
  std::string tool;
  std::string path;
  std::string host;
  bool allowed;
};

struct Workload {
  check::Program program;
  std::vector<WorkloadRequest> requests;
};

// `rules`: 100 or 1000. Callers are told apart by `claims.sub`: there are more of them than a
// policy can name as agents.
Workload LoadWorkload(int rules);

}  // namespace weir::bench
