#include "compiler/pipeline/build.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <set>
#include <utility>

#include "compiler/codegen/text_group.h"
#include "compiler/diagnostics/sink.h"
#include "compiler/eval/decide.h"
#include "compiler/jit/native_code.h"
#include "compiler/lower/lower.h"
#include "compiler/pipeline/settings.h"
#include "compiler/slots/extract.h"

namespace weir::pipeline {
namespace {

constexpr size_t kAgentBits = 64;
constexpr uint64_t kAllLabels = ~uint64_t{0};
constexpr Decision kFailed{Outcome::kDeny, Because::kFailure, 0};

struct Agent {
  std::string name;
  std::vector<std::string> clients;
};

class PolicyImpl final : public Policy {
 public:
  // `code`: null to interpret.
  PolicyImpl(const check::Program& program, const SourceSet& sources, ir::Decisions decisions,
             std::unique_ptr<jit::NativeCode> code)
      : servers_(ServersOf(program, sources)),
        routes_(SettingsOf(program.routes)),
        rules_(TextsOf(program.rules, sources)),
        labels_(SettingsOf(program.labels)),
        rate_limits_(SettingsOf(program.rate_limits, sources)),
        guard_(SettingsOf(program.guard)),
        decisions_(std::move(decisions)),
        code_(std::move(code)) {
    for (const check::Agent& agent : program.agents) agents_.push_back({agent.name, agent.clients});
    for (TargetId target = 0; target < decisions_.targets.size(); ++target) {
      for (uint32_t limit : decisions_.targets[target].rate_limits) {
        AddLimit(target, limit, program.rate_limits[limit].agents);
      }
    }
    for (const ir::Target& target : decisions_.targets) {
      uint64_t agents = 0;
      for (const ir::Rule& rule : target.rules) {
        if (rule.effect != Outcome::kDeny) agents |= rule.agents;
      }
      passing_agents_.push_back(agents);
    }
  }

  std::span<const ServerSettings> servers() const override { return servers_; }
  std::span<const RouteSettings> routes() const override { return routes_; }
  std::span<const RuleText> rules() const override { return rules_; }

  AgentMask AgentOfClient(std::string_view client_name) const override {
    return AgentWhere([&](const Agent& agent) {
             return std::find(agent.clients.begin(), agent.clients.end(), client_name) !=
                    agent.clients.end();
           })
        .value_or(AgentMask{});
  }

  std::optional<AgentMask> AgentNamed(std::string_view agent_name) const override {
    return AgentWhere([&](const Agent& agent) { return agent.name == agent_name; });
  }

  std::string_view AgentName(AgentMask agent) const override {
    const auto index = static_cast<size_t>(std::countr_zero(agent.bit));
    return index < agents_.size() ? std::string_view(agents_[index].name) : "unknown";
  }

  std::optional<TargetId> Resolve(ServerIndex server, Verb verb,
                                  std::string_view name) const override {
    return decisions_.Resolve(server, verb, name);
  }

  bool MayPass(TargetId target, AgentMask agent) const override {
    return target < passing_agents_.size() && (passing_agents_[target] & agent.bit) != 0;
  }

