// The audit: one JSON object a line for each decision, and one for each end of a request that was
// forwarded, with all fields in each. A record counts as written when the kernel has it all.
#pragma once

#include <cstdint>
#include <string>

#include "compiler/base/result.h"
#include "runtime/net/unique_fd.h"
#include "runtime/router/events.h"
#include "runtime/telemetry/text.h"

namespace weir::telemetry {

// A reader of an audit pipe gets this long before the record counts as unwritten.
inline constexpr std::chrono::milliseconds kAuditPatience{2'000};

// With its line break.
std::string AuditLine(const router::AuditRecord& record, uint64_t sequence, WallTime time);

class Audit {
 public:
  // "-" is stderr; else a file that is appended to, made with mode 0600 where there is none.
  static Result<Audit> Open(const std::string& path);

  // False: the record is not, or not wholly, there. What was being decided must not happen.
  [[nodiscard]] bool Write(const router::AuditRecord& record);

 private:
  Audit(net::UniqueFd descriptor, bool is_file)
      : descriptor_(std::move(descriptor)), is_file_(is_file) {}

  net::UniqueFd descriptor_;
  bool is_file_;
  uint64_t sequence_ = 0;  // of the last record of this run
};

}  // namespace weir::telemetry
