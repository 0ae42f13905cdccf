#include "compiler/policytest/conversation.h"

namespace weir::policytest {
namespace {

TrackedTarget TargetOf(const check::TestStep& step) {
  return {step.server, step.verb, step.name};
}

}  // namespace

Request Conversation::RequestOf(const check::TestStep& step, const json::Value& arguments,
                                const json::Value& sent) const {
  Request request;
  request.agent = agent_;
  request.labels = step.labels | LabelsOn(TargetOf(step), sent);
  request.arguments = arguments;
  if (step.verb == Verb::kRead) request.uri = step.name;
  return request;
}

void Conversation::GoOn(const check::TestStep& step, const Request& request,
                        const json::Value& sent, const Decision& decision) {
  const bool approved = decision.outcome == Outcome::kAsk && step.returns;
  if (tracker_ == nullptr || (decision.outcome != Outcome::kAllow && !approved)) return;
  tracker_->Passed(TargetOf(step), sent);
  const auto target = policy_.Resolve(step.server, step.verb, step.name);
  if (!target || !step.returns) return;
  tracker_->Returned(TargetOf(step), policy_.ResultLabels(*target, request), *step.returns);
}

void Conversation::Play(const check::Test& test) {
  for (const check::TestStep& step : test.steps) {
    const auto arguments = json::Document::Parse(step.arguments);
    const auto sent = SentOf(step);
    if (!arguments || !sent) continue;
    const Request request = RequestOf(step, arguments->root(), sent->root());
    GoOn(step, request, sent->root(), DecideOn(policy_, step, request));
  }
}

uint64_t Conversation::LabelsOn(const TrackedTarget& target, const json::Value& sent) const {
  return tracker_ == nullptr ? 0 : tracker_->LabelsOn(target, sent);
}

std::vector<std::string> Conversation::PathTo(const TrackedTarget& target,
                                              const json::Value& sent) const {
  return tracker_ == nullptr ? std::vector<std::string>() : tracker_->PathTo(target, sent);
}

Decision DecideOn(const Policy& policy, const check::TestStep& step, const Request& request) {
  const auto target = policy.Resolve(step.server, step.verb, step.name);
  return target ? policy.Decide(*target, request)
                : Decision{Outcome::kDeny, Because::kNotExposed, 0};
}

Result<json::Document> SentOf(const check::TestStep& step) {
  return json::Document::Parse(step.verb == Verb::kRead ? json::Quote(step.name) : step.arguments);
}

}  // namespace weir::policytest