  std::vector<uint32_t> PassingRules(TargetId target, AgentMask agent) const override {
    std::vector<uint32_t> numbers;
    if (target >= decisions_.targets.size()) return numbers;
    for (const ir::Rule& rule : decisions_.targets[target].rules) {
      if (rule.effect != Outcome::kDeny && (rule.agents & agent.bit) != 0)
        numbers.push_back(rule.number);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }

  std::span<const LabelSettings> labels() const override { return labels_; }
  std::span<const RateLimitSettings> rate_limits() const override { return rate_limits_; }
  const GuardSettings& guard() const override { return guard_; }

  Decision Decide(TargetId target, const Request& request) const noexcept override {
    const auto decide = [&](const weir_request& filled) {
      if (code_) return Unpack(code_->FunctionOf(target)(&filled));
      return eval::Decide(decisions_.targets[target], filled);
    };
    return Ask(target, request, decide).value_or(kFailed);
  }

  uint64_t ResultLabels(TargetId target, const Request& request) const noexcept override {
    const auto label = [&](const weir_request& filled) {
      const auto native = code_ ? code_->ResultLabelsOf(target) : nullptr;
      return native != nullptr ? native(&filled)
                               : eval::ResultLabels(decisions_.targets[target], filled);
    };
    return Ask(target, request, label).value_or(kAllLabels);
  }

  std::span<const uint32_t> RateLimitsOf(TargetId target, AgentMask agent) const override {
    const auto found = limits_of_target_.find(target);
    if (found == limits_of_target_.end() || !std::has_single_bit(agent.bit)) return {};
    return found->second[static_cast<size_t>(std::countr_zero(agent.bit))];
  }

 private:
  // What `answer` makes of the request in slots; nothing if it cannot be put there.
  template <typename Answer>
  auto Ask(TargetId target, const Request& request, const Answer& answer) const noexcept
      -> std::optional<decltype(answer(weir_request{}))> {
    try {
      if (target >= decisions_.targets.size() || !std::has_single_bit(request.agent.bit))
        return std::nullopt;
      if (request.arguments && !request.arguments->is_object()) return std::nullopt;
      slots::Arena arena;
      const slots::Inputs inputs{request.arguments, request.uri, request.tool, request.claims,
                                 AgentName(request.agent)};
      const weir_value* values = slots::Extract(decisions_.targets[target].plan, inputs, arena);
      if (values == nullptr) return std::nullopt;
      return answer({request.agent.bit, request.labels, values});
    } catch (...) {  // out of memory
      return std::nullopt;
    }
  }

  void AddLimit(TargetId target, uint32_t limit, uint64_t agents) {
    auto& by_agent = limits_of_target_[target];
    for (size_t agent = 0; agent < kAgentBits; ++agent) {
      if ((agents >> agent & 1) != 0) by_agent[agent].push_back(limit);
    }
  }

  template <typename Fits>
  std::optional<AgentMask> AgentWhere(Fits fits) const {
    const auto found = std::find_if(agents_.begin(), agents_.end(), fits);
    if (found == agents_.end()) return std::nullopt;
    return AgentMask{uint64_t{1} << (found - agents_.begin())};
  }

  std::vector<ServerSettings> servers_;
  std::vector<RouteSettings> routes_;
  std::vector<RuleText> rules_;
  std::vector<LabelSettings> labels_;
  std::vector<RateLimitSettings> rate_limits_;
  std::map<TargetId, std::array<std::vector<uint32_t>, kAgentBits>> limits_of_target_;  // by agent
  GuardSettings guard_;
  std::vector<Agent> agents_;
  ir::Decisions decisions_;
  // By target: whom some rule may let pass. The router asks with every call, so it must not look at
  // the rules, of which there may be thousands.
  std::vector<uint64_t> passing_agents_;
  std::unique_ptr<jit::NativeCode> code_;
};

// One for each value, however many targets it is looked at for.
std::vector<diagnostics::Diagnostic> WarningsOf(const check::Program& program,
                                                std::span<const jit::OverBudget> values) {
  std::map<std::string, std::set<uint32_t>> rules_of_value;
  for (const jit::OverBudget& value : values) {
    rules_of_value[value.value].insert(value.rules.begin(), value.rules.end());
  }
  diagnostics::Sink sink;
  for (const auto& [value, rules] : rules_of_value) {
    const Span span = rules.empty() ? Span{} : program.rules[*rules.begin()].span;
    auto warning = sink.Report<diagnostics::Kind::kAutomatonOverBudget>(span, value);
    for (uint32_t rule : rules) {
      if (rule != *rules.begin()) warning.Label(program.rules[rule].span, "this rule too");
    }
  }
  return sink.Take();
}

}  // namespace

Result<Built> Build(const check::Program& program, const SourceSet& sources, Engine engine) {
  auto decisions = lower::Lower(program);
  if (!decisions) return decisions.error();
  std::unique_ptr<jit::NativeCode> code;
  std::vector<diagnostics::Diagnostic> warnings;
  if (engine == Engine::kNative) {
    auto compiled = jit::NativeCode::Compile(decisions->targets);
    if (!compiled) return compiled.error();
    code = std::move(*compiled);
    warnings = WarningsOf(program, code->over_budget());
  }
  return Built{
      std::make_shared<PolicyImpl>(program, sources, std::move(*decisions), std::move(code)),
      std::move(warnings)};
}

std::vector<diagnostics::Diagnostic> FindOverBudget(const check::Program& program) {
  const auto decisions = lower::Lower(program);
  if (!decisions) return {};
  return WarningsOf(program, codegen::FindOverBudget(decisions->targets));
}

}  // namespace weir::pipeline
