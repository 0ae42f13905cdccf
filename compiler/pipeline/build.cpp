#include "compiler/pipeline/build.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "compiler/eval/decide.h"
#include "compiler/jit/native_code.h"
#include "compiler/lower/lower.h"
#include "compiler/pipeline/settings.h"
#include "compiler/slots/extract.h"

namespace weir::pipeline {
namespace {

constexpr Decision kFailed{Outcome::kDeny, Because::kFailure, 0};

class PolicyImpl final : public Policy {
 public:
  // `code`: null to interpret.
  PolicyImpl(const check::Program& program, const SourceSet& sources, ir::Decisions decisions,
             std::unique_ptr<jit::NativeCode> code)
      : servers_(SettingsOf(program.servers)),
        routes_(SettingsOf(program.routes)),
        rules_(TextsOf(program.rules, sources)),
        agents_(program.agents),
        decisions_(std::move(decisions)),
        code_(std::move(code)) {}

  std::span<const ServerSettings> servers() const override { return servers_; }
  std::span<const RouteSettings> routes() const override { return routes_; }
  std::span<const RuleText> rules() const override { return rules_; }

  AgentMask AgentOfClient(std::string_view client_name) const override {
    return AgentWhere([&](const check::Agent& agent) {
             return std::find(agent.clients.begin(), agent.clients.end(), client_name) !=
                    agent.clients.end();
           })
        .value_or(AgentMask{});
  }

  std::optional<AgentMask> AgentNamed(std::string_view agent_name) const override {
    return AgentWhere([&](const check::Agent& agent) { return agent.name == agent_name; });
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
    return !PassingRules(target, agent).empty();
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

  const GuardSettings& guard() const override { return guard_; }

  Decision Decide(TargetId target, AgentMask agent, std::optional<json::Value> arguments,
                  std::string_view uri) const noexcept override {
    try {
      if (target >= decisions_.targets.size() || !std::has_single_bit(agent.bit)) return kFailed;
      if (arguments && !arguments->is_object()) return kFailed;
      slots::Arena arena;
      const weir_value* values =
          slots::Extract(decisions_.targets[target].plan, arguments, uri, arena);
      if (values == nullptr) return kFailed;
      return DecideFilled(target, {agent.bit, 0, values});
    } catch (...) {  // out of memory
      return kFailed;
    }
  }

 private:
  Decision DecideFilled(TargetId target, const weir_request& request) const {
    if (code_) return Unpack(code_->FunctionOf(target)(&request));
    return eval::Decide(decisions_.targets[target], request);
  }

  template <typename Fits>
  std::optional<AgentMask> AgentWhere(Fits fits) const {
    const auto found = std::find_if(agents_.begin(), agents_.end(), fits);
    if (found == agents_.end()) return std::nullopt;
    return AgentMask{uint64_t{1} << (found - agents_.begin())};
  }

  GuardSettings guard_;
  std::vector<ServerSettings> servers_;
  std::vector<RouteSettings> routes_;
  std::vector<RuleText> rules_;
  std::vector<check::Agent> agents_;
  ir::Decisions decisions_;
  std::unique_ptr<jit::NativeCode> code_;
};

}  // namespace

Result<std::shared_ptr<const Policy>> Build(const check::Program& program, const SourceSet& sources,
                                            Engine engine) {
  auto decisions = lower::Lower(program);
  if (!decisions) return decisions.error();
  std::unique_ptr<jit::NativeCode> code;
  if (engine == Engine::kNative) {
    auto compiled = jit::NativeCode::Compile(decisions->targets);
    if (!compiled) return compiled.error();
    code = std::move(*compiled);
  }
  return std::shared_ptr<const Policy>(
      std::make_shared<PolicyImpl>(program, sources, std::move(*decisions), std::move(code)));
}

}  // namespace weir::pipeline
