// What `weir run` serves under: the policy's file and the lock file, read at the start and with
// each SIGHUP.
#pragma once

#include <optional>
#include <ostream>

#include "runtime/commands/run.h"
#include "runtime/net/driver.h"

namespace weir::commands {

class RulesReader {
 public:
  explicit RulesReader(RunOptions options) : options_(std::move(options)) {}

  // Nothing: they cannot be served, and code() is the exit code that says so. `err` gets the
  // diagnostics in both cases. Once there was a lock file, it is an error that it is gone: servers
  // are not let loose by a file that is missing for a moment.
  std::optional<net::Rules> Read(std::ostream& err, bool colors);
  int code() const { return code_; }

 private:
  bool Fail(std::ostream& err, int code, const std::string& message);
  bool ReadPolicy(net::Rules& rules, std::ostream& err, bool colors);
  bool ReadLockFile(net::Rules& rules, std::ostream& err);
  bool FindAgent(net::Rules& rules, std::ostream& err);

  RunOptions options_;
  bool pinned_ = false;
  int code_ = 0;
};

}  // namespace weir::commands
