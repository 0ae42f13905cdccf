// What goes into the router and what comes out of it. The router is pure: it is told what happened
// and when, and says what is to be done; runtime/net performs. No sockets, processes, clocks or
// threads here, so every test is a script.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/abi/decision.h"
#include "compiler/pipeline/policy.h"

namespace weir::router {

// Since some start; only differences mean anything.
using Time = std::chrono::milliseconds;

// One connected client. Stdio has one, HTTP will have many; all its state is in the router's
// session object.
struct ClientId {
  uint32_t value = 0;
  friend auto operator<=>(const ClientId&, const ClientId&) = default;
};

// One life of one server process, never used again for the next life, so that a late message of a
// dead process cannot be taken for its successor's.
struct ConnectionId {
  uint32_t value = 0;
  friend auto operator<=>(const ConnectionId&, const ConnectionId&) = default;
};

// ---- Actions: performed in this order ----

// One JSON-RPC message as a single line without its line break.
struct SendToClient {
  ClientId client;
  std::string message;
};
struct CloseClient {
  ClientId client;
};
struct StartServer {
  ConnectionId connection;
  ServerIndex server;
};
struct SendToServer {
  ConnectionId connection;
  std::string message;
};
// In order: close its stdin, SIGTERM, SIGKILL of its group. A ServerDown event follows in every
// case.
struct StopServer {
  ConnectionId connection;
};

enum class LogLevel : uint8_t { kDebug, kInfo, kWarning, kError };
struct Log {
  LogLevel level;
  std::string text;  // one line, no secrets; what came from outside is already quoted
};

// A piece of the arguments that an earlier result brought into the conversation. Not its text.
struct DataFlow {
  std::vector<std::string> labels;
  uint64_t from_call = 0;
  std::string from_server;
  std::string from_tool;  // or prompt, or URI
  std::string pointer;    // into the arguments, without keys that may be secrets
  uint32_t begin = 0;     // bytes of the string there
  uint32_t end = 0;
  std::string how;          // "verbatim", "base64", "token, percent", …
  bool over_calls = false;  // begun in an earlier call
};

inline constexpr size_t kAuditFlowsMax = 16;

// What a record is about: a decision, before anything of it is done; or the end of a request that
// was forwarded. Of what a server asks of the client, `labels` and `flows` are those of the answer,
// so they are in the record of the end.
enum class AuditEvent : uint8_t { kDecision, kEnd };

// For the audit. Arguments are not in it: they may hold secrets.
struct AuditRecord {
  AuditEvent event = AuditEvent::kDecision;
  uint64_t call = 0;  // the same in a decision's record and in that of its end
  std::string agent;
  std::string server;
  std::variant<Verb, ClientVerb> verb = Verb::kCall;
  std::string target;   // the server's own name of the tool or prompt, or the URI
  std::string exposed;  // what the client asked for
  Decision decision;
  std::string rule;     // source of the rule that decided, empty if none
  std::string place;    // where it stands
  std::string because;  // the rule's, or the router's own words
  uint64_t argument_bytes = 0;
  uint32_t conversation = 0;               // the client's number
  std::vector<std::string> labels;         // of kDecision: on the arguments
  std::vector<DataFlow> flows;             // likewise; at most kAuditFlowsMax
  std::vector<std::string> result_labels;  // of kEnd: on what came back
  // Of kEnd.
  std::optional<std::chrono::milliseconds> duration;
  std::optional<uint64_t> result_bytes;
  // Of kEnd: "ok", "tool-error", "error", "timeout", "cancelled", "server-down", "too-large",
  // "withheld". Of a decision that lets pass what could not be forwarded: "server-down", "error".
  std::string result;
  // What the guard has against the target or, of kEnd, against the result; empty: nothing.
  std::string guard;
};

using Action = std::variant<SendToClient, CloseClient, StartServer, SendToServer, StopServer, Log,
                            AuditRecord>;

}  // namespace weir::router
