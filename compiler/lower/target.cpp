#include "compiler/lower/target.h"

#include <algorithm>
#include <vector>

#include "compiler/lower/condition.h"

namespace weir::lower {
namespace {

// Every bit that a request can carry.
uint64_t AgentsOf(const check::Program& program) {
  return ((uint64_t{1} << program.agents.size()) - 1) | WEIR_AGENT_UNKNOWN;
}

std::vector<uint32_t> InDecidingOrder(const check::Program& program,
                                      std::span<const uint32_t> rules) {
  std::vector<uint32_t> order(rules.begin(), rules.end());
  const auto effect_first = [&](uint32_t a, uint32_t b) {
    return program.rules[a].effect < program.rules[b].effect;
  };
  std::stable_sort(order.begin(), order.end(), effect_first);
  return order;
}

}  // namespace

ir::Target LowerTarget(const check::Program& program, std::span<const uint32_t> rules) {
  ir::Target target;
  const uint64_t everybody = AgentsOf(program);
  uint64_t undecided = everybody;
  for (uint32_t number : InDecidingOrder(program, rules)) {
    const check::Rule& source = program.rules[number];
    ir::Rule rule{number, source.effect, source.agents & undecided, std::nullopt};
    if (rule.agents == 0) continue;
    if (source.where) rule.where = LowerCondition(*source.where, target.plan, target.nodes);
    if (rule.where && target.nodes.IsFalse(*rule.where)) continue;
    if (rule.where && target.nodes.IsTrue(*rule.where)) rule.where.reset();
    if (!rule.where) undecided &= ~rule.agents;
    if (rule.agents == everybody) rule.agents = check::kAnyAgent;
    target.rules.push_back(rule);
  }
  return target;
}

}  // namespace weir::lower
