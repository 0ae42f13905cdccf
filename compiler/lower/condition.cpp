#include "compiler/lower/condition.h"

#include "compiler/base/result.h"

namespace weir::lower {
namespace {

slots::View ViewOf(check::View view) {
  switch (view) {
    case check::View::kPlain:
      return slots::View::kPlain;
    case check::View::kLength:
      return slots::View::kLength;
    case check::View::kPath:
      return slots::View::kPath;
    case check::View::kPathName:
      return slots::View::kPathName;
    case check::View::kPathExtension:
      return slots::View::kPathExtension;
    case check::View::kUrl:
      return slots::View::kUrl;
    case check::View::kUrlScheme:
      return slots::View::kUrlScheme;
    case check::View::kUrlHost:
      return slots::View::kUrlHost;
    case check::View::kUrlPort:
      return slots::View::kUrlPort;
    case check::View::kUrlPath:
      return slots::View::kUrlPath;
    case check::View::kUrlQuery:
      return slots::View::kUrlQuery;
    case check::View::kUrlIsPrivate:
      return slots::View::kUrlIsPrivate;
    case check::View::kCommand:
      return slots::View::kCommand;
    case check::View::kCommandProgram:
      return slots::View::kCommandProgram;
    case check::View::kCommandArguments:
      return slots::View::kCommandArguments;
    case check::View::kEmail:
      return slots::View::kEmail;
    case check::View::kEmailLocal:
      return slots::View::kEmailLocal;
    case check::View::kEmailDomain:
      return slots::View::kEmailDomain;
    case check::View::kStrings:
      return slots::View::kStrings;
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
    case check::Root::kTool:
      return slots::Root::kTool;
    case check::Root::kServerName:
      return slots::Root::kServerName;
    case check::Root::kAgentName:
      return slots::Root::kAgentName;
    case check::Root::kClaims:
      return slots::Root::kClaims;
  }
  return slots::Root::kArguments;
}

// A plain value asked for its elements is a list; the other views that are lists say so themselves.
slots::View ListViewOf(check::View view) {
  return view == check::View::kPlain ? slots::View::kList : ViewOf(view);
}

class Lowering {
 public:
  Lowering(const std::string& server, slots::Plan& plan, ir::NodeTable& nodes, NodeIds* ids)
      : server_(server), plan_(plan), nodes_(nodes), ids_(ids) {}

  ir::NodeId Of(const check::Condition& condition) {
    const ir::NodeId id =
        std::visit([this](const auto& node) { return Node(node); }, condition.node);
    if (ids_ != nullptr) ids_->emplace(&condition, id);
    return id;
  }

 private:
  ir::NodeId Node(const check::And& node) { return nodes_.Add(ir::And{Terms(node.terms)}); }
  ir::NodeId Node(const check::Or& node) { return nodes_.Add(ir::Or{Terms(node.terms)}); }
  ir::NodeId Node(const check::Not& node) { return nodes_.Add(ir::Not{Of(*node.term)}); }

  ir::NodeId Node(const check::TextTest& node) {
    return nodes_.Add(ir::TextTest{Slot(node.operand), node.kind, node.texts, node.negated});
  }
  ir::NodeId Node(const check::NumberTest& node) {
    return nodes_.Add(ir::NumberTest{Slot(node.operand), node.relation, node.numbers});
  }
  ir::NodeId Node(const check::BoolTest& node) {
    return nodes_.Add(ir::BoolTest{Slot(node.operand), node.relation, node.value});
  }
  ir::NodeId Node(const check::PairTest& node) {
    // In this order, whatever the compiler makes of the arguments of a call.
    const ir::Operand left = Slot(node.left);
    const ir::Operand right = Slot(node.right);
    return nodes_.Add(ir::PairTest{left, node.relation, right});
  }
  ir::NodeId Node(const check::ExistsTest& node) {
    return nodes_.Add(ir::ExistsTest{Slot(node.path, slots::View::kPresence)});
  }
  ir::NodeId Node(const check::ValidTest& node) {
    return nodes_.Add(ir::ValidTest{Slot(node.operand)});
  }
  ir::NodeId Node(const check::LabelTest& node) { return nodes_.Add(ir::LabelTest{node.labels}); }
  ir::NodeId Node(const check::Quantified& node) {
    const ir::Operand list = Slot(node.list.path, ListViewOf(node.list.view));
    enclosing_.push_back(list);
    const ir::NodeId body = Of(*node.body);
    enclosing_.pop_back();
    return nodes_.Add(ir::Quantified{node.quantifier, list, body});
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
    slots::Slot slot{RootOf(path.root), view, path.keys, {}};
    if (path.root == check::Root::kServerName) slot.keys = {server_};
    return {level, slots::IndexOf(PlanAt(level), slot)};
  }

  // The plan that the slots of a level are in. Found anew each time: plans grow, and growing moves
  // them.
  slots::Plan& PlanAt(uint32_t level) {
    if (level == 0) return plan_;
    const ir::Operand list = enclosing_[level - 1];
    return PlanAt(list.level)[list.slot].elements;
  }

  const std::string& server_;
  slots::Plan& plan_;
  ir::NodeTable& nodes_;
  NodeIds* ids_;                        // null: nobody asks
  std::vector<ir::Operand> enclosing_;  // the lists of the quantifiers around, from the outermost
};

}  // namespace

ir::NodeId LowerCondition(const check::Condition& condition, const std::string& server,
                          slots::Plan& plan, ir::NodeTable& nodes, NodeIds* ids) {
  return Lowering(server, plan, nodes, ids).Of(condition);
}

}  // namespace weir::lower
