// Log and audit together, as the event loop wants them.
#pragma once

#include <optional>

#include "runtime/net/observer.h"
#include "runtime/telemetry/audit.h"
#include "runtime/telemetry/log.h"

namespace weir::telemetry {

class Journal : public net::Observer {
 public:
  // No audit: none was asked for, and every record counts as written.
  Journal(telemetry::Log log, std::optional<telemetry::Audit> audit)
      : log_(log), audit_(std::move(audit)) {}

  void Log(router::LogLevel level, std::string_view text) override;
  [[nodiscard]] bool Audit(const router::AuditRecord& record) override;

 private:
  telemetry::Log log_;
  std::optional<telemetry::Audit> audit_;
};

}  // namespace weir::telemetry
