// What the event loop tells the outside world about itself. runtime/telemetry writes it down; tests
// keep it.
#pragma once

#include <string_view>

#include "runtime/router/events.h"

namespace weir::net {

class Observer {
 public:
  virtual ~Observer() = default;

  // `text` may hold bytes from anywhere: whoever shows it escapes it. Never blocks the loop for
  // long.
  virtual void Log(router::LogLevel level, std::string_view text) = 0;

  // A line that a server wrote to its stderr.
  virtual void ServerSaid(const std::string& server, std::string_view line) {
    Log(router::LogLevel::kInfo, "server " + server + ": " + std::string(line));
  }

  // Returns whether the record is safely written. If not, weir stops serving: nothing happens
  // unaudited.
  [[nodiscard]] virtual bool Audit(const router::AuditRecord& record) = 0;
};

}  // namespace weir::net
