#include "runtime/net/serve.h"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>

#include <boost/asio/signal_set.hpp>
#include <exception>
#include <functional>

namespace weir::net {
namespace {

// Blocks of this size and more go back to the system when they are freed. Left to itself, malloc
// raises the size with the first large message, and keeps what that took.
constexpr int kMappedBytesMin = 1 << 20;

// A descriptor of our own for the same file; being non-blocking belongs to the file, which others
// share (a terminal with the shell), so it is undone at the end.
class Borrowed {
 public:
  explicit Borrowed(int descriptor) : original_(descriptor), flags_(fcntl(descriptor, F_GETFL)) {}
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  ~Borrowed() {
    if (flags_ >= 0) fcntl(original_, F_SETFL, flags_);
  }
  UniqueFd Duplicate() const { return UniqueFd(fcntl(original_, F_DUPFD_CLOEXEC, 3)); }

 private:
  int original_;
  int flags_;
};

Result<Served> Run(std::shared_ptr<const Policy> policy, Settings settings, int input, int output,
                   Observer& observer, ReadRules read) {
  const Borrowed borrowed_input(input);
  const Borrowed borrowed_output(output);
  boost::asio::io_context io(1);
  Driver driver(io, std::move(policy), std::move(settings), observer);
  const Reloader reloader(io, driver, observer, std::move(read));
  boost::asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](boost::system::error_code error, int) {
    if (error) return;
    driver.Shutdown();
    signals.async_wait([&](boost::system::error_code again, int) {
      if (!again) io.stop();
    });
  });
  if (!driver.AddClient(borrowed_input.Duplicate(), borrowed_output.Duplicate())) {
    return Error{"stdin or stdout is not open"};
  }
  io.run();
  return driver.audit_failed() ? Served::kUntilAuditFailed : Served::kToTheEnd;
}

}  // namespace

bool PrepareProcess() {
  signal(SIGPIPE, SIG_IGN);
  return prctl(PR_SET_CHILD_SUBREAPER, 1) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0;
}

Result<Served> Serve(std::shared_ptr<const Policy> policy, Settings settings, int input, int output,
                     Observer& observer, ReadRules read) {
  mallopt(M_MMAP_THRESHOLD, kMappedBytesMin);
  if (!PrepareProcess()) return Error{"the kernel lets weir be no subreaper"};
  try {
    return Run(std::move(policy), std::move(settings), input, output, observer, std::move(read));
  } catch (const std::exception& exception) {  // Boost.Asio's, out of descriptors or memory
    return Error{exception.what()};
  }
}

}  // namespace weir::net
