#include "compiler/policytest/words.h"

#include "compiler/abi/words.h"
#include "compiler/json/document.h"

namespace weir::policytest {
namespace {

std::string_view SentenceOf(Because because) {
  switch (because) {
    case Because::kDefault:
      return "nothing allows it";
    case Because::kRule:
      return "a rule says so";
    case Because::kFlow:
      return "no flow lets its labels in";
    case Because::kNotExposed:
      return "it does not exist for anyone";
    case Because::kSchema:
      return "the arguments do not fit the schema";
    case Because::kLimit:
      return "a limit is used up";
    case Because::kFailure:
      return "deciding failed";
  }
  return {};
}

std::string FlowSentence(const Decision& decision, const Policy& policy) {
  const auto labels = policy.labels();
  const std::string name = decision.number < labels.size()
                               ? labels[decision.number].name
                               : "label " + std::to_string(decision.number);
  const bool asks = decision.outcome == Outcome::kAsk;
  return "no flow lets `" + name + "` in" + (asks ? " without asking" : "");
}

}  // namespace

std::string ExpectationOf(const check::TestStep& step) {
  std::string text(WordOf(step.outcome));
  if (!step.because) return text;
  text += " because ";
  text +=
      step.because->text.empty() ? WordOf(step.because->because) : json::Quote(step.because->text);
  return text;
}

std::string DescriptionOf(const Decision& decision, const Policy& policy) {
  std::string text(WordOf(decision.outcome));
  if (decision.because == Because::kFlow) return text + ": " + FlowSentence(decision, policy);
  if (decision.because != Because::kRule)
    return text + ": " + std::string(SentenceOf(decision.because));
  const RuleText& rule = policy.rules()[decision.number];
  text += " by `" + rule.source + "` at " + rule.place;
  if (!rule.because.empty()) text += " because " + json::Quote(rule.because);
  return text;
}

}  // namespace weir::policytest
