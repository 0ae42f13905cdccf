// A policy as a table, for tests that are not about the language: which (server, verb, name) there
// are, who may pass, and what is decided. Everything that is not in the table does not exist.
#pragma once

#include <bit>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "compiler/pipeline/policy.h"

namespace weir::testing {

class TablePolicy : public Policy {
 public:
  using Decider = std::function<Decision(std::optional<json::Value>, std::string_view uri)>;

  struct Row {
    ServerIndex server;
    Verb verb;
    std::string name;  // "*": any
    uint64_t agents;   // who may see it
    Decider decide;
  };

  ServerIndex AddServer(std::string name,
                        std::chrono::milliseconds call_timeout = std::chrono::seconds(30),
                        uint64_t result_bytes_max = 1 << 20) {
    labels_.push_back({name, false, 24});
    servers_.push_back({std::move(name), {"program"}, {}, call_timeout, result_bytes_max, {}});
    servers_.back().answer_labels = uint64_t{1} << (servers_.size() - 1);
    return static_cast<ServerIndex>(servers_.size() - 1);
  }
  // After all servers. Returns its bit.
  uint64_t AddLabel(std::string name, bool by_session = false, uint32_t run_length = 24) {
    labels_.push_back({std::move(name), by_session, run_length});
    return uint64_t{1} << (labels_.size() - 1);
  }
  // From now on labels count: what has none of a target's own, or of those let in, is denied.
  void Isolate() { isolated_ = true; }
  void LetIn(ServerIndex server, uint64_t labels) { let_in_[server] |= labels; }
  void LetInAfterAsk(ServerIndex server, uint64_t labels) { asked_[server] |= labels; }
  void Give(ServerIndex server, uint64_t labels) { given_[server] |= labels; }
  void Declassify(ServerIndex server, uint64_t labels) { declassified_[server] |= labels; }
  void SetLaunch(ServerIndex server, std::string program) {
    servers_[server].launch = {std::move(program)};
  }
  void SetEnvironment(ServerIndex server,
                      std::vector<std::pair<std::string, std::optional<std::string>>> environment) {
    servers_[server].environment = std::move(environment);
  }
  void SetArguments(ServerIndex server, ArgumentMode mode) { servers_[server].arguments = mode; }
  void AllowToAsk(ServerIndex server, ClientVerb verb) {
    servers_[server].client_requests[static_cast<size_t>(verb)] = {Outcome::kAllow, "allow", "",
                                                                   ""};
  }
  void TakeInAnswers(ServerIndex server, uint64_t labels) {
    servers_[server].answer_labels |= labels;
  }
  void AddRoute(std::string name, ServerIndex server, std::string tool) {
    routes_.push_back({std::move(name), server, std::move(tool)});
  }
  uint32_t AddRule(RuleText rule) {
    rules_.push_back(std::move(rule));
    return static_cast<uint32_t>(rules_.size() - 1);
  }
  // The agent whose client says that it is called `client`.
  AgentMask AddAgent(std::string client) {
    const AgentMask mask{uint64_t{1} << agents_.size()};
    agents_.push_back(std::move(client));
    return mask;
  }

  // The first row that fits counts.
  void Add(Row row) { rows_.push_back(std::move(row)); }
  void Allow(ServerIndex server, Verb verb, std::string name, uint64_t agents = ~uint64_t{0}) {
    Add({server, verb, std::move(name), agents, [](auto, auto) {
           return Decision{Outcome::kAllow, Because::kRule, 0};
         }});
  }
  void AllowAll(ServerIndex server) {
    for (const Verb verb : {Verb::kCall, Verb::kRead, Verb::kPrompt, Verb::kComplete}) {
      Allow(server, verb, "*");
    }
  }
  void SetGuard(GuardSettings guard) { guard_ = guard; }
  void SetPassingRules(std::vector<uint32_t> rules) { passing_rules_ = std::move(rules); }

  std::span<const ServerSettings> servers() const override { return servers_; }
  std::span<const RouteSettings> routes() const override { return routes_; }
  std::span<const RuleText> rules() const override { return rules_; }

  AgentMask AgentOfClient(std::string_view client_name) const override {
    return AgentNamed(client_name).value_or(AgentMask{});
  }
  std::optional<AgentMask> AgentNamed(std::string_view name) const override {
    for (size_t i = 0; i < agents_.size(); ++i) {
      if (agents_[i] == name) return AgentMask{uint64_t{1} << i};
    }
    return std::nullopt;
  }
  std::string_view AgentName(AgentMask agent) const override {
    for (size_t i = 0; i < agents_.size(); ++i) {
      if (agent.bit == uint64_t{1} << i) return agents_[i];
    }
    return "unknown";
  }

  std::optional<TargetId> Resolve(ServerIndex server, Verb verb,
                                  std::string_view name) const override {
    for (size_t i = 0; i < rows_.size(); ++i) {
      const Row& row = rows_[i];
      if (row.server == server && row.verb == verb && (row.name == "*" || row.name == name)) {
        return static_cast<TargetId>(i);
      }
    }
    return std::nullopt;
  }
  bool MayPass(TargetId target, AgentMask agent) const override {
    return (rows_[target].agents & agent.bit) != 0;
  }
  std::vector<uint32_t> PassingRules(TargetId, AgentMask) const override { return passing_rules_; }
  std::span<const LabelSettings> labels() const override { return labels_; }
  std::span<const RateLimitSettings> rate_limits() const override { return {}; }
  const GuardSettings& guard() const override { return guard_; }
  Decision Decide(TargetId target, const Request& request) const noexcept override {
    const ServerIndex server = rows_[target].server;
    const uint64_t own = uint64_t{1} << server;
    const uint64_t held = isolated_ ? request.labels & ~own & ~Of(let_in_, server) : 0;
    const uint64_t denied = held & ~Of(asked_, server);
    if (held != 0) {
      return {denied != 0 ? Outcome::kDeny : Outcome::kAsk, Because::kFlow,
              static_cast<uint32_t>(std::countr_zero(denied != 0 ? denied : held))};
    }
    return rows_[target].decide(request.arguments, request.uri);
  }
  uint64_t ResultLabels(TargetId target, const Request& request) const noexcept override {
    const ServerIndex server = rows_[target].server;
    const uint64_t labels = (uint64_t{1} << server) | Of(given_, server) | request.labels;
    return labels & ~Of(declassified_, server);
  }
  std::span<const uint32_t> RateLimitsOf(TargetId, AgentMask) const override { return {}; }

 private:
  using LabelsByServer = std::map<ServerIndex, uint64_t>;
  static uint64_t Of(const LabelsByServer& labels, ServerIndex server) {
    const auto found = labels.find(server);
    return found == labels.end() ? 0 : found->second;
  }

  std::vector<ServerSettings> servers_;
  std::vector<RouteSettings> routes_;
  std::vector<RuleText> rules_{{Outcome::kAllow, "allow any: *.*", "policy.weir:1:1", ""}};
  std::vector<std::string> agents_;
  std::vector<Row> rows_;
  std::vector<uint32_t> passing_rules_;
  std::vector<LabelSettings> labels_;
  GuardSettings guard_;
  bool isolated_ = false;
  LabelsByServer let_in_, asked_, given_, declassified_;
};

}  // namespace weir::testing
