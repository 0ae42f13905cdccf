#include "runtime/policy/verdict.h"

#include <algorithm>
#include <vector>

namespace weir::policy {
namespace {

std::string_view OwnWords(Because because) {
  switch (because) {
    case Because::kDefault:
      return "no rule allows it";
    case Because::kRule:
      return "";
    case Because::kFlow:
      return "the data in it may not go there";
    case Because::kNotExposed:
      return "there is no such thing for this agent";
    case Because::kSchema:
      return "the arguments do not fit the schema";
    case Because::kLimit:
      return "a limit is used up";
    case Because::kFailure:
      return "the decision failed";
  }
  return "the decision failed";
}

std::string_view VerbPhrase(Verb verb) {
  switch (verb) {
    case Verb::kCall:
      return "Calling";
    case Verb::kRead:
      return "Reading";
    case Verb::kPrompt:
      return "Getting the prompt";
    case Verb::kComplete:
      return "Completion for";
  }
  return "Using";
}

Request RequestOf(const Question& question) {
  return {.agent = question.agent,
          .labels = question.labels,
          .arguments = question.arguments,
          .uri = question.uri,
          .tool = question.definition == nullptr ? std::nullopt
                                                 : std::optional(question.definition->root()),
          .claims = std::nullopt};
}

Verdict Explain(const Policy& policy, Decision decision) {
  Verdict verdict{decision, {}, {}, std::string(OwnWords(decision.because))};
  if (decision.because != Because::kRule) return verdict;
  if (decision.number >= policy.rules().size()) {
    return Explain(policy, {Outcome::kDeny, Because::kFailure, 0});
  }
  const RuleText& rule = policy.rules()[decision.number];
  verdict.rule = rule.source;
  verdict.place = rule.place;
  verdict.because = rule.because;
  return verdict;
}

// The conditions of these rules were not met.
std::string Hints(const Policy& policy, const Question& question) {
  const auto target = policy.Resolve(question.server, question.verb, question.target);
  if (!target) return {};
  const std::vector<uint32_t> rules = policy.PassingRules(*target, question.agent);
  std::string text;
  for (size_t i = 0; i < std::min(rules.size(), kHintsMax); ++i) {
    if (rules[i] >= policy.rules().size()) continue;
    const RuleText& rule = policy.rules()[rules[i]];
    text += "\n- `" + rule.source + "` (" + rule.place + ")";
  }
  if (text.empty()) return {};
  if (rules.size() > kHintsMax)
    text += "\n- and " + std::to_string(rules.size() - kHintsMax) + " more";
  return "\nThese rules would let it pass if their conditions were met:" + text;
}

}  // namespace

bool IsExposed(const Policy& policy, ServerIndex server, Verb verb, std::string_view target,
               AgentMask agent) {
  const auto resolved = policy.Resolve(server, verb, target);
  return resolved && policy.MayPass(*resolved, agent);
}

Verdict Judge(const Policy& policy, const Question& question) {
  const auto target = policy.Resolve(question.server, question.verb, question.target);
  if (!target || !policy.MayPass(*target, question.agent)) {
    return Explain(policy, {Outcome::kDeny, Because::kNotExposed, 0});
  }
  return Explain(policy, policy.Decide(*target, RequestOf(question)));
}

uint64_t ResultLabels(const Policy& policy, const Question& question) {
  const auto target = policy.Resolve(question.server, question.verb, question.target);
  return target ? policy.ResultLabels(*target, RequestOf(question)) : ~uint64_t{0};
}

std::string DenialText(const Policy& policy, const Question& question, const Verdict& verdict) {
  const bool asks = verdict.decision.outcome == Outcome::kAsk;
  std::string text = std::string(VerbPhrase(question.verb)) + " `" +
                     policy.servers()[question.server].name + "." + question.target + "` ";
  text += asks ? "needs a person's approval, and this weir has no way to ask for it yet. It was "
                 "not done."
               : "is denied by the policy. It was not done.";
  if (!verdict.rule.empty()) text += "\nRule: `" + verdict.rule + "` (" + verdict.place + ")";
  if (!verdict.because.empty()) text += "\nBecause: " + verdict.because;
  if (verdict.decision.because == Because::kDefault) text += Hints(policy, question);
  return text;
}

}  // namespace weir::policy
