#include "runtime/telemetry/journal.h"

namespace weir::telemetry {

void Journal::Log(router::LogLevel level, std::string_view text) {
  log_.Write(level, text);
}

bool Journal::Audit(const router::AuditRecord& record) {
  return !audit_ || audit_->Write(record);
}

}  // namespace weir::telemetry
