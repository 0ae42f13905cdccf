#include "compiler/lower/condition.h"

#include "compiler/base/result.h"

namespace weir::lower {
namespace {

slots::View ViewOf(check::View view) {
  switch (view) {
    case check::View::kPlain:
      return slots::View::kPlain;
    case check::View::kPath:
      return slots::View::kPath;
  }
  return slots::View::kPlain;
}

slots::Root RootOf(check::Root root) {
  switch (root) {
    case check::Root::kArguments:
      return slots::Root::kArguments;
    case check::Root::kUri:
      return slots::Root::kUri;
    case check::Root::kElement:
      return slots::Root::kElement;
  }
  return slots::Root::kArguments;
}

class Lowering {
 public:
  Lowering(slots::Plan& plan, ir::NodeTable& nodes) : plan_(plan), nodes_(nodes) {}

  ir::NodeId Of(const check::Condition& condition) {
    return std::visit([this](const auto& node) { return Node(node); }, condition.node);
  }

 private:
  ir::NodeId Node(const check::And& node) { return nodes_.Add(ir::And{Terms(node.terms)}); }
  ir::NodeId Node(const check::Or& node) { return nodes_.Add(ir::Or{Terms(node.terms)}); }
  ir::NodeId Node(const check::Not& node) { return nodes_.Add(ir::Not{Of(*node.term)}); }

  ir::NodeId Node(const check::TextTest& node) {
    return nodes_.Add(ir::TextTest{Slot(node.operand), node.kind, node.texts});
  }
  ir::NodeId Node(const check::NumberTest& node) {
    const auto make = [&](check::Relation relation) {
      return ir::NumberTest{Slot(node.operand), relation, node.numbers};
    };
    return Comparison(node.relation, make);
  }
  ir::NodeId Node(const check::BoolTest& node) {
    return nodes_.Add(ir::BoolTest{Slot(node.operand), node.value});
  }
  ir::NodeId Node(const check::PairTest& node) {
    const auto make = [&](check::Relation relation) {
      return ir::PairTest{Slot(node.left), relation, Slot(node.right)};
    };
    return Comparison(node.relation, make);
  }
  ir::NodeId Node(const check::ExistsTest& node) {
    return nodes_.Add(ir::ExistsTest{Slot(node.path, slots::View::kPresence)});
  }
  ir::NodeId Node(const check::Quantified& node) {
    const ir::Operand list = Slot(node.list, slots::View::kList);
    enclosing_.push_back(list);
    const ir::NodeId body = Of(*node.body);
    enclosing_.pop_back();
    return nodes_.Add(ir::Quantified{node.quantifier, list, body});
  }

  // `!=` is the negation of `==` for every type; texts and bools arrive that way.
  template <typename Make>
  ir::NodeId Comparison(check::Relation relation, Make make) {
    if (relation != check::Relation::kNotEqual) return nodes_.Add(make(relation));
    return nodes_.Add(ir::Not{nodes_.Add(make(check::Relation::kEqual))});
  }

  std::vector<ir::NodeId> Terms(const std::vector<check::Condition>& terms) {
    std::vector<ir::NodeId> ids;
    for (const check::Condition& term : terms) ids.push_back(Of(term));
    return ids;
  }

  ir::Operand Slot(const check::Operand& operand) {
    return Slot(operand.path, ViewOf(operand.view));
  }

  ir::Operand Slot(const check::ValuePath& path, slots::View view) {
    const bool of_element = path.root == check::Root::kElement;
    const auto level = of_element ? static_cast<uint32_t>(enclosing_.size()) - path.depth : 0;
    const slots::Slot slot{RootOf(path.root), view, path.keys, {}};
    return {level, slots::IndexOf(PlanAt(level), slot)};
  }

  // The plan that the slots of a level are in. Found anew each time: plans grow, and growing moves
  // them.
  slots::Plan& PlanAt(uint32_t level) {
    if (level == 0) return plan_;
    const ir::Operand list = enclosing_[level - 1];
    return PlanAt(list.level)[list.slot].elements;
  }

  slots::Plan& plan_;
  ir::NodeTable& nodes_;
  std::vector<ir::Operand> enclosing_;  // the lists of the quantifiers around, from the outermost
};

}  // namespace

ir::NodeId LowerCondition(const check::Condition& condition, slots::Plan& plan,
                          ir::NodeTable& nodes) {
  return Lowering(plan, nodes).Of(condition);
}

}  // namespace weir::lower
