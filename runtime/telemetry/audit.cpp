#include "runtime/telemetry/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <string_view>
#include <utility>

#include "compiler/abi/words.h"
#include "compiler/json/document.h"
#include "runtime/telemetry/write.h"

namespace weir::telemetry {
namespace {

std::string_view NameOf(router::AuditEvent event) {
  switch (event) {
    case router::AuditEvent::kDecision:
      return "decision";
    case router::AuditEvent::kEnd:
      return "end";
  }
  return "unknown";
}

class ObjectLine {
 public:
  void Add(std::string_view key, std::string_view text) { AddRaw(key, json::Quote(text)); }
  void Add(std::string_view key, uint64_t number) { AddRaw(key, std::to_string(number)); }
  void AddNull(std::string_view key) { AddRaw(key, "null"); }
  std::string Finish() && { return std::move(line_) + "}"; }

  void AddRaw(std::string_view key, std::string_view value) {
    line_ += line_.empty() ? "{\"" : ",\"";
    line_.append(key).append("\":").append(value);
  }

 private:
  std::string line_;
};

// Each item as `write` spells it.
template <typename Item, typename Write>
std::string List(const std::vector<Item>& items, Write write) {
  std::string text = "[";
  for (const Item& item : items) text.append(text.size() > 1 ? "," : "").append(write(item));
  return text + "]";
}

std::string Names(const std::vector<std::string>& names) {
  return List(names, [](const std::string& name) { return json::Quote(name); });
}

std::string FlowObject(const router::DataFlow& flow) {
  ObjectLine object;
  object.AddRaw("labels", Names(flow.labels));
  object.Add("from_call", flow.from_call);
  object.Add("from_server", flow.from_server);
  object.Add("from_target", flow.from_tool);
  object.Add("pointer", flow.pointer);
  object.Add("begin", flow.begin);
  object.Add("end", flow.end);
  object.Add("how", flow.how);
  object.AddRaw("over_calls", flow.over_calls ? "true" : "false");
  return std::move(object).Finish();
}

// A line that a full disk or a crash has torn, so that the next record does not become a part of
// it.
bool EndTornLine(int descriptor, const std::string& path, off_t size) {
  if (size == 0) return true;
  const net::UniqueFd reader(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  char last = '\n';
  if (reader.get() >= 0 && pread(reader.get(), &last, 1, size - 1) == 1 && last != '\n') {
    return write(descriptor, "\n", 1) == 1;
  }
  return true;
}

Error CannotOpen(const std::string& path) {
  return Error{"cannot open the audit file `" + path + "`: " + std::strerror(errno)};
}

}  // namespace

std::string AuditLine(const router::AuditRecord& record, uint64_t sequence, WallTime time) {
  ObjectLine line;
  line.Add("time", FormatTime(time));
  line.Add("sequence", sequence);
  line.Add("event", NameOf(record.event));
  line.Add("call", record.call);
  line.Add("agent", record.agent);
  line.Add("server", record.server);
  line.Add("verb", std::visit([](auto verb) { return WordOf(verb); }, record.verb));
  line.Add("target", record.target);
  line.Add("exposed", record.exposed);
  line.Add("outcome", WordOf(record.decision.outcome));
  line.Add("reason", WordOf(record.decision.because));
  line.Add("number", record.decision.number);
  line.Add("rule", record.rule);
  line.Add("place", record.place);
  line.Add("because", record.because);
  line.Add("argument_bytes", record.argument_bytes);
  line.Add("conversation", record.conversation);
  line.AddRaw("labels", Names(record.labels));
  line.AddRaw("flows", List(record.flows, FlowObject));
  line.AddRaw("result_labels", Names(record.result_labels));
  record.duration ? line.Add("duration_ms", static_cast<uint64_t>(record.duration->count()))
                  : line.AddNull("duration_ms");
  record.result_bytes ? line.Add("result_bytes", *record.result_bytes)
                      : line.AddNull("result_bytes");
  line.Add("result", record.result);
  if (!record.guard.empty()) line.Add("guard", record.guard);
  return std::move(line).Finish() + "\n";
}

Result<Audit> Audit::Open(const std::string& path) {
  // Non-blocking: a named pipe that nobody reads is an error at once, and one whose reader is stuck
  // cannot hang weir.
  const int descriptor =
      path == "-" ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
                  : open(path.c_str(),
                         O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
  if (descriptor < 0) return CannotOpen(path);
  net::UniqueFd owned(descriptor);
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return CannotOpen(path);
  const bool is_file = S_ISREG(status.st_mode);
  if (is_file && path != "-" && !EndTornLine(descriptor, path, status.st_size)) {
    return CannotOpen(path);
  }
  return Audit(std::move(owned), is_file);
}

bool Audit::Write(const router::AuditRecord& record) {
  const std::string line = AuditLine(record, ++sequence_, std::chrono::system_clock::now());
  // A file never blocks, and a line that is appended to it at once stays whole though other weirs
  // write there too.
  return WriteLine(descriptor_.get(), line, kAuditPatience,
                   is_file_ ? line.size() : kUnblockedBytesMax);
}

}  // namespace weir::telemetry
