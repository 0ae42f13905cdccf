#include "runtime/commands/import.h"

#include <filesystem>

#include "compiler/base/file.h"
#include "compiler/base/write_file.h"
#include "compiler/pipeline/compile.h"
#include "runtime/clients/policy_text.h"
#include "runtime/commands/client_servers.h"
#include "runtime/commands/objections.h"

namespace weir::commands {
namespace {

namespace fs = std::filesystem;

constexpr int kDone = 0;
constexpr int kUnread = 1;
constexpr int kErrors = 2;
constexpr int kWrongOption = 3;

int Fail(std::ostream& err, int code, const std::string& message) {
  err << "weir import: " << message << '\n';
  return code;
}

std::vector<std::string> KeysOf(const lock::Items& items) {
  std::vector<std::string> keys;
  for (const auto& [key, item] : items) keys.push_back(key);
  return keys;
}

std::string PolicyOf(const std::string& from, const ClientServers& servers,
                     const lock::LockFile& seen) {
  std::vector<clients::ServerText> texts;
  for (size_t i = 0; i < servers.names.size(); ++i) {
    const lock::Server& server = seen.servers.at(servers.names[i]);
    texts.push_back({servers.names[i], &servers.configuration.servers[i],
                     KeysOf(server.of(lock::DefinitionKind::kTool)),
                     KeysOf(server.of(lock::DefinitionKind::kPrompt))});
  }
  return clients::PolicyText(fs::path(from).filename().string(), texts);
}

clients::Start StartOf(const std::string& policy, const ClientServers& servers) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return {error ? "weir" : self.string(),
          {"run", "--policy", fs::absolute(policy).string()},
          servers.environment};
}

// The old file stays beside the new one, and is never overwritten.
int PointClient(const ImportOptions& options, const std::string& text, const clients::Start& weir,
                std::ostream& out, std::ostream& err) {
  const Result<std::string> pointed = clients::PointAt(text, weir);
  if (!pointed) return Fail(err, kErrors, pointed.error().message);
  const std::string backup = options.configuration + ".before-weir";
  std::error_code error;
  if (!fs::copy_file(options.configuration, backup, error)) {
    return Fail(err, kWrongOption, "`" + backup + "` cannot be written, or is there already");
  }
  if (const auto failed = WriteFile(options.configuration, *pointed)) {
    return Fail(err, kWrongOption, failed->message);
  }
  out << "the client starts weir from now on; its configuration from before is " << backup << '\n';
  return kDone;
}

struct Files {
  std::string policy;
  std::string lock;
};

std::optional<std::string> Existing(const Files& files) {
  std::error_code error;
  for (const std::string& path : {files.policy, files.lock}) {
    if (fs::exists(path, error) || error) return path;
  }
  return std::nullopt;
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
  import
      ->add_option("--timeout", options.timeout_seconds,
                   "how long a server may take to start and list, in seconds; default 60")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 3600).description(""));
  import->footer(
      "Exit codes: 0 done; 1 a server could not be read; 2 the configuration has errors; 3 an\n"
      "option is wrong, or a file is there already. Nothing is written but with 0.");
  return import;
}

int RunImport(const ImportOptions& options, std::ostream& out, std::ostream& err) {
  const Files files{options.policy, LockBeside(options.policy)};
  if (const auto existing = Existing(files)) {
    return Fail(err, kWrongOption, "`" + *existing + "` is there already");
  }
  const Result<std::string> text = ReadFile(options.configuration, clients::kConfigurationBytesMax);
  if (!text) return Fail(err, kWrongOption, text.error().message);
  const Result<ClientServers> servers = ReadClientServers(*text);
  if (!servers) return Fail(err, kErrors, servers.error().message);
  for (const std::string& problem : servers->configuration.problems) {
    err << "weir import: " << problem << ", left out\n";
  }
  if (!servers->policy) return Fail(err, kErrors, "there is no server to import");
  auto observed = Observe(servers->policy, std::chrono::seconds(options.timeout_seconds));
  if (!observed) return Fail(err, kUnread, observed.error().message);
  for (const auto& [name, problems] : observed->problems) {
    return Fail(err, kUnread, "the server `" + name + "`: " + problems.front());
  }
  const std::string policy = PolicyOf(options.configuration, *servers, observed->now);
  const pipeline::Compiled compiled =
      pipeline::CompileText(options.policy, policy, {.lock = pipeline::LockUse::kIgnored});
  if (!compiled.policy) {
    return Fail(err, kErrors, "a server has a name that a policy cannot spell");
  }
  SettleObjections(*compiled.policy, {}, observed->now, err);
  for (const auto& [path, content] :
       {std::pair(files.lock, lock::Write(observed->now)), std::pair(files.policy, policy)}) {
    if (const auto failed = WriteFile(path, content)) {
      return Fail(err, kWrongOption, failed->message);
    }
  }
  out << "wrote " << files.policy << " and " << files.lock << '\n';
  const clients::Start weir = StartOf(options.policy, *servers);
  if (options.write) return PointClient(options, *text, weir, out, err);
  out << "in " << options.configuration << ", in the place of its servers:\n\n"
      << clients::Snippet(*text, weir);
  return kDone;
}

}  // namespace weir::commands
