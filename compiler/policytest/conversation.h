// One test's conversation on one engine: what its steps ask for, with the labels that come of what
// earlier ones returned.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/check/program.h"
#include "compiler/json/document.h"
#include "compiler/pipeline/policy.h"
#include "compiler/pipeline/tracker.h"

namespace weir::policytest {

class Conversation {
 public:
  // Refers to the policy. Without `trackers`, labels come from `with labels` alone.
  Conversation(const Policy& policy, AgentMask agent, const TrackerFactory& trackers)
      : policy_(policy), agent_(agent), tracker_(trackers ? trackers(policy) : nullptr) {}

  // The step's request, which refers to the step and to `arguments`. `sent` is what the agent
  // chose: the arguments, or the URI of what is read.
  Request RequestOf(const check::TestStep& step, const json::Value& arguments,
                    const json::Value& sent) const;
  // That request was decided on; if it passes, the conversation goes on as the step says. An `ask`
  // step that `returns` something is one that was approved.
  void GoOn(const check::TestStep& step, const Request& request, const json::Value& sent,
            const Decision& decision);
  // All steps of a test. Those whose arguments cannot be read are left out.
  void Play(const check::Test& test);

  // The labels that `sent` would carry to a target, and how they came there, a line each.
  uint64_t LabelsOn(const TrackedTarget& target, const json::Value& sent) const;
  std::vector<std::string> PathTo(const TrackedTarget& target, const json::Value& sent) const;

 private:
  const Policy& policy_;
  AgentMask agent_;
  std::unique_ptr<Tracker> tracker_;
};

// Decides about a request to the step's target, if it is there.
Decision DecideOn(const Policy& policy, const check::TestStep& step, const Request& request);

// What the agent chooses of a step's request: `arguments`, or the URI of what is read.
Result<json::Document> SentOf(const check::TestStep& step);

}  // namespace weir::policytest
