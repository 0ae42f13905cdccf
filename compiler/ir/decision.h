// The decision normalised: what `lower` makes of a checked policy and both engines take. Per class
// of targets one Target with just the rules that can apply to it, in the order in which they
// decide.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/abi/decision.h"
#include "compiler/automata/automaton.h"
#include "compiler/ir/condition.h"
#include "compiler/ir/name_table.h"
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

// Lets labels into a target where its condition is true; nothing: always.
struct Flow {
  uint64_t labels = 0;
  std::optional<NodeId> where;
  bool after_ask = false;
};

// What results carry beside what the request carried.
struct LabelChange {
  uint64_t labels = 0;
  std::optional<NodeId> where;  // nothing: always
};

// `deny` before `ask` before `allow`, and within one effect as the policy is written: the first
// that applies decides and is the one reported, in both engines. Where none applies: denied by
// default.
//
// Between `deny` and `ask` stand the flows: each label of the request has to be in `lets_in` or in
// a flow that is open, else the request is denied for the lowest label that is not. One that only
// flows after_ask let in turns whatever would pass into `ask`, for that label.
struct Target {
  slots::Plan plan;
  NodeTable nodes;
  std::vector<Rule> rules;

  uint64_t lets_in = 0;     // unconditionally: the server's own label, `takes`, plain flows
  std::vector<Flow> flows;  // all others

  uint64_t gives = 0;                        // unconditionally, the server's own label too
  std::vector<LabelChange> gives_where;      // narrow
  uint64_t takes_off = 0;                    // unconditionally; off whatever the result would carry
  std::vector<LabelChange> takes_off_where;  // open

  std::vector<uint32_t> rate_limits;  // in the policy, that count requests for this target
};

// Slots are filled for both questions at once; are there any conditions about results?
inline bool HasResultConditions(const Target& target) {
  return !target.gives_where.empty() || !target.takes_off_where.empty();
}

// From a name to its class, for one server and verb. Names that the policy spells out are looked
// up; any other name is classed by the globs it fits.
struct Names {
  static constexpr TargetId kNobody = ~TargetId{0};  // known, and exposed to nobody
  static constexpr TargetId kUnknown = kNobody - 1;  // not among the exact ones

  NameTable exact;  // to a TargetId or kNobody
  automata::Automaton globs;
  std::vector<TargetId> target_of_set;  // by accept set of `globs`; or kNobody

  // Or kNobody.
  TargetId Find(std::string_view name) const {
    const TargetId known = exact.Find(name, kUnknown);
    return known != kUnknown ? known : target_of_set[globs.Run(name)];
  }
};

struct Decisions {
  std::vector<std::array<Names, kVerbCount>> servers;  // in the order of the policy's servers
  std::vector<Target> targets;

  std::optional<TargetId> Resolve(uint32_t server, Verb verb, std::string_view name) const;
};

}  // namespace weir::ir
