#include "compiler/policytest/coverage.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "compiler/explain/explain.h"
#include "compiler/json/document.h"
#include "compiler/policytest/conversation.h"

namespace weir::policytest {
namespace {

using explain::Explanation;
using explain::Reading;
using explain::RuleReading;
using explain::Standing;

// By where a condition stands: parts of a pattern that is used twice are two rules' conditions.
using ConditionsOfRule = std::map<std::pair<uint32_t, uint32_t>, ConditionCoverage>;

void AddConditions(const check::Condition& condition, ConditionsOfRule& conditions) {
  const auto all = [&](const std::vector<check::Condition>& terms) {
    for (const check::Condition& term : terms) AddConditions(term, conditions);
  };
  const auto leaf = [&](const auto&) {
    conditions[{condition.span.begin, condition.span.end}].span = condition.span;
  };
  std::visit(Overloaded{[&](const check::And& node) { all(node.terms); },
                        [&](const check::Or& node) { all(node.terms); },
                        [&](const check::Not& node) { AddConditions(*node.term, conditions); },
                        [&](const check::Quantified& node) {
                          leaf(node);
                          AddConditions(*node.body, conditions);
                        },
                        leaf},
             condition.node);
}

class Collector {
 public:
  explicit Collector(const check::Program& program) : conditions_(program.rules.size()) {
    for (uint32_t number = 0; number < program.rules.size(); ++number) {
      const check::Rule& rule = program.rules[number];
      coverage_.rules.push_back({number, rule.span, 0, 0, {}});
      if (rule.where) AddConditions(*rule.where, conditions_[number]);
    }
  }

  void Add(const Explanation& explanation) {
    Count(explanation.decision);
    for (const RuleReading& reading : explanation.rules) {
      if (reading.standing == Standing::kForOthers) continue;
      RuleCoverage& rule = coverage_.rules[reading.number];
      ++rule.looked_at;
      if (reading.standing == Standing::kApplies) ++rule.decided;
      if (reading.where) Add(*reading.where, conditions_[reading.number]);
    }
  }

  Coverage Take() && {
    for (RuleCoverage& rule : coverage_.rules) {
      for (const auto& [place, condition] : conditions_[rule.number])
        rule.conditions.push_back(condition);
    }
    return std::move(coverage_);
  }

 private:
  void Count(const Decision& decision) {
    const bool by_rule = decision.because == Because::kRule;
    switch (decision.outcome) {
      case Outcome::kAllow:
        ++coverage_.allowed;
        break;
      case Outcome::kAsk:
        ++coverage_.asked;
        break;
      case Outcome::kDeny:
        ++(by_rule ? coverage_.denied_by_rule : coverage_.denied_otherwise);
        break;
    }
  }

  static void Add(const Reading& reading, ConditionsOfRule& conditions) {
    const auto found = conditions.find({reading.span.begin, reading.span.end});
    if (found != conditions.end()) {
      const bool held = reading.truth == explain::Truth::kTrue;
      ++(held ? found->second.held : found->second.not_held);
    }
    for (const Reading& part : reading.parts) Add(part, conditions);
  }

  Coverage coverage_;
  std::vector<ConditionsOfRule> conditions_;  // by rule
};

}  // namespace

Result<Coverage> Cover(const check::Program& program, const SourceSet& sources,
                       const Policy& native, const Policy& interpreted, std::string_view filter,
                       const TrackerFactory& trackers) {
  Collector collector(program);
  for (const check::Test& test : program.tests) {
    if (test.name.find(filter) == std::string::npos) continue;
    Conversation conversation(native, {test.agent}, trackers);
    for (const check::TestStep& step : test.steps) {
      const auto arguments = json::Document::Parse(step.arguments);
      const auto sent = SentOf(step);
      if (!arguments || !sent) continue;
      explain::Question question{step.server, step.verb, step.name, {}};
      question.request = conversation.RequestOf(step, arguments->root(), sent->root());
      const auto explanation = explain::Explain(program, sources, {native, interpreted}, question);
      if (!explanation) return explanation.error();
      collector.Add(*explanation);
      conversation.GoOn(step, question.request, sent->root(), explanation->decision);
    }
  }
  return std::move(collector).Take();
}

}  // namespace weir::policytest
