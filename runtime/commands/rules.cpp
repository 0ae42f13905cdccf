#include "runtime/commands/rules.h"

#include <utility>

#include "compiler/diagnostics/render.h"
#include "compiler/pipeline/compile.h"
#include "runtime/commands/observe.h"

namespace weir::commands {
namespace {

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

std::optional<net::Rules> RulesReader::Read(std::ostream& err, bool colors) {
  net::Rules rules;
  if (!ReadPolicy(rules, err, colors) || !ReadLockFile(rules, err) || !FindAgent(rules, err)) {
    return std::nullopt;
  }
  pinned_ = rules.lock != nullptr;
  if (pinned_ && rules.policy->guard().drift != Reaction::kOff) {
    CompareLaunches(*rules.policy, *rules.lock, err);
  }
  return rules;
}

bool RulesReader::Fail(std::ostream& err, int code, const std::string& message) {
  err << "weir run: " << message << '\n';
  code_ = code;
  return false;
}

bool RulesReader::ReadPolicy(net::Rules& rules, std::ostream& err, bool colors) {
  const bool beside = !options_.no_lock && options_.lock.empty();
  pipeline::Compiled compiled = pipeline::CompileFile(
      options_.policy,
      {.lock = beside ? pipeline::LockUse::kHeldAgainst : pipeline::LockUse::kIgnored});
  for (const diagnostics::Diagnostic& one : compiled.diagnostics) {
    if (one.kind == diagnostics::Kind::kUnreadableFile) {
      return Fail(err, kWrongOption, one.message);
    }
  }
  diagnostics::RenderText(compiled.diagnostics, compiled.sources, err, {.colors = colors});
  code_ = kPolicyErrors;
  rules.policy = std::move(compiled.policy);
  return rules.policy != nullptr;
}

// None, if there is none or it is not wanted.
bool RulesReader::ReadLockFile(net::Rules& rules, std::ostream& err) {
  if (options_.no_lock) return true;
  const std::string path = options_.lock.empty() ? LockBeside(options_.policy) : options_.lock;
  auto found = ReadLock(path);
  if (!found) return Fail(err, kPolicyErrors, found.error().message);
  if (*found) {
    rules.lock = std::make_shared<const lock::LockFile>(std::move(**found));
    return true;
  }
  if (pinned_) return Fail(err, kPolicyErrors, "the lock file `" + path + "` is gone");
  if (options_.lock.empty()) return true;
  return Fail(err, kPolicyErrors, "there is no lock file `" + path + "`");
}

bool RulesReader::FindAgent(net::Rules& rules, std::ostream& err) {
  if (options_.agent.empty()) return true;
  rules.agent = rules.policy->AgentNamed(options_.agent);
  if (rules.agent) return true;
  return Fail(err, kWrongOption, "the policy has no agent `" + options_.agent + "`");
}

}  // namespace weir::commands
