// Writing a line to a descriptor whose reader may be slow, absent or shared with others.
#pragma once

#include <chrono>
#include <string_view>

namespace weir::telemetry {

// A pipe that poll calls writable takes this much without blocking.
inline constexpr size_t kUnblockedBytesMax = 4'096;

// True: all of `line` is written, in pieces of at most `piece_bytes_max`. Waits up to `patience`
// for a reader; may have written a part if false.
bool WriteLine(int descriptor, std::string_view line, std::chrono::milliseconds patience,
               size_t piece_bytes_max = kUnblockedBytesMax);

}  // namespace weir::telemetry
