// What a keeper tells weir when its server has ended: one Report over the control socket, then the
// end of the stream. A stream that ends without one means that the keeper itself was killed.
#pragma once

#include <cstdint>

namespace weir::keeper {

// The control socket, in the keeper. Weir shuts its side down to ask for the end, and the kernel
// does it when weir dies.
inline constexpr int kControlDescriptor = 3;

enum class Ending : int32_t {
  kExited,      // value: the exit status
  kSignalled,   // value: the signal
  kNotStarted,  // value: errno of the step that failed
};

struct Report {
  Ending ending;
  int32_t value;
  int32_t left_alive;  // processes that even SIGKILL did not end in time
};

}  // namespace weir::keeper
