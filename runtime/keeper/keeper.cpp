// weir-keeper PATH NAME [ARGUMENT…]: runs one server and outlives it. Weir starts one keeper a
// server. Whatever happens to weir, kill -9 included, the kernel closes weir's side of the control
// socket (descriptor 3), and the keeper ends the server and everything that descends from it: being
// a child subreaper, it inherits whoever slips away by forking twice or by a session of its own.
// The ladder: weir closes the server's stdin, SIGTERM, SIGKILL until nobody is left.
//
// What it cannot do without privileges: stop a server that runs under the same user from killing
// keeper and weir both. Killing the keeper alone helps nobody: the server dies with it
// (PR_SET_PDEATHSIG) and weir inherits the rest.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>

#include "runtime/keeper/processes.h"
#include "runtime/keeper/report.h"
#include "runtime/keeper/server.h"

namespace weir::keeper {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kAfterInputClosed{2'000};
constexpr milliseconds kAfterTerminate{2'000};
constexpr milliseconds kBetweenKills{20};
constexpr int kKillsMax = 250;  // five seconds; what is alive then hangs in the kernel

enum class Stage { kRunning, kInputClosed, kTerminating, kKilling };

class Keeper {
 public:
  Keeper(pid_t server, int signals) : server_(server), signals_(signals) {}

  // Returns when the server and its descendants are gone.
  Report Keep();

 private:
  void Reap();
  void Wait();
  void ReadSignals();
  void ClimbIfDue();
  void Enter(Stage stage);
  void Signal(int signal);

  pid_t server_;
  int signals_;
  Stage stage_ = Stage::kRunning;
  std::optional<Clock::time_point> deadline_;
  std::optional<int> status_;  // of the server, once it was reaped
  bool childless_ = false;
  int kills_ = 0;
};

Report Keeper::Keep() {
  for (Reap(); !childless_ && kills_ < kKillsMax; Reap()) {
    // A server that ended by itself leaves no descendants behind.
    if (status_ && stage_ < Stage::kTerminating) Enter(Stage::kTerminating);
    Wait();
    ClimbIfDue();
  }
  const int status = status_.value_or(SIGKILL);
  Report report{.ending = Ending::kExited, .value = WEXITSTATUS(status), .left_alive = 0};
  if (WIFSIGNALED(status)) report = {Ending::kSignalled, WTERMSIG(status), 0};
  if (!childless_) report.left_alive = static_cast<int32_t>(ChildrenOf(getpid()).size());
  return report;
}

void Keeper::Reap() {
  int status = 0;
  pid_t reaped = 0;
  while ((reaped = waitpid(-1, &status, WNOHANG)) > 0) {
    if (reaped == server_) status_ = status;
  }
  childless_ = reaped < 0 && errno == ECHILD;
}

void Keeper::Wait() {
  const bool running = stage_ == Stage::kRunning;
  pollfd polled[] = {{signals_, POLLIN, 0}, {running ? kControlDescriptor : -1, POLLIN, 0}};
  int timeout = -1;
  if (deadline_) {
    const auto left = std::chrono::ceil<milliseconds>(*deadline_ - Clock::now());
    timeout = static_cast<int>(std::max(left, milliseconds(0)).count());
  }
  if (poll(polled, 2, timeout) <= 0) return;
  if (polled[0].revents != 0) ReadSignals();
  // Weir sends nothing: whatever is to be read there is the end.
  if (polled[1].revents != 0 && stage_ == Stage::kRunning) Enter(Stage::kInputClosed);
}

// Any signal but SIGCHLD asks for the end.
void Keeper::ReadSignals() {
  signalfd_siginfo info{};
  while (read(signals_, &info, sizeof info) == sizeof info) {
    if (info.ssi_signo != SIGCHLD && stage_ == Stage::kRunning) Enter(Stage::kInputClosed);
  }
}

void Keeper::ClimbIfDue() {
  if (!deadline_ || Clock::now() < *deadline_) return;
  Enter(stage_ == Stage::kInputClosed ? Stage::kTerminating : Stage::kKilling);
}

void Keeper::Enter(Stage stage) {
  stage_ = stage;
  switch (stage) {
    case Stage::kRunning:
      break;
    case Stage::kInputClosed:
      deadline_ = Clock::now() + kAfterInputClosed;
      break;
    case Stage::kTerminating:
      Signal(SIGTERM);
      deadline_ = Clock::now() + kAfterTerminate;
      break;
    case Stage::kKilling:
      Signal(SIGKILL);
      ++kills_;
      deadline_ = Clock::now() + kBetweenKills;
      break;
  }
}

// The server's group, and those children that are in another one: each process gets it once.
void Keeper::Signal(int signal) {
  if (!status_) kill(-server_, signal);
  for (const pid_t child : ChildrenOf(getpid())) {
    if (status_ || getpgid(child) != server_) kill(child, signal);
  }
}

// All signals are read from this descriptor from now on.
int BlockSignals() {
  sigset_t all;
  sigfillset(&all);
  if (sigprocmask(SIG_BLOCK, &all, nullptr) != 0) return -1;
  return signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
}

// Only the server may hold its pipes open, or weir would never see the end of its output.
bool LetGoOfPipes() {
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  return nowhere >= 0 && dup2(nowhere, 0) >= 0 && dup2(nowhere, 1) >= 0 && dup2(nowhere, 2) >= 0;
}

Report Run(char** arguments) {
  // Not dumpable: a server of the same user can neither trace its keeper nor read its memory.
  const bool ready = fcntl(kControlDescriptor, F_SETFD, FD_CLOEXEC) == 0 &&
                     prctl(PR_SET_CHILD_SUBREAPER, 1) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0;
  const int signals = ready ? BlockSignals() : -1;
  if (signals < 0) return {Ending::kNotStarted, errno, 0};
  const Started server = StartServer(arguments[1], arguments + 2, environ);
  if (server.error != 0) return {Ending::kNotStarted, server.error, 0};
  Keeper keeper(server.process, signals);
  if (!LetGoOfPipes()) kill(server.process, SIGKILL);
  return keeper.Keep();
}

}  // namespace
}  // namespace weir::keeper

int main(int argc, char** argv) {
  using namespace weir::keeper;
  if (argc < 3 || fcntl(kControlDescriptor, F_GETFD) < 0) {
    std::fputs("weir-keeper is started by weir, one for each server; there is no other use\n",
               stderr);
    return 3;
  }
  const Report report = Run(argv);
  send(kControlDescriptor, &report, sizeof report, MSG_NOSIGNAL);
  return report.ending == Ending::kExited ? report.value : 1;
}
