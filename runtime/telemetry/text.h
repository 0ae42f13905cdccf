// How times and foreign text look in a log. Pure.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace weir::telemetry {

using WallTime = std::chrono::system_clock::time_point;

// RFC 3339, UTC, milliseconds: 2026-11-23T08:05:09.042Z
std::string FormatTime(WallTime time);

// `text` on one line that a terminal takes for text: controls, line separators, invisible and
// bidirectional characters and bytes that are no UTF-8 are spelled out (\n, \x1b, \u202e, \xff).
// For reading; it cannot be undone.
std::string Visible(std::string_view text);

}  // namespace weir::telemetry
