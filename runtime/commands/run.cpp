#include "runtime/commands/run.h"

#include <unistd.h>

#include <utility>

#include "compiler/diagnostics/render.h"
#include "compiler/pipeline/compile.h"
#include "runtime/commands/observe.h"
#include "runtime/net/serve.h"
#include "runtime/telemetry/journal.h"

namespace weir::commands {
namespace {

constexpr int kServedToTheEnd = 0;
constexpr int kServingFailed = 1;
constexpr int kPolicyErrors = 2;
constexpr int kWrongOption = 3;

int Fail(std::ostream& err, int code, const std::string& message) {
  err << "weir run: " << message << '\n';
  return code;
}

int Serve(const RunOptions& options, std::shared_ptr<const Policy> policy, net::Settings settings,
          std::optional<telemetry::Audit> audit, std::ostream& err) {
  telemetry::Journal journal(
      telemetry::Log({options.log_level, options.log_format, options.colors}, STDERR_FILENO),
      std::move(audit));
  const Result<net::Served> served =
      net::Serve(std::move(policy), std::move(settings), STDIN_FILENO, STDOUT_FILENO, journal);
  if (!served) return Fail(err, kServingFailed, served.error().message);
  return *served == net::Served::kToTheEnd ? kServedToTheEnd : kServingFailed;
}

// Null: there is none, or it is not wanted.
Result<std::shared_ptr<const lock::LockFile>> FindLock(const RunOptions& options) {
  if (options.no_lock) return std::shared_ptr<const lock::LockFile>();
  const std::string path = options.lock.empty() ? LockBeside(options.policy) : options.lock;
  auto found = ReadLock(path);
  if (!found) return found.error();
  if (*found) return std::make_shared<const lock::LockFile>(std::move(**found));
  if (!options.lock.empty()) return Error{"there is no lock file `" + path + "`"};
  return std::shared_ptr<const lock::LockFile>();
}

// What is started may be another program although it defines the same: told, as it may well be an
// update.
void CompareLaunches(const Policy& policy, const lock::LockFile& lock, std::ostream& err) {
  for (const ServerSettings& server : policy.servers()) {
    const auto pinned = lock.servers.find(server.name);
    if (pinned == lock.servers.end() || pinned->second.launch == LaunchOf(server)) continue;
    err << "weir run: drift: the program of the server `" << server.name
        << "` is not the pinned one\n";
  }
}

}  // namespace

int RunRouter(const RunOptions& options, std::ostream& err) {
  if (options.policy == "-") {
    return Fail(err, kWrongOption, "the policy is a file: the standard input is the client's");
  }
  const bool beside = !options.no_lock && options.lock.empty();
  const pipeline::Compiled compiled = pipeline::CompileFile(
      options.policy,
      {.lock = beside ? pipeline::LockUse::kHeldAgainst : pipeline::LockUse::kIgnored});
  for (const diagnostics::Diagnostic& one : compiled.diagnostics) {
    if (one.kind == diagnostics::Kind::kUnreadableFile) {
      return Fail(err, kWrongOption, one.message);
    }
  }
  diagnostics::RenderText(compiled.diagnostics, compiled.sources, err, {.colors = options.colors});
  if (!compiled.policy) return kPolicyErrors;

  net::Settings settings;
  auto lock = FindLock(options);
  if (!lock) return Fail(err, kPolicyErrors, lock.error().message);
  settings.lock = std::move(*lock);
  if (settings.lock && compiled.policy->guard().drift != Reaction::kOff) {
    CompareLaunches(*compiled.policy, *settings.lock, err);
  }
  settings.limits.message_bytes_max = options.message_bytes_max;
  if (!options.agent.empty()) {
    settings.agent = compiled.policy->AgentNamed(options.agent);
    if (!settings.agent) {
      return Fail(err, kWrongOption, "the policy has no agent `" + options.agent + "`");
    }
  }
  Result<std::string> keeper = net::FindKeeper();
  if (!keeper) return Fail(err, kServingFailed, keeper.error().message);
  settings.keeper = std::move(*keeper);
  std::optional<telemetry::Audit> audit;
  if (!options.audit.empty()) {
    auto opened = telemetry::Audit::Open(options.audit);
    if (!opened) return Fail(err, kWrongOption, opened.error().message);
    audit = std::move(*opened);
  }
  return Serve(options, compiled.policy, std::move(settings), std::move(audit), err);
}

}  // namespace weir::commands
