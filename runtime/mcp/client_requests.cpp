#include "runtime/mcp/client_requests.h"

#include <algorithm>

namespace weir::mcp {

// Left out on purpose: `includeContext`, which asks the client to add what other servers said;
// `metadata`, which goes to whoever sells the model; `tools`, of which weir could not say whose
// they are; `mode`, as a URL to open is nothing that a policy can judge.
const std::array<ClientRequestFacts, kClientVerbCount>& ClientRequests() {
  static const std::array<ClientRequestFacts, kClientVerbCount> kRequests = {{
      {ClientVerb::kSample,
       "sampling/createMessage",
       "sampling",
       "{}",
       {"messages", "maxTokens"},
       {"modelPreferences", "systemPrompt", "temperature", "stopSequences"},
       {"role", "content", "model", "stopReason"}},
      {ClientVerb::kElicit,
       "elicitation/create",
       "elicitation",
       "{}",
       {"message", "requestedSchema"},
       {},
       {"action", "content"}},
      {ClientVerb::kRoots, "roots/list", "roots", R"({"listChanged":true})", {}, {}, {"roots"}},
  }};
  return kRequests;
}

const ClientRequestFacts& FactsOf(ClientVerb verb) {
  return ClientRequests()[static_cast<size_t>(verb)];
}

std::optional<ClientVerb> ClientVerbOf(std::string_view method) {
  const auto& all = ClientRequests();
  const auto found = std::find_if(all.begin(), all.end(), [&](const ClientRequestFacts& facts) {
    return facts.method == method;
  });
  if (found == all.end()) return std::nullopt;
  return found->verb;
}

std::array<bool, kClientVerbCount> ReadClientCapabilities(std::optional<json::Value> params) {
  const auto declared = params ? params->Find("capabilities") : std::nullopt;
  std::array<bool, kClientVerbCount> can{};
  for (const ClientRequestFacts& facts : ClientRequests()) {
    const auto one = declared ? declared->Find(facts.capability) : std::nullopt;
    bool& fits = can[static_cast<size_t>(facts.verb)];
    fits = one && one->is_object();
    if (fits && facts.verb == ClientVerb::kElicit) fits = !one->Find("url") || one->Find("form");
  }
  return can;
}

}  // namespace weir::mcp
