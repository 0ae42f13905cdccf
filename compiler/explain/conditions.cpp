#include "compiler/explain/conditions.h"

#include <algorithm>
#include <deque>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/explain/values.h"
#include "compiler/ir/decision.h"
#include "compiler/lower/condition.h"

namespace weir::explain {
namespace {

// The element of a quantifier's list that its condition is about.
struct Chosen {
  ir::Operand list;
  uint32_t row;
};

// The slots as if each quantifier around had just the one element that was chosen. Copies of what
// they change, so that the interpreter can be asked about a part of a quantifier's condition.
class Narrowed {
 public:
  Narrowed(const slots::Plan& plan, const weir_value* values, const std::vector<Chosen>& chosen) {
    plans_.push_back(&plan);
    rows_.emplace_back(values, values + plan.size());
    for (const Chosen& one : chosen) Narrow(one);
  }

  const weir_value* slots() const { return rows_.front().data(); }
  const weir_value& At(ir::Operand operand) const { return rows_[operand.level][operand.slot]; }
  const slots::Slot& SlotAt(ir::Operand operand) const {
    return (*plans_[operand.level])[operand.slot];
  }

 private:
  void Narrow(const Chosen& chosen) {
    weir_value& list = rows_[chosen.list.level][chosen.list.slot];
    const slots::Plan& elements = SlotAt(chosen.list).elements;
    const weir_value* row = list.as.rows + chosen.row * elements.size();
    rows_.emplace_back(row, row + elements.size());
    plans_.push_back(&elements);
    list.length = 1;
    list.as.rows = rows_.back().data();
  }

  std::deque<std::vector<weir_value>> rows_;  // by level
  std::vector<const slots::Plan*> plans_;
};

class Walk {
 public:
  Walk(ir::Target& target, const lower::NodeIds& ids, ir::Stance stance,
       const weir_request& request)
      : target_(target), ids_(ids), stance_(stance), request_(request) {}

  Reading Read(const check::Condition& condition) {
    const ir::NodeId id = ids_.at(&condition);
    const Narrowed narrowed(target_.plan, request_.slots, chosen_);
    Reading reading{condition.span, Ask(id, narrowed), ValuesOf(id, narrowed), {}, std::nullopt};
    std::visit(
        Overloaded{
            [&](const check::And& node) { ReadAll(node.terms, reading); },
            [&](const check::Or& node) { ReadAll(node.terms, reading); },
            [&](const check::Not& node) { reading.parts.push_back(Read(*node.term)); },
            [&](const check::Quantified& node) { ReadElements(*node.body, id, narrowed, reading); },
            [](const auto&) {}},
        condition.node);
    return reading;
  }

 private:
  void ReadAll(const std::vector<check::Condition>& terms, Reading& reading) {
    for (const check::Condition& term : terms) reading.parts.push_back(Read(term));
  }

  void ReadElements(const check::Condition& body, ir::NodeId id, const Narrowed& narrowed,
                    Reading& reading) {
    // Taken by value: reading the parts makes nodes.
    const auto* quantified = std::get_if<ir::Quantified>(&target_.nodes[id]);
    if (quantified == nullptr) return;  // folded to a constant
    const ir::Operand operand = quantified->list;
    const weir_value& list = narrowed.At(operand);
    if (list.kind != WEIR_LIST) return;
    const uint32_t count = std::min<uint32_t>(list.length, Reader::kElementsMax);
    for (uint32_t row = 0; row < count; ++row) {
      chosen_.push_back({operand, row});
      reading.parts.push_back(Read(body));
      reading.parts.back().element = row;
      chosen_.pop_back();
    }
  }

  // About a part of a quantifier's condition: `any` of one element is what the part is for it.
  Truth Ask(ir::NodeId id, const Narrowed& narrowed) {
    for (auto one = chosen_.rbegin(); one != chosen_.rend(); ++one) {
      id = target_.nodes.Add(ir::Quantified{check::Quantifier::kAny, one->list, id});
    }
    const weir_request request{request_.agent, request_.labels, narrowed.slots()};
    return eval::Evaluate(target_, id, stance_, request);
  }

  std::string ValuesOf(ir::NodeId id, const Narrowed& narrowed) const {
    const auto one = [&](const auto& test) { return ValueOf(test.operand, narrowed); };
    return std::visit(
        Overloaded{
            [&](const ir::TextTest& test) { return one(test); },
            [&](const ir::NumberTest& test) { return one(test); },
            [&](const ir::BoolTest& test) { return one(test); },
            [&](const ir::ValidTest& test) { return one(test); },
            [&](const ir::PairTest& test) {
              return ValueOf(test.left, narrowed) + ", " + ValueOf(test.right, narrowed);
            },
            [&](const ir::Quantified& test) {
              return narrowed.At(test.list).kind == WEIR_LIST ? std::string()
                                                              : ValueOf(test.list, narrowed);
            },
            [](const auto&) { return std::string(); },
        },
        target_.nodes[id]);
  }

  static std::string ValueOf(ir::Operand operand, const Narrowed& narrowed) {
    slots::Slot slot = narrowed.SlotAt(operand);
    slot.elements.clear();
    return slots::Describe(slot) + " is " + Describe(narrowed.At(operand));
  }

  ir::Target& target_;
  const lower::NodeIds& ids_;
  ir::Stance stance_;
  weir_request request_;
  std::vector<Chosen> chosen_;  // of the quantifiers around, from the outermost
};

}  // namespace

Result<Reading> Reader::Read(const check::Condition& condition, ir::Stance stance) const {
  ir::Target target;
  lower::NodeIds ids;
  lower::LowerCondition(condition, server_name_, target.plan, target.nodes, &ids);
  slots::Arena arena;
  const weir_value* values = slots::Extract(target.plan, inputs_, arena);
  if (values == nullptr) return Error{"the request holds too many values"};
  return Walk(target, ids, stance, {agent_, labels_, values}).Read(condition);
}

}  // namespace weir::explain
