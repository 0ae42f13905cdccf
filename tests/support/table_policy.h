// A policy as a table, for tests that are not about the language: which (server, verb, name) there
// are, who may pass, and what is decided. Everything that is not in the table does not exist.
#pragma once

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
    servers_.push_back({std::move(name), {"program"}, {}, call_timeout, result_bytes_max, ""});
    return static_cast<ServerIndex>(servers_.size() - 1);
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

  std::span<const LabelSettings> labels() const override { return {}; }
  std::span<const RateLimitSettings> rate_limits() const override { return {}; }
  const GuardSettings& guard() const override { return guard_; }
  Decision Decide(TargetId target, const Request& request) const noexcept override {
    return rows_[target].decide(request.arguments, request.uri);
  }
  uint64_t ResultLabels(TargetId, const Request& request) const noexcept override {
    return request.labels;
  }
  std::span<const uint32_t> RateLimitsOf(TargetId, AgentMask) const override { return {}; }

 private:
  std::vector<ServerSettings> servers_;
  std::vector<RouteSettings> routes_;
  std::vector<RuleText> rules_{{Outcome::kAllow, "allow any: *.*", "policy.weir:1:1", ""}};
  std::vector<std::string> agents_;
  std::vector<Row> rows_;
  std::vector<uint32_t> passing_rules_;
  GuardSettings guard_;
};

}  // namespace weir::testing
