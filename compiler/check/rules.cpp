// What decides: rules, limits, and the order in which statements are gone through.
#include <algorithm>

#include "compiler/base/result.h"
#include "compiler/check/check.h"
#include "compiler/check/conditions.h"
#include "compiler/check/measure.h"
#include "compiler/check/parts.h"
#include "compiler/check/targets.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

void WarnOfEverything(Context& context, const ast::Rule& rule) {
  if (rule.effect != Outcome::kAllow || !rule.subject.any || rule.where) return;
  for (const ast::Target& target : rule.targets) {
    const bool all_names = std::any_of(target.names.begin(), target.names.end(),
                                       [](const auto& name) { return name.text == "*"; });
    if (rule.verb == Verb::kCall && target.server.text == "*" && all_names) {
      context.sink.Report<Kind::kAllowEverything>(rule.head);
      return;
    }
  }
}

// `any-server` and `any` are all of them.
uint64_t ServerMask(Context& context, const ast::Subject& subject) {
  constexpr std::string_view kAnyServer = "any-server";
  if (subject.any) return ~uint64_t{0};
  uint64_t mask = 0;
  for (const ast::Name& name : subject.names) {
    if (name.text == kAnyServer) return ~uint64_t{0};
    const std::optional<uint32_t> index = FindServer(context, name);
    if (index && *index < kLabelsMax) mask |= uint64_t{1} << *index;
  }
  return mask;
}

}  // namespace

Rule CheckRule(Context& context, const ast::Rule& from, Span span) {
  Rule rule;
  rule.effect = from.effect;
  rule.agents = AgentMask(context, from.subject);
  rule.verb = from.verb;
  rule.targets = CheckTargets(context, from.targets, from.verb);
  rule.where = CheckWhere(context, from.where, SceneOf(from.verb));
  if (from.because) rule.because = from.because->value;
  rule.span = span;
  rule.head = from.head;
  rule.use = context.use;
  WarnOfEverything(context, from);
  return rule;
}

void CheckServerRule(Context& context, const ast::ServerRule& from, Span span) {
  context.program.server_rules.push_back({from.effect, ServerMask(context, from.subject), from.verb,
                                          from.because ? from.because->value : std::string(),
                                          span});
}

void CheckRateLimit(Context& context, const ast::RateLimit& from, Span span) {
  RateLimit limit;
  limit.agents = AgentMask(context, from.subject);
  limit.verb = from.verb;
  limit.targets = CheckTargets(context, from.targets, from.verb);
  limit.span = span;
  const ast::Quantity& quantity = from.quantity;
  const auto window = FactorOf(context, quantity.unit, kWindows.data(),
                               kWindows.data() + kWindows.size(), "time that a rate is counted in");
  const bool fits = quantity.number >= 1 && quantity.number <= kRateMax;
  if (!fits) {
    context.sink.Report<Kind::kLimitOutOfRange>(quantity.span, "1 to " + std::to_string(kRateMax));
  }
  if (!fits || !window) return;
  limit.count = static_cast<uint64_t>(quantity.number);
  limit.window = std::chrono::milliseconds(*window);
  context.program.rate_limits.push_back(std::move(limit));
}

void CheckDecisions(Context& context, const std::vector<ast::Statement>& statements) {
  for (const ast::Statement& statement : statements) {
    const Span span = statement.span;
    std::visit(
        Overloaded{[&](const ast::Rule& rule) {
                     context.program.rules.push_back(CheckRule(context, rule, span));
                   },
                   [&](const ast::ServerRule& rule) { CheckServerRule(context, rule, span); },
                   [&](const ast::Flow& flow) { CheckFlow(context, flow, span); },
                   [&](const ast::Declassify& one) { CheckDeclassify(context, one, span); },
                   [&](const ast::RateLimit& limit) { CheckRateLimit(context, limit, span); },
                   [&](const ast::Use& use) { CheckUse(context, use, span); },
                   [](const auto&) {}},  // checked on its own
        statement.node);
  }
}

}  // namespace weir::check
