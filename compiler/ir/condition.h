// Conditions as both engines take them: every value is a slot, every constant written out, equal
// conditions are one node. Three-valued (language reference, "What is not there"); what absence
// means depends on the rule's Stance.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "compiler/abi/decision.h"
#include "compiler/check/program.h"

namespace weir::ir {

// An index into NodeTable::nodes().
enum class NodeId : uint32_t {};

// A slot of the target's plan (level 0), or of the row of the n-th enclosing quantifier, counted
// from outside (level n).
struct Operand {
  uint32_t level = 0;
  uint32_t slot = 0;
  friend auto operator<=>(const Operand&, const Operand&) = default;
};

// True without terms.
struct And {
  std::vector<NodeId> terms;
  friend auto operator<=>(const And&, const And&) = default;
};
// False without terms.
struct Or {
  std::vector<NodeId> terms;
  friend auto operator<=>(const Or&, const Or&) = default;
};
struct Not {
  NodeId term;
  friend auto operator<=>(const Not&, const Not&) = default;
};
struct TextTest {
  Operand operand;
  check::TextTestKind kind;
  std::vector<std::string> texts;
  bool negated = false;
  friend auto operator<=>(const TextTest&, const TextTest&) = default;
};
// Of many numbers any one; kNotEqual has one. Unlike a Not of kEqual it is, in what narrows, false
// of an absent value: so are TextTest::negated and the others with a relation.
struct NumberTest {
  Operand operand;
  check::Relation relation;
  std::vector<check::Number> numbers;
  friend auto operator<=>(const NumberTest&, const NumberTest&) = default;
};
struct BoolTest {
  Operand operand;
  check::Relation relation;  // kEqual or kNotEqual
  bool value;
  friend auto operator<=>(const BoolTest&, const BoolTest&) = default;
};
struct PairTest {
  Operand left;
  check::Relation relation;
  Operand right;
  friend auto operator<=>(const PairTest&, const PairTest&) = default;
};
// The operand is a presence slot: always a BOOL.
struct ExistsTest {
  Operand operand;
  friend auto operator<=>(const ExistsTest&, const ExistsTest&) = default;
};
// The operand is a slot of a view: is the view there?
struct ValidTest {
  Operand operand;
  friend auto operator<=>(const ValidTest&, const ValidTest&) = default;
};
// The request carries all of these.
struct LabelTest {
  uint64_t labels;
  friend auto operator<=>(const LabelTest&, const LabelTest&) = default;
};
// The operand is a list slot; in `body` its row is the next level.
struct Quantified {
  check::Quantifier quantifier;
  Operand list;
  NodeId body;
  friend auto operator<=>(const Quantified&, const Quantified&) = default;
};

using Node = std::variant<And, Or, Not, TextTest, NumberTest, BoolTest, PairTest, ExistsTest,
                          ValidTest, LabelTest, Quantified>;

// What a rule does with what it cannot know: one that opens a way applies only where its condition
// is true, one that narrows applies unless it is false, and there a comparison with an absent value
// is false.
enum class Stance : uint8_t { kOpens, kNarrows };

constexpr Stance StanceOf(Outcome effect) {
  return effect == Outcome::kAllow ? Stance::kOpens : Stance::kNarrows;
}

// Makes nodes; equal ones are one, and trivial nestings (`not not`, an `and` of one, an `and` in an
// `and`) are none.
class NodeTable {
 public:
  NodeTable() = default;
  // Of a copy the nodes would be the other's.
  NodeTable(NodeTable&&) = default;
  NodeTable& operator=(NodeTable&&) = default;

  NodeId Add(Node node);
  const Node& operator[](NodeId id) const { return *nodes_[static_cast<size_t>(id)]; }
  size_t size() const { return nodes_.size(); }

  bool IsTrue(NodeId id) const;
  bool IsFalse(NodeId id) const;

 private:
  template <typename Junction>
  NodeId AddJunction(Junction junction);
  NodeId Intern(Node node);

  // The nodes are the map's keys, whose addresses never change.
  std::map<Node, NodeId> ids_;
  std::vector<const Node*> nodes_;
};

}  // namespace weir::ir
