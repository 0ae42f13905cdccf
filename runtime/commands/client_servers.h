// The servers of a client's configuration as weir starts them: through a policy like any other.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/pipeline/policy.h"
#include "runtime/clients/configuration.h"

namespace weir::commands {

struct ClientServers {
  clients::Configuration configuration;
  std::vector<std::string> names;        // in the policy, of each of configuration.servers
  std::shared_ptr<const Policy> policy;  // of the servers alone; null if there are none
  // What the servers are given; set in this process, where Observe's servers inherit it.
  std::vector<std::pair<std::string, std::string>> environment;
};

Result<ClientServers> ReadClientServers(const std::string& text);

}  // namespace weir::commands
