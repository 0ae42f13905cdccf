#include "compiler/lower/target.h"

#include <algorithm>

#include "compiler/lower/condition.h"

namespace weir::lower {
namespace {

// Every bit that a request can carry.
uint64_t AgentsOf(const check::Program& program) {
  return ((uint64_t{1} << program.agents.size()) - 1) | WEIR_AGENT_UNKNOWN;
}

// Servers come first among the labels.
uint64_t OwnLabel(uint32_t server) {
  return server < check::kLabelsMax ? uint64_t{1} << server : 0;
}

class Lowering {
 public:
  Lowering(const check::Program& program, uint32_t server)
      : program_(program), server_(server), everybody_(AgentsOf(program)) {
    target_.lets_in = OwnLabel(server);
    target_.gives = OwnLabel(server);
  }

  ir::Target Run(const Speakers& speakers) {
    for (uint32_t number : InDecidingOrder(speakers.rules)) AddRule(number);
    for (uint32_t flow : speakers.flows) AddFlow(program_.flows[flow]);
    for (uint32_t gives : speakers.gives) {
      const check::Gives& source = program_.gives[gives];
      AddChange(source.labels, source.where, target_.gives, target_.gives_where);
    }
    for (uint32_t declassify : speakers.declassifications) {
      const check::Declassify& source = program_.declassifications[declassify];
      AddChange(source.labels, source.where, target_.takes_off, target_.takes_off_where);
    }
    target_.rate_limits.assign(speakers.rate_limits.begin(), speakers.rate_limits.end());
    return std::move(target_);
  }

 private:
  std::vector<uint32_t> InDecidingOrder(const std::set<uint32_t>& rules) const {
    std::vector<uint32_t> order(rules.begin(), rules.end());
    const auto effect_first = [&](uint32_t a, uint32_t b) {
      return program_.rules[a].effect < program_.rules[b].effect;
    };
    std::stable_sort(order.begin(), order.end(), effect_first);
    return order;
  }

  void AddRule(uint32_t number) {
    const check::Rule& source = program_.rules[number];
    ir::Rule rule{number, source.effect, source.agents & everybody_ & ~decided_, std::nullopt};
    if (rule.agents == 0) return;
    if (!LowerWhere(source.where, rule.where)) return;
    if (!rule.where) decided_ |= rule.agents;
    if (rule.agents == everybody_) rule.agents = check::kAnyAgent;
    target_.rules.push_back(rule);
  }

  void AddFlow(const check::Flow& source) {
    ir::Flow flow{source.labels, std::nullopt, source.after_ask};
    if (!LowerWhere(source.where, flow.where)) return;
    if (flow.where || flow.after_ask) {
      target_.flows.push_back(flow);
    } else {
      target_.lets_in |= flow.labels;
    }
  }

  void AddChange(uint64_t labels, const std::optional<check::Condition>& source, uint64_t& always,
                 std::vector<ir::LabelChange>& where) {
    ir::LabelChange change{labels, std::nullopt};
    if (!LowerWhere(source, change.where)) return;
    if (change.where) {
      where.push_back(change);
    } else {
      always |= labels;
    }
  }

  // Nothing in `where`: always. False: never.
  bool LowerWhere(const std::optional<check::Condition>& source, std::optional<ir::NodeId>& where) {
    if (!source) return true;
    where = LowerCondition(*source, program_.servers[server_].name, target_.plan, target_.nodes);
    if (target_.nodes.IsFalse(*where)) return false;
    if (target_.nodes.IsTrue(*where)) where.reset();
    return true;
  }

  const check::Program& program_;
  uint32_t server_;
  uint64_t everybody_;
  uint64_t decided_ = 0;  // agents that an unconditional rule so far has decided for
  ir::Target target_;
};

}  // namespace

void Speakers::Add(const Speakers& other) {
  rules.insert(other.rules.begin(), other.rules.end());
  flows.insert(other.flows.begin(), other.flows.end());
  gives.insert(other.gives.begin(), other.gives.end());
  declassifications.insert(other.declassifications.begin(), other.declassifications.end());
  rate_limits.insert(other.rate_limits.begin(), other.rate_limits.end());
  capability |= other.capability;
}

ir::Target LowerTarget(const check::Program& program, uint32_t server, const Speakers& speakers) {
  return Lowering(program, server).Run(speakers);
}

}  // namespace weir::lower
