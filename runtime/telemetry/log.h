// The log: one line a message, for people (text) or programs (JSON). Never arguments, never
// secrets. A reader that is slow loses lines, and is told how many; it never holds weir up.
#pragma once

#include <string>
#include <string_view>

#include "runtime/router/events.h"
#include "runtime/telemetry/text.h"

namespace weir::telemetry {

enum class LogFormat { kText, kJson };

struct LogOptions {
  router::LogLevel least = router::LogLevel::kInfo;
  LogFormat format = LogFormat::kText;
  bool colors = false;  // of kText
};

// With its line break, at most kUnblockedBytesMax bytes: a longer text is cut.
std::string LogLine(const LogOptions& options, router::LogLevel level, std::string_view text,
                    WallTime time);

class Log {
 public:
  // Does not own `descriptor`.
  Log(LogOptions options, int descriptor) : options_(options), descriptor_(descriptor) {}

  void Write(router::LogLevel level, std::string_view text);

 private:
  bool TryWrite(router::LogLevel level, std::string_view text);

  LogOptions options_;
  int descriptor_;
  size_t lost_ = 0;
};

}  // namespace weir::telemetry
