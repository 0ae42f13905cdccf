#include "runtime/commands/import.h"

#include <filesystem>

#include "compiler/base/file.h"
#include "compiler/base/write_file.h"
#include "compiler/pipeline/compile.h"
#include "runtime/clients/policy_text.h"
#include "runtime/commands/client_servers.h"
#include "runtime/commands/common.h"
#include "runtime/commands/objections.h"

namespace weir::commands {
namespace {

namespace fs = std::filesystem;

constexpr int kDone = 0;
constexpr int kUnread = 1;
constexpr int kErrors = 2;
constexpr int kWrongOption = 3;

constexpr std::string_view kImport = "weir import";

std::vector<std::string> KeysOf(const lock::Items& items) {
  std::vector<std::string> keys;
  for (const auto& [key, item] : items) keys.push_back(key);
  return keys;
}

std::vector<std::string> ToolsOf(const clients::ConfiguredServer& configured,
                                 const lock::Server& seen) {
  std::vector<std::string> tools = KeysOf(seen.of(lock::DefinitionKind::kTool));
  std::erase_if(tools, [&](const std::string& tool) { return !configured.Offers(tool); });
  return tools;
}

std::string PolicyOf(const std::string& from, const ClientServers& servers,
                     const lock::LockFile& seen) {
  std::vector<clients::ServerText> texts;
  for (size_t i = 0; i < servers.names.size(); ++i) {
    const lock::Server& server = seen.servers.at(servers.names[i]);
    const clients::ConfiguredServer& configured = servers.configuration.servers[i];
    texts.push_back({servers.names[i], &configured, ToolsOf(configured, server),
                     KeysOf(server.of(lock::DefinitionKind::kPrompt))});
  }
  return clients::PolicyText(fs::path(from).filename().string(), texts);
}

clients::Start StartOf(const std::string& policy, const ClientServers& servers) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  clients::Start start{error ? "weir" : self.string(),
                       {"run", "--policy", fs::absolute(policy).string()},
                       servers.environment};
  for (const clients::ConfiguredServer& server : servers.configuration.servers) {
    start.inherited.insert(start.inherited.end(), server.inherited.begin(), server.inherited.end());
  }
  return start;
}

// What an import makes, and where.
struct Plan {
  std::string policy;
  std::string lock;
  std::string backup;   // of the client's configuration; these two only with --write
  std::string pointed;  // the client's configuration, pointed at weir
};

// The first that would be overwritten.
std::optional<std::string> Existing(const Plan& plan) {
  std::error_code error;
  for (const std::string& path : {plan.policy, plan.lock, plan.backup}) {
    if (!path.empty() && (fs::symlink_status(path, error).type() != fs::file_type::not_found)) {
      return path;
    }
  }
  return std::nullopt;
}

// New files, which are gone again unless all of them came to be.
class NewFiles {
 public:
  NewFiles() = default;
  NewFiles(const NewFiles&) = delete;
  NewFiles& operator=(const NewFiles&) = delete;
  ~NewFiles() {
    std::error_code error;
    for (const std::string& path : paths_) fs::remove(path, error);
  }

  // Whether it came to be.
  bool Add(const std::string& path, const std::optional<Error>& failed) {
    if (!failed) paths_.push_back(path);
    return !failed;
  }
  void Keep() { paths_.clear(); }

