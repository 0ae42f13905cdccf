#include "runtime/commands/client_servers.h"

#include <filesystem>
#include <utility>

#include "compiler/pipeline/compile.h"
#include "runtime/clients/policy_text.h"
#include "runtime/clients/secrets.h"

namespace weir::commands {
namespace {

const pipeline::Options kInterpreted{.engine = pipeline::Engine::kInterpreter,
                                     .lock = pipeline::LockUse::kIgnored};

bool IsServerName(const std::string& name) {
  return pipeline::CompileText("name", "weir 1;\nserver " + name + " { launch \"x\"; }\n",
                               kInterpreted)
             .policy != nullptr;
}

// A policy with nothing in it but the servers; null if one of them cannot be spelled.
std::shared_ptr<const Policy> Compile(const std::vector<clients::ConfiguredServer>& servers,
                                      const std::vector<std::string>& names) {
  std::vector<clients::ServerText> texts;
  for (size_t i = 0; i < names.size(); ++i) texts.push_back({names[i], &servers[i], {}, {}});
  return pipeline::CompileText(
             "configuration", clients::PolicyText("", texts, clients::Values::kGiven), kInterpreted)
      .policy;
}

bool IsWeir(const clients::ConfiguredServer& server) {
  return std::filesystem::path(server.launch[0]).filename() == "weir" && server.launch.size() > 1 &&
         server.launch[1] == "run";
}

std::optional<std::string> WhyNot(const clients::ConfiguredServer& server, Purpose purpose) {
  if (!Compile({server}, {"server_"})) {
    return "has a program, an argument or a variable that a policy cannot spell";
  }
  if (purpose == Purpose::kLookAt) return std::nullopt;
  if (IsWeir(server)) return "is weir itself";
  const auto secret = clients::FindSecret(server.launch);
  if (!secret) return std::nullopt;
  return "has what looks like a secret in its command line (argument " + std::to_string(*secret) +
         "), which would stand in the policy: give it in a variable (`env`) if the server takes "
         "one";
}

void LeaveOut(clients::Configuration& configuration, Purpose purpose) {
  for (clients::ConfiguredServer& server : std::exchange(configuration.servers, {})) {
    if (const auto why = WhyNot(server, purpose)) {
      configuration.problems.push_back(json::Quote(server.name) + " " + *why);
    } else {
      configuration.servers.push_back(std::move(server));
    }
  }
}

}  // namespace

Result<ClientServers> ReadClientServers(const std::string& text, Purpose purpose) {
  Result<clients::Configuration> read = clients::Read(text);
  if (!read) return read.error();
  ClientServers servers;
  servers.configuration = std::move(*read);
  LeaveOut(servers.configuration, purpose);
  servers.names = clients::PolicyNames(servers.configuration.servers, IsServerName);
  std::vector<std::string> conflicts;
  servers.environment = clients::EnvironmentOf(servers.configuration.servers, conflicts);
  if (purpose == Purpose::kKeep && !conflicts.empty()) {
    return Error{"its servers have different values for " + conflicts.front() +
                 ": write the policy by hand, with the value in each server's `env`"};
  }
  if (servers.configuration.servers.empty()) return servers;
  servers.policy = Compile(servers.configuration.servers, servers.names);
  if (!servers.policy) return Error{"its servers cannot be spelled in one policy"};
  return servers;
}

}  // namespace weir::commands
