// One client: everything that weir remembers about it, and nothing about it is anywhere else.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "runtime/jsonrpc/message.h"
#include "runtime/router/definitions.h"
#include "runtime/router/events.h"
#include "runtime/tracking/ledger.h"

namespace weir::router {

// A request that has not been answered yet is being handled right now, …
struct Handling {};
// … waits for the servers' lists, under this number in Session::held, …
struct Held {
  uint64_t number;
};
// … or is with a server, under our own id.
struct Forwarded {
  ServerIndex server;
  int64_t upstream_id;
};

// What a server asked of this client.
struct Asked {
  ServerIndex server;
  ConnectionId connection;  // the process that waits for the answer
  ClientVerb verb;
  jsonrpc::Id server_id;
  Time sent;
  AuditRecord audit;
  Time deadline{};
};

struct Session {
  ClientId id;
  std::optional<AgentMask> fixed_agent;
  std::optional<std::string> client_name;  // as it says at initialize
  AgentMask agent;
  bool initialized = false;
  std::optional<int> log_severity;  // the least that it wants to hear; nothing: it has not said

  std::map<std::string, std::variant<Handling, Held, Forwarded>, std::less<>>
      in_flight;                              // by Id::key
  std::map<uint64_t, jsonrpc::Message> held;  // in the order of arrival
  size_t held_bytes = 0;
  std::map<std::string, ServerIndex, std::less<>> subscriptions;  // by URI

  std::array<bool, kClientVerbCount> can_be_asked{};
  std::map<int64_t, Asked> asked;  // by our id

  std::unique_ptr<tracking::Ledger> ledger;  // of the data in this conversation; never null

  std::set<ServerIndex> visible_servers;  // those of which it sees anything
  // What it was last given, or told that it has changed; nothing: it never asked.
  std::array<std::optional<std::string>, kListKindCount> seen;
};

}  // namespace weir::router
