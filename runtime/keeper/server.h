// Starting the kept server: fork and exec, with nothing of the keeper's own left in it.
#pragma once

#include <sys/types.h>

namespace weir::keeper {

struct Started {
  pid_t process = 0;  // leads a session and a process group of its own
  int error = 0;      // errno; 0: it runs
};

// `program` is a path; `arguments` and `environment` end with a null pointer. stdin, stdout and
// stderr are handed on. The server dies with the keeper, if it leaves that setting
// (PR_SET_PDEATHSIG) alone.
Started StartServer(const char* program, char* const* arguments, char* const* environment);

}  // namespace weir::keeper
