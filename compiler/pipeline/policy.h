// A compiled policy as the router uses it: who the servers are, and a decision for every request.
// The one door through which runtime/ sees the compiler. Immutable: any number of threads may ask;
// a reload makes a new one and the old one's code is freed with its last reference.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/abi/decision.h"
#include "compiler/json/document.h"

namespace weir {

using ServerIndex = uint32_t;

// A class of targets that the policy does not tell apart, with a decision function of its own. Of
// one Policy only.
using TargetId = uint32_t;

// What becomes of arguments that a tool's input schema does not name, or that do not fit it.
enum class ArgumentMode : uint8_t {
  kStrict,  // denied
  kStrip,   // what is not named is left out; what does not fit then is denied
  kOpen,    // nothing is looked at
};

// Whether a server may ask something of the client, by the rules whose subject is the server.
struct ClientRequestSettings {
  Outcome outcome = Outcome::kDeny;
  std::string source;  // of the rule that decides, as written; empty: none speaks of it
  std::string place;
  std::string because;  // may be empty
};

struct ServerSettings {
  std::string name;
  std::vector<std::string> launch;  // program and arguments
  // Name and value; no value: taken over from weir's own environment, if it is there.
  std::vector<std::pair<std::string, std::optional<std::string>>> environment;
  std::chrono::milliseconds call_timeout;
  uint64_t result_bytes_max;
  // What this weir cannot do with the server (`connect`, `sandbox`): one that is not empty must not
  // be started.
  std::string unsupported = {};
  // Nothing: strict under a lock file, else open.
  std::optional<ArgumentMode> arguments = std::nullopt;
  // By ClientVerb.
  std::array<ClientRequestSettings, kClientVerbCount> client_requests = {};
  // That what the client answers may carry: the server's own, and those with an unconditional way
  // into all of it.
  uint64_t answer_labels = 0;
};

struct RouteSettings {
  std::string name;  // the exposed name; unique in a policy
  ServerIndex server;
  std::string tool;
};

struct RuleText {
  Outcome effect;
  std::string
      source;  // as written, on one line, without `because`: `allow any: files.read_* where …`
  std::string place;    // "policy.weir:12:1"
  std::string because;  // may be empty
};

// The caller, as one bit of weir_request.agent.
struct AgentMask {
  uint64_t bit = WEIR_AGENT_UNKNOWN;
  friend bool operator==(const AgentMask&, const AgentMask&) = default;
};

// One request, as the decision sees it. Views: what they point to must outlive the decision.
struct Request {
  AgentMask agent;
  uint64_t labels = 0;                   // on the arguments
  std::optional<json::Value> arguments;  // an object; nothing: none were sent
  std::string_view uri;                  // the resource's, with kRead and kComplete
  std::optional<json::Value> tool;       // its definition, as served
  std::optional<json::Value> claims;     // of the caller's verified token
};

struct LabelSettings {
  std::string name;
  bool by_session;
  uint32_t run_length;  // by content: normalised characters that give a copy away
};

struct RateLimitSettings {
  uint64_t count;
  std::chrono::milliseconds window;
  std::string source;  // as written
  std::string place;
};

enum class Reaction : uint8_t { kQuarantine, kAsk, kWarn, kDeny, kOff };

struct GuardSettings {
  Reaction drift = Reaction::kQuarantine;
  Reaction shadow = Reaction::kQuarantine;
  Reaction poison = Reaction::kQuarantine;
  Reaction results = Reaction::kWarn;
};

class Policy {
 public:
  virtual ~Policy() = default;

  virtual std::span<const ServerSettings> servers() const = 0;
  virtual std::span<const RouteSettings> routes() const = 0;
  virtual std::span<const RuleText> rules() const = 0;

  // The agent whose `client` is this name; WEIR_AGENT_UNKNOWN if there is none. Exact,
  // case-sensitive.
  virtual AgentMask AgentOfClient(std::string_view client_name) const = 0;
  // The agent of this name, for a command line; nothing if there is none.
  virtual std::optional<AgentMask> AgentNamed(std::string_view agent_name) const = 0;
  // "coder", or "unknown".
  virtual std::string_view AgentName(AgentMask agent) const = 0;

  // The class of a server's tool or prompt, by its own name, or of its resources (kRead; `name` is
  // the URI and does not matter). Nothing: it does not exist for anyone (outside `tools`, or no
  // rule speaks of it).
  virtual std::optional<TargetId> Resolve(ServerIndex server, Verb verb,
                                          std::string_view name) const = 0;

  // Some `allow` or `ask` rule speaks of this target and this agent, whatever its condition: list
  // it.
  virtual bool MayPass(TargetId target, AgentMask agent) const = 0;
  // The rules that would let it pass, for the text of a denial: indices into rules(), in the order
  // of the policy.
  virtual std::vector<uint32_t> PassingRules(TargetId target, AgentMask agent) const = 0;

  // The labels of this policy, by bit; the first servers().size() of them are the servers' own.
  virtual std::span<const LabelSettings> labels() const = 0;
  virtual std::span<const RateLimitSettings> rate_limits() const = 0;
  virtual const GuardSettings& guard() const = 0;

  // Decides on exactly this request. Never throws; whatever fails is a denial with
  // Because::kFailure.
  virtual Decision Decide(TargetId target, const Request& request) const noexcept = 0;

  // The labels that the result of this request carries: its server's own, what `gives` adds, the
  // request's own less what `declassify` takes off. Whatever fails gives all labels.
  virtual uint64_t ResultLabels(TargetId target, const Request& request) const noexcept = 0;

  // Which of rate_limits() count this request, as indices.
  virtual std::span<const uint32_t> RateLimitsOf(TargetId target, AgentMask agent) const = 0;
};

}  // namespace weir
