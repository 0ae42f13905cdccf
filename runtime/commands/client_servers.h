// The servers of a client's configuration as weir starts them: through a policy like any other.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/pipeline/policy.h"
#include "runtime/clients/configuration.h"

namespace weir::commands {

// What they are read for. A policy that is kept holds no secret, and none of two values that one
// variable has; to look at servers, neither matters.
enum class Purpose : uint8_t { kLookAt, kKeep };

struct ClientServers {
  clients::Configuration configuration;
  std::vector<std::string> names;        // in the policy, of each of configuration.servers
  std::shared_ptr<const Policy> policy;  // to look at them with; null if there are none
  // What they are given by the client, of all servers together.
  std::vector<std::pair<std::string, std::string>> environment;
};

// Servers that a policy for this purpose cannot hold are left out, and told of in
// configuration.problems.
Result<ClientServers> ReadClientServers(const std::string& text, Purpose purpose);

}  // namespace weir::commands
