#include "runtime/commands/pin.h"

#include <algorithm>
#include <variant>

#include "compiler/base/file.h"
#include "compiler/commands/choice.h"
#include "runtime/commands/client_servers.h"
#include "runtime/commands/common.h"
#include "runtime/commands/objections.h"
#include "runtime/lock/compare.h"

namespace weir::commands {
namespace {

constexpr int kDone = 0;
constexpr int kDiffers = 1;
constexpr int kErrors = 2;
constexpr int kWrongOption = 3;

// What both commands begin with.
struct Looked {
  std::shared_ptr<const Policy> policy;
  std::string lock_path;
  lock::LockFile pinned;
  bool was_pinned = false;
  Observed observed;
};

constexpr std::string_view kWeir = "weir";

// Of a policy, or of a client's configuration, which is servers and nothing else. Null if it has
// errors.
std::shared_ptr<const Policy> PolicyOf(const std::string& path, std::ostream& err) {
  if (!path.ends_with(".json") && !path.ends_with(".toml")) return CompileForLooking(path, err);
  const Result<std::string> text = ReadFile(path, clients::kConfigurationBytesMax);
  const Result<ClientServers> servers =
      text ? ReadClientServers(*text, Purpose::kLookAt) : Result<ClientServers>(text.error());
  if (!servers) {
    Tell(err, kWeir, servers.error().message);
    return nullptr;
  }
  for (const std::string& problem : servers->configuration.problems) {
    Tell(err, kWeir, problem + "; left out");
  }
  if (!servers->policy) Tell(err, kWeir, "`" + path + "` names no servers");
  return servers->policy;
}

// An exit code where there is nothing to go on with.
std::variant<Looked, int> LookAt(const PinOptions& options, std::ostream& err) {
  Looked looked;
  looked.lock_path = options.lock.empty() ? LockBeside(options.policy) : options.lock;
  looked.policy = PolicyOf(options.policy, err);
  if (!looked.policy) return kErrors;
  auto pinned = ReadLock(looked.lock_path);
  if (!pinned) return Fail(err, kWeir, kErrors, pinned.error().message);
  looked.was_pinned = pinned->has_value();
  if (looked.was_pinned) looked.pinned = std::move(**pinned);
  auto observed = Observe(looked.policy, std::chrono::seconds(options.timeout_seconds));
  if (!observed) return Fail(err, kWeir, kDiffers, observed.error().message);
  looked.observed = std::move(*observed);
  TellProblems(looked.observed, kWeir, err);
  return looked;
}

// The lock file as it would be with everything taken over that was seen whole. Servers that are
// none of this policy's stay: another policy beside the same file may have them.
lock::LockFile TakenOver(const Looked& looked) {
  lock::LockFile result = looked.pinned;
  for (const auto& [name, server] : looked.observed.now.servers) {
    if (!looked.observed.problems.contains(name)) result.servers[name] = server;
  }
  return result;
}

// What somebody agreed to holds as long as the definition is the same.
void KeepAgreements(const lock::LockFile& before, lock::LockFile& after) {
  for (auto& [name, server] : after.servers) {
    const auto old_server = before.servers.find(name);
    if (old_server == before.servers.end()) continue;
    for (size_t kind = 0; kind < lock::kKindCount; ++kind) {
      for (auto& [key, item] : server.items[kind]) {
        const auto old_item = old_server->second.items[kind].find(key);
        if (old_item == old_server->second.items[kind].end()) continue;
        if (old_item->second.sha256 == item.sha256) item.accepted = old_item->second.accepted;
      }
    }
  }
}

std::vector<lock::Difference> DifferencesOf(const Looked& looked) {
  lock::LockFile pinned;
  lock::LockFile now;
  for (const ServerSettings& server : looked.policy->servers()) {
    if (looked.observed.problems.contains(server.name)) continue;
    now.servers.emplace(server.name, looked.observed.now.servers.at(server.name));
    const auto found = looked.pinned.servers.find(server.name);
    if (found != looked.pinned.servers.end()) pinned.servers.emplace(*found);
  }
  return lock::Compare(pinned, now);
}

void Print(const std::vector<lock::Difference>& differences, bool json, std::ostream& out) {
  out << (json ? lock::RenderJson(differences) : lock::Render(differences));
}

int Compare(const PinOptions& options, const Looked& looked, std::ostream& out, std::ostream& err) {
  if (!looked.was_pinned) {
    return Fail(err, kWeir, kDiffers, "there is no `" + looked.lock_path + "` yet: run weir pin");
  }
  const std::vector<lock::Difference> differences = DifferencesOf(looked);
  Print(differences, options.json, out);
  return differences.empty() && looked.observed.problems.empty() ? kDone : kDiffers;
}

size_t CountItems(const lock::LockFile& file) {
  size_t count = 0;
  for (const auto& [name, server] : file.servers) {
    for (const lock::Items& items : server.items) count += items.size();
  }
  return count;
}

// Whether an entry is to be accepted of a server that could not be read.
bool AcceptsUnread(const PinOptions& options, const Looked& looked) {
  return std::any_of(options.accept.begin(), options.accept.end(), [&](const std::string& name) {
    return looked.observed.problems.contains(name.substr(0, name.find('.')));
  });
}

int Write(const PinOptions& options, const Looked& looked, std::ostream& out, std::ostream& err) {
  const bool some = !options.accept.empty();
  // What was not seen whole is not written down as if it were.
  if (some ? AcceptsUnread(options, looked) : !looked.observed.problems.empty()) {
    return Fail(err, kWeir, kDiffers, "nothing was written");
  }
  Result<lock::LockFile> result =
      some ? lock::Accept(looked.pinned, TakenOver(looked), options.accept) : TakenOver(looked);
  if (!result) return Fail(err, kWeir, kWrongOption, result.error().message);
  KeepAgreements(looked.pinned, *result);
  SettleObjections(*looked.policy, options.accept, *result, err);
  if (const auto error = WriteLock(looked.lock_path, *result)) {
    return Fail(err, kWeir, kWrongOption, error->message);
  }
  Print(lock::Compare(looked.pinned, *result), options.json, out);
  err << "weir: wrote " << looked.lock_path << ": " << result->servers.size() << " servers, "
      << CountItems(*result) << " definitions\n";
  return kDone;
}

void AddShared(CLI::App* command, PinOptions& options) {
  command
      ->add_option("policy", options.policy,
                   "the policy, or an MCP client's configuration (default: policy.weir)")
      ->type_name("POLICY");
  command
      ->add_option("--lock", options.lock, "the lock file (default: weir.lock beside the policy)")
      ->type_name("FILE");
  AddJsonFormat(*command, options.json);
  AddTimeout(*command, options.timeout_seconds);
}

}  // namespace

CLI::App* AddPin(CLI::App& app, PinOptions& options) {
  CLI::App* pin = app.add_subcommand(
      "pin", "Write down what the servers of a policy define, to be held to it from then on");
  AddShared(pin, options);
  pin->add_flag("--check", options.check,
                "write nothing; exit 1 if the servers are not what is pinned");
  pin->add_option("--accept", options.accept,
                  "take over this entry only: server.name, server.*, or a whole server; may be "
                  "given again. One that is named is accepted with all that the guard says of it")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->excludes("--check");
  pin->footer(
      "Exit codes: 0 done, or nothing differs; 1 something differs, or a server could not be\n"
      "read; 2 the policy or the lock file has errors; 3 a wrong option or an unwritable file.");
  return pin;
}

CLI::App* AddDiff(CLI::App& app, PinOptions& options) {
  CLI::App* diff =
      app.add_subcommand("diff", "Show how the servers of a policy differ from what is pinned");
  AddShared(diff, options);
  diff->footer(
      "Exit codes: 0 done, whether something differs or not; 1 nothing is pinned yet, or a server\n"
      "could not be read; 2 the policy or the lock file has errors; 3 a wrong option.");
  return diff;
}

int RunPin(const PinOptions& options, std::ostream& out, std::ostream& err) {
  auto looked = LookAt(options, err);
  if (const int* code = std::get_if<int>(&looked)) return *code;
  const auto& seen = std::get<Looked>(looked);
  return options.check ? Compare(options, seen, out, err) : Write(options, seen, out, err);
}

int RunDiff(const PinOptions& options, std::ostream& out, std::ostream& err) {
  auto looked = LookAt(options, err);
  if (const int* code = std::get_if<int>(&looked)) return *code;
  const auto& seen = std::get<Looked>(looked);
  const int code = Compare(options, seen, out, err);
  return seen.was_pinned && seen.observed.problems.empty() ? kDone : code;
}

}  // namespace weir::commands
