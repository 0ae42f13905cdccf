#include "runtime/keeper/server.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace weir::keeper {
namespace {

// In the child, between fork and exec: async-signal-safe calls only. Returns only if something
// failed.
void BecomeServer(pid_t keeper, const char* program, char* const* arguments,
                  char* const* environment) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return;
  if (getppid() != keeper) _exit(1);  // it died before the line above
  setsid();                           // cannot fail: a forked child leads no group
  sigset_t none;
  sigemptyset(&none);
  if (sigprocmask(SIG_SETMASK, &none, nullptr) != 0) return;
  if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) != 0) return;
  execve(program, arguments, environment);
}

// The write end closes with a successful exec; a failed one leaves its errno in the pipe.
int ErrorFrom(int pipe_end) {
  int error = 0;
  ssize_t size = 0;
  do {
    size = read(pipe_end, &error, sizeof error);
  } while (size < 0 && errno == EINTR);
  return size == sizeof error ? error : 0;
}

}  // namespace

Started StartServer(const char* program, char* const* arguments, char* const* environment) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return {.error = errno};
  const pid_t keeper = getpid();
  const pid_t child = fork();
  if (child < 0) return {.error = errno};
  if (child == 0) {
    BecomeServer(keeper, program, arguments, environment);
    const int error = errno;
    const ssize_t written = write(ends[1], &error, sizeof error);
    _exit(written == sizeof error ? 127 : 126);
  }
  close(ends[1]);
  const int error = ErrorFrom(ends[0]);
  close(ends[0]);
  if (error != 0) waitpid(child, nullptr, 0);
  return {.process = child, .error = error};
}

}  // namespace weir::keeper
