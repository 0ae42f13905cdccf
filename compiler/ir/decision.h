// The decision normalised: what `lower` makes of a checked policy and both engines take. Per class
// of targets one Target with just the rules that can apply to it, in the order in which they
// decide.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/abi/decision.h"
#include "compiler/automata/automaton.h"
#include "compiler/ir/condition.h"
#include "compiler/slots/plan.h"

namespace weir::ir {

// An index into Decisions::targets.
using TargetId = uint32_t;

struct Rule {
  uint32_t number = 0;  // in the policy
  Outcome effect = Outcome::kDeny;
  uint64_t agents = 0;  // never empty; agents that an earlier rule surely decides for are not in it
  std::optional<NodeId> where;  // nothing: always
};

// `deny` before `ask` before `allow`, and within one effect as the policy is written: the first
// that applies decides and is the one reported, in both engines. Where none applies: denied by
// default.
struct Target {
  slots::Plan plan;
  NodeTable nodes;
  std::vector<Rule> rules;
};

// From a name to its class, for one server and verb. Names that the policy spells out are looked
// up; any other name is classed by the globs it fits.
struct Names {
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  // No value: known, and exposed to nobody.
  std::unordered_map<std::string, std::optional<TargetId>, Hash, std::equal_to<>> exact;
  automata::Automaton globs;
  std::vector<std::optional<TargetId>> target_of_set;  // by accept set of `globs`

  std::optional<TargetId> Find(std::string_view name) const;
};

struct Decisions {
  std::vector<std::array<Names, kVerbCount>> servers;  // in the order of the policy's servers
  std::vector<Target> targets;

  std::optional<TargetId> Resolve(uint32_t server, Verb verb, std::string_view name) const;
};

}  // namespace weir::ir
