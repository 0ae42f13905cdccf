// weir run: compiles a policy and serves one MCP client over stdin and stdout under it.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

#include "compiler/json/document.h"
#include "runtime/telemetry/log.h"

namespace weir::commands {

inline constexpr uint64_t kMaxMessageLeast = uint64_t{1} << 10;
inline constexpr uint64_t kMaxMessageMost = uint64_t{1} << 30;

// Exit codes.
inline constexpr int kServedToTheEnd = 0;
inline constexpr int kServingFailed = 1;
inline constexpr int kPolicyErrors = 2;
inline constexpr int kWrongOption = 3;

struct RunOptions {
  std::string policy;
  std::string agent;  // empty: who the client is follows from what it calls itself
  std::string lock;   // empty: weir.lock beside the policy, if there is one
  bool no_lock = false;
  std::string audit;  // "-" is stderr; empty: none
  router::LogLevel log_level = router::LogLevel::kInfo;
  telemetry::LogFormat log_format = telemetry::LogFormat::kText;
  uint64_t message_bytes_max = json::kMessageBytesMax;
  bool colors = false;
};

// Adds the subcommand. The caller runs RunRouter with `options` if CLI11 parsed it (the result's
// `parsed()`).
CLI::App* AddRun(CLI::App& app, RunOptions& options);

// Returns the exit code: 0 served to the end, 1 serving failed, 2 the policy has errors, 3 an
// option is wrong. `err` is for what comes before serving; the log goes to stderr itself. Nothing
// but MCP goes to stdout.
int RunRouter(const RunOptions& options, std::ostream& err);

}  // namespace weir::commands
