// Why a policy decides on a request as it does: every rule that was looked at, in deciding order,
// down to the part of a condition that failed and the value that it failed on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/abi/decision.h"
#include "compiler/base/result.h"
#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/explain/reading.h"
#include "compiler/pipeline/policy.h"

namespace weir::explain {

// One concrete request to one server of the program.
struct Question {
  uint32_t server = 0;
  Verb verb = Verb::kCall;
  std::string name;  // the tool, prompt, or resource URI
  Request request;   // its uri is the name of what is read
};

enum class Standing : uint8_t {
  kApplies,
  kDoesNotApply,  // its condition
  kForOthers,     // it is about other agents
};

struct RuleReading {
  uint32_t number = 0;  // in the program
  Standing standing = Standing::kDoesNotApply;
  std::optional<Reading> where;
};

// A `flow` or `takes` into the target, for labels that the request carries.
struct FlowReading {
  uint64_t labels = 0;
  bool open = false;
  bool after_ask = false;
  Span span;
  std::optional<Reading> where;
};

struct Explanation {
  bool exposed = true;  // false: the target exists for nobody, and no rule is looked at
  Decision decision;    // of the native code
  // The rules that speak of the target, in deciding order, up to the one that applies.
  std::vector<RuleReading> rules;
  std::vector<FlowReading> flows;  // empty where the request carries no other server's labels
  // How data came to the arguments, a line each. Explain() knows of no conversation and leaves it
  // empty.
  std::vector<std::string> path;
  // What would have to change for the request to pass, one way a line.
  std::vector<std::string> changes;
};

// The same policy on each engine.
struct Engines {
  const Policy& native;
  const Policy& interpreted;
};

// Fails where the engines, or the rules one by one, come to another decision (a mistake in weir),
// and where the request holds too many values to be decided on.
Result<Explanation> Explain(const check::Program& program, const SourceSet& sources,
                            const Engines& engines, const Question& question);

// The rules of the program that speak of a target, in deciding order.
std::vector<uint32_t> RulesFor(const check::Program& program, uint32_t server, Verb verb,
                               const std::string& name);

}  // namespace weir::explain
