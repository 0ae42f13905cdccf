#include "runtime/commands/observe.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "compiler/base/file.h"
#include "compiler/base/write_file.h"
#include "compiler/diagnostics/render.h"
#include "compiler/pipeline/compile.h"
#include "runtime/commands/common.h"
#include "runtime/guard/canonical.h"
#include "runtime/net/launch.h"
#include "runtime/net/launch_identity.h"
#include "runtime/net/survey.h"
#include "runtime/telemetry/journal.h"

namespace weir::commands {
namespace {

constexpr size_t kSaidMax = 12;  // lines of one server's stderr that are shown

// Warnings are shown at once; of what servers write to their stderr, the last is kept.
class WarningsOnly : public net::Observer {
 public:
  void Log(router::LogLevel level, std::string_view text) override {
    if (level >= router::LogLevel::kWarning) log_.Write(level, text);
  }
  void ServerSaid(const std::string& server, std::string_view line) override {
    std::vector<std::string>& lines = said_[server];
    // One that is started again says the same again.
    if (std::find(lines.begin(), lines.end(), line) != lines.end()) return;
    if (lines.size() == kSaidMax) lines.erase(lines.begin());
    lines.emplace_back(line);
  }
  bool Audit(const router::AuditRecord&) override { return true; }

  std::map<std::string, std::vector<std::string>> TakeSaid() { return std::move(said_); }

 private:
  std::map<std::string, std::vector<std::string>> said_;
  telemetry::Log log_{{router::LogLevel::kWarning, telemetry::LogFormat::kText, false},
                      STDERR_FILENO};
};

std::string CanonicalMember(const json::Value& object, std::string_view name) {
  const auto member = object.Find(name);
  if (!member || !member->is_object()) return "{}";
  const Result<std::string> canonical = guard::Canonical(*member);
  return canonical ? *canonical : "{}";
}

std::string TextMember(const json::Value& object, std::string_view name) {
  const auto member = object.Find(name);
  return member && member->is_string() ? std::string(member->string()) : std::string();
}

std::string CanonicalText(const std::string& text) {
  const auto document = json::Document::Parse(text);
  const auto canonical = document ? guard::Canonical(document->root()) : document.error();
  return canonical ? *canonical : "{}";
}

void AddItems(const router::Survey& survey, lock::Server& server,
              std::vector<std::string>& problems) {
  for (const router::ListKind kind : router::kListKinds) {
    const auto index = static_cast<size_t>(kind);
    for (const router::Definition& definition : survey.lists[index]) {
      const auto document = json::Document::Parse(definition.Verbatim());
      const Result<lock::Item> item =
          document ? lock::MakeItem(document->root()) : document.error();
      if (item) {
        server.items[index].emplace(definition.key, *item);
      } else {
        problems.push_back(json::Quote(definition.key) + ": " + item.error().message);
      }
    }
  }
}

const pipeline::Options kInterpreted{.engine = pipeline::Engine::kInterpreter,
                                     .lock = pipeline::LockUse::kIgnored};

std::shared_ptr<const Policy> Told(const pipeline::Compiled& compiled, std::ostream& err) {
  if (!compiled.policy) diagnostics::RenderText(compiled.diagnostics, compiled.sources, err, {});
  return compiled.policy;
}

}  // namespace

std::string LaunchOf(const ServerSettings& server) {
  return CanonicalText(net::LaunchIdentity(server));
}

Result<Observed> Observe(std::shared_ptr<const Policy> policy, std::chrono::seconds timeout) {
  Result<std::string> keeper = net::FindKeeper();
  if (!keeper) return keeper.error();
  net::Settings settings;
  settings.keeper = std::move(*keeper);
  settings.limits.start_deadline = timeout;
  settings.limits.initialize_timeout = timeout;
  settings.limits.call_timeout_max = timeout;
  settings.limits.review = false;
  WarningsOnly observer;
  if (isatty(STDERR_FILENO) == 1) {
    std::cerr << "weir: starting " << policy->servers().size() << " servers, which may take "
              << timeout.count() << " s each\n";
  }
  auto surveys = net::SurveyServers(policy, std::move(settings), observer);
  if (!surveys) return surveys.error();
  Observed observed;
  observed.said = observer.TakeSaid();
  for (size_t i = 0; i < surveys->size(); ++i) {
    const ServerSettings& of_policy = policy->servers()[i];
    const router::Survey& survey = (*surveys)[i];
    std::vector<std::string> problems = survey.problems;
    lock::Server server;
    const auto initialized =
        json::Document::Parse(survey.initialized.empty() ? "{}" : survey.initialized);
    if (initialized) {
      server.protocol_version = TextMember(initialized->root(), "protocolVersion");
      server.instructions = TextMember(initialized->root(), "instructions");
      server.server_info = CanonicalMember(initialized->root(), "serverInfo");
      server.capabilities = CanonicalMember(initialized->root(), "capabilities");
    }
    server.launch = LaunchOf(of_policy);
    AddItems(survey, server, problems);
    if (!problems.empty()) observed.problems.emplace(of_policy.name, std::move(problems));
    observed.now.servers.emplace(of_policy.name, std::move(server));
  }
  return observed;
}

void TellProblems(const Observed& observed, std::string_view command, std::ostream& err) {
  for (const auto& [name, problems] : observed.problems) {
    for (const std::string& problem : problems) {
      Tell(err, command, "the server `" + name + "` could not be read whole: " + problem);
    }
    const auto said = observed.said.find(name);
    if (said == observed.said.end()) continue;
    for (const std::string& line : said->second)
      Tell(err, command, "  `" + name + "` said: " + line);
  }
}

std::shared_ptr<const Policy> CompileForLooking(const std::string& path, std::ostream& err) {
  return Told(pipeline::CompileFile(path, kInterpreted), err);
}

std::shared_ptr<const Policy> CompileTextForLooking(const std::string& name,
                                                    const std::string& text, std::ostream& err) {
  return Told(pipeline::CompileText(name, text, kInterpreted), err);
}

std::string LockBeside(const std::string& policy_path) {
  return (std::filesystem::path(policy_path).parent_path() / "weir.lock").string();
}

Result<std::optional<lock::LockFile>> ReadLock(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return std::optional<lock::LockFile>();
  Result<std::string> text = ReadFile(path, lock::kLockBytesMax);
  if (!text) return text.error();
  Result<lock::LockFile> read = lock::Read(std::move(*text));
  if (!read) return Error{"`" + path + "`: " + read.error().message};
  return std::optional(std::move(*read));
}

std::optional<Error> WriteLock(const std::string& path, const lock::LockFile& file) {
  const std::string text = lock::Write(file);
  if (const auto again = lock::Read(text); !again) {
    return Error{"`" + path +
                 "` is not written, as it could not be read: " + again.error().message};
  }
  return WriteFile(path, text);
}

}  // namespace weir::commands
