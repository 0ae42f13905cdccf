// A decision together with what is said about it: to the model and the person who read a denial,
// and to the audit. Never holds an argument's value.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/pipeline/policy.h"

namespace weir::policy {

inline constexpr size_t kHintsMax = 3;  // rules that a denial by default names

// What is asked, by its own name on its own server.
struct Question {
  ServerIndex server = 0;
  Verb verb = Verb::kCall;
  std::string target;
  AgentMask agent;
  std::optional<json::Value> arguments = std::nullopt;
  std::string uri = {};  // with kRead and kComplete
  uint64_t labels = 0;   // that the arguments carry
  std::shared_ptr<const json::Document> definition =
      nullptr;  // of a tool or prompt, as its server wrote it
};

struct Verdict {
  Decision decision;
  std::string rule;  // the source of the rule that decided; empty if none did
  std::string place;
  std::string because;  // the rule's, or our own words

  bool passes() const { return decision.outcome == Outcome::kAllow; }
};

// Asks the policy. A target that nobody, or not this agent, may pass is kNotExposed.
Verdict Judge(const Policy& policy, const Question& question);

// What the answer to it carries, if it passes. Whatever fails: all labels.
uint64_t ResultLabels(const Policy& policy, const Question& question);

// May this agent see it at all?
bool IsExposed(const Policy& policy, ServerIndex server, Verb verb, std::string_view target,
               AgentMask agent);

// Why it does not pass, for who asked: some lines, the last without a line break.
std::string DenialText(const Policy& policy, const Question& question, const Verdict& verdict);

}  // namespace weir::policy
