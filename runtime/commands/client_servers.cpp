#include "runtime/commands/client_servers.h"

#include <cstdlib>

#include "compiler/pipeline/compile.h"
#include "runtime/clients/policy_text.h"

namespace weir::commands {
namespace {

const pipeline::Options kInterpreted{.engine = pipeline::Engine::kInterpreter,
                                     .lock = pipeline::LockUse::kIgnored};

bool IsServerName(const std::string& name) {
  return pipeline::CompileText("name", "weir 1;\nserver " + name + " { launch \"x\"; }\n",
                               kInterpreted)
             .policy != nullptr;
}

// With the only way in that a server needs to be looked at: none.
Result<std::shared_ptr<const Policy>> Compile(const ClientServers& servers) {
  std::vector<clients::ServerText> texts;
  for (size_t i = 0; i < servers.names.size(); ++i) {
    texts.push_back({servers.names[i], &servers.configuration.servers[i], {}, {}});
  }
  const pipeline::Compiled compiled =
      pipeline::CompileText("configuration", clients::PolicyText("", texts), kInterpreted);
  if (compiled.policy) return compiled.policy;
  return Error{
      "one of its servers has a program, an argument or a variable that a policy cannot "
      "spell"};
}

}  // namespace

Result<ClientServers> ReadClientServers(const std::string& text) {
  Result<clients::Configuration> read = clients::Read(text);
  if (!read) return read.error();
  ClientServers servers;
  servers.configuration = std::move(*read);
  servers.names = clients::PolicyNames(servers.configuration.servers, IsServerName);
  std::vector<std::string> conflicts;
  servers.environment = clients::EnvironmentOf(servers.configuration.servers, conflicts);
  if (!conflicts.empty()) {
    return Error{"its servers have different values for " + conflicts.front() +
                 ": write the policy by hand, with the value in each server's `env`"};
  }
  if (servers.configuration.servers.empty()) return servers;
  auto policy = Compile(servers);
  if (!policy) return policy.error();
  servers.policy = std::move(*policy);
  for (const auto& [name, value] : servers.environment) setenv(name.c_str(), value.c_str(), 1);
  return servers;
}

}  // namespace weir::commands
