#include "runtime/telemetry/write.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>

namespace weir::telemetry {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

bool AwaitRoom(int descriptor, steady_clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    pollfd polled{descriptor, POLLOUT, 0};
    const int ready = poll(&polled, 1, static_cast<int>(std::max(left, milliseconds(0)).count()));
    if (ready >= 0 || errno != EINTR) return ready > 0;
  }
}

}  // namespace

bool WriteLine(int descriptor, std::string_view line, milliseconds patience,
               size_t piece_bytes_max) {
  const auto deadline = steady_clock::now() + patience;
  while (!line.empty()) {
    if (!AwaitRoom(descriptor, deadline)) return false;
    // The descriptor may be blocking, as it is shared: never write more than what poll vouches for.
    const std::string_view piece = line.substr(0, piece_bytes_max);
    const ssize_t written = write(descriptor, piece.data(), piece.size());
    if (written > 0) line.remove_prefix(static_cast<size_t>(written));
    if (written < 0 && errno != EINTR && errno != EAGAIN) return false;
    if (written <= 0 && steady_clock::now() >= deadline) return false;
  }
  return true;
}

}  // namespace weir::telemetry
