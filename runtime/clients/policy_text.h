// A first policy for the servers of a client's configuration.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "runtime/clients/configuration.h"

namespace weir::clients {

// What a server is called in the policy: `name` with what no identifier has made `_`, made unique
// among those before it. `is_name`: whether the language takes it for a server's name.
std::vector<std::string> PolicyNames(const std::vector<ConfiguredServer>& servers,
                                     const std::function<bool(const std::string&)>& is_name);

struct ServerText {
  std::string name;  // in the policy
  const ConfiguredServer* server;
  // What may be called and asked of it; nothing else of it exists for anyone.
  std::vector<std::string> tools;
  std::vector<std::string> prompts;
};

// Values may be secrets, so only a text that is written nowhere may hold them.
enum class Values : uint8_t { kInherited, kGiven };

// Denies by default: today's tools, each by its name. With kInherited no value of a variable is in
// it: the variables are taken over from weir's own environment. `from` is said in its first line.
std::string PolicyText(const std::string& from, const std::vector<ServerText>& servers,
                       Values values = Values::kInherited);

// The variables of all servers together; names that two servers give different values are in
// `conflicts`.
std::vector<std::pair<std::string, std::string>> EnvironmentOf(
    const std::vector<ConfiguredServer>& servers, std::vector<std::string>& conflicts);

}  // namespace weir::clients
