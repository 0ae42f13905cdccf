// The requests with which servers ask something of their client: sampling, elicitation, roots. What
// of them means something, so that nothing else has to be passed on.
// modelcontextprotocol.io/specification/2025-11-25/client
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/abi/decision.h"
#include "compiler/json/document.h"

namespace weir::mcp {

struct ClientRequestFacts {
  ClientVerb verb;
  std::string_view method;
  std::string_view capability;             // with which a client says that it can be asked
  std::string_view declared;               // what weir says of itself to a server that may ask
  std::vector<std::string_view> needed;    // members of `params` that there must be
  std::vector<std::string_view> optional;  // others that are passed on
  std::vector<std::string_view> answer;    // members of the result that are passed on
};

const std::array<ClientRequestFacts, kClientVerbCount>& ClientRequests();
const ClientRequestFacts& FactsOf(ClientVerb verb);
// Nothing: no such request is known.
std::optional<ClientVerb> ClientVerbOf(std::string_view method);

// Which of them a client can be asked, by its `params` of initialize. Elicitation by form only: a
// client that knows nothing but `url` cannot.
std::array<bool, kClientVerbCount> ReadClientCapabilities(std::optional<json::Value> params);

}  // namespace weir::mcp