 private:
  std::vector<std::string> paths_;
};

std::optional<Error> Copy(const std::string& from, const std::string& to) {
  std::error_code error;
  if (fs::copy_file(from, to, error)) return std::nullopt;
  return Error{"`" + to + "` cannot be written: " + error.message()};
}

// All of it or nothing; the client's own file, which is none of ours to take away, comes last.
std::optional<Error> WriteAll(const ImportOptions& options, const Plan& plan,
                              const std::string& policy, const lock::LockFile& lock) {
  NewFiles files;
  std::optional<Error> failed;
  if (!files.Add(plan.lock, failed = WriteLock(plan.lock, lock))) return failed;
  if (!files.Add(plan.policy, failed = WriteFile(plan.policy, policy))) return failed;
  if (options.write) {
    if (!files.Add(plan.backup, failed = Copy(options.configuration, plan.backup))) return failed;
    failed = WriteFile(options.configuration, plan.pointed);
    if (failed) return failed;
  }
  files.Keep();
  return std::nullopt;
}

void TellDone(const ImportOptions& options, const Plan& plan, const std::string& text,
              const clients::Start& weir, std::ostream& out) {
  out << "wrote " << plan.policy << " and " << plan.lock << '\n';
  if (options.write) {
    out << "the client starts weir from now on; its configuration from before is " << plan.backup
        << '\n';
    return;
  }
  out << "in " << options.configuration << ", in the place of its servers:\n\n"
      << clients::Snippet(text, weir);
}

}  // namespace

CLI::App* AddImport(CLI::App& app, ImportOptions& options) {
  CLI::App* import = app.add_subcommand(
      "import", "Make a first policy and a lock file out of an MCP client's configuration");
  import
      ->add_option("configuration", options.configuration,
                   "of Claude Desktop, Claude Code, Cursor, VS Code, Windsurf, Codex or Gemini CLI")
      ->required()
      ->type_name("FILE");
  import->add_option("--policy", options.policy, "the policy to write (default: policy.weir)")
      ->type_name("FILE");
  import->add_flag("--write", options.write,
                   "point the client at weir as well; its old configuration is kept beside it");
  AddTimeout(*import, options.timeout_seconds);
  import->footer(
      "Exit codes: 0 done; 1 a server could not be read; 2 the configuration has errors; 3 an\n"
      "option is wrong, or a file is there already. Nothing is written but with 0.");
  return import;
}

int RunImport(const ImportOptions& options, std::ostream& out, std::ostream& err) {
  const auto fail = [&](int code, std::string_view why) { return Fail(err, kImport, code, why); };
  Plan plan{options.policy, LockBeside(options.policy), "", ""};
  if (options.write) plan.backup = options.configuration + ".before-weir";
  if (const auto existing = Existing(plan)) {
    return fail(kWrongOption, "`" + *existing + "` is there already");
  }
  const Result<std::string> text = ReadFile(options.configuration, clients::kConfigurationBytesMax);
  if (!text) return fail(kWrongOption, text.error().message);
  const Result<ClientServers> servers = ReadClientServers(*text, Purpose::kKeep);
  if (!servers) return fail(kErrors, servers.error().message);
  for (const std::string& problem : servers->configuration.problems) {
    Tell(err, kImport, problem + "; left out");
  }
  for (const std::string& name : servers->configuration.switched_off) {
    Tell(err, kImport, json::Quote(name) + " is switched off; left out");
  }
  if (!servers->policy) return fail(kErrors, "there is no server to import");
  const clients::Start weir = StartOf(options.policy, *servers);
  if (options.write) {
    Result<std::string> pointed = clients::PointAt(*text, weir);
    if (!pointed) return fail(kErrors, pointed.error().message);
    plan.pointed = std::move(*pointed);
  }
  auto observed = Observe(servers->policy, std::chrono::seconds(options.timeout_seconds));
  if (!observed) return fail(kUnread, observed.error().message);
  TellProblems(*observed, kImport, err);
  if (!observed->problems.empty()) return fail(kUnread, "nothing was written");
  const std::string policy = PolicyOf(options.configuration, *servers, observed->now);
  const pipeline::Compiled compiled =
      pipeline::CompileText(options.policy, policy, {.lock = pipeline::LockUse::kIgnored});
  if (!compiled.policy) return fail(kErrors, "a server has a name that a policy cannot spell");
  SettleObjections(*compiled.policy, {}, observed->now, err);
  if (const auto failed = WriteAll(options, plan, policy, observed->now)) {
    return fail(kWrongOption, failed->message);
  }
  TellDone(options, plan, *text, weir, out);
  return kDone;
}

}  // namespace weir::commands
