#include "compiler/eval/decide.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/eval/numbers.h"
#include "compiler/eval/text.h"

namespace weir::eval {
namespace {

Truth TruthOf(bool value) {
  return value ? Truth::kTrue : Truth::kFalse;
}

Truth Negate(Truth truth) {
  switch (truth) {
    case Truth::kFalse:
      return Truth::kTrue;
    case Truth::kUnknown:
      return Truth::kUnknown;
    case Truth::kTrue:
      return Truth::kFalse;
  }
  return Truth::kUnknown;
}

std::string_view TextOf(const weir_value& value) {
  return {value.length == 0 ? "" : value.as.bytes, value.length};
}

bool IsNumber(const weir_value& value) {
  return value.kind == WEIR_INTEGER || value.kind == WEIR_FLOAT;
}

check::Number NumberOf(const weir_value& value) {
  return value.kind == WEIR_INTEGER ? check::Number(value.as.integer)
                                    : check::Number(value.as.real);
}

class Evaluation {
 public:
  Evaluation(const ir::Target& target, ir::Stance stance, const weir_request& request)
      : target_(target),
        stance_(stance),
        request_(request),
        rows_{request.slots},
        plans_{&target.plan} {}

  Truth Of(ir::NodeId id) {
    return std::visit([this](const auto& node) { return Node(node); }, target_.nodes[id]);
  }

 private:
  // kFalse < kUnknown < kTrue: `and` is the least, `or` the greatest.
  Truth Node(const ir::And& node) {
    Truth all = Truth::kTrue;
    for (ir::NodeId term : node.terms) all = std::min(all, Of(term));
    return all;
  }
  Truth Node(const ir::Or& node) {
    Truth any = Truth::kFalse;
    for (ir::NodeId term : node.terms) any = std::max(any, Of(term));
    return any;
  }
  Truth Node(const ir::Not& node) { return Negate(Of(node.term)); }

  Truth Node(const ir::TextTest& test) {
    const weir_value& value = At(test.operand);
    if (value.kind == WEIR_ABSENT) return Absent();
    if (value.kind != WEIR_STRING) return Truth::kUnknown;
    const auto fits = [&](const std::string& text) { return Fits(test.kind, text, TextOf(value)); };
    return TruthOf(std::any_of(test.texts.begin(), test.texts.end(), fits) != test.negated);
  }
  Truth Node(const ir::NumberTest& test) {
    const weir_value& value = At(test.operand);
    if (value.kind == WEIR_ABSENT) return Absent();
    if (!IsNumber(value)) return Truth::kUnknown;
    const auto holds = [&](const check::Number& number) {
      return Holds(test.relation, Compare(NumberOf(value), number));
    };
    return TruthOf(std::any_of(test.numbers.begin(), test.numbers.end(), holds));
  }
  Truth Node(const ir::BoolTest& test) {
    const weir_value& value = At(test.operand);
    if (value.kind == WEIR_ABSENT) return Absent();
    if (value.kind != WEIR_BOOL) return Truth::kUnknown;
    return OfEquality((value.as.integer != 0) == test.value, test.relation);
  }
  Truth Node(const ir::ExistsTest& test) { return TruthOf(At(test.operand).as.integer != 0); }
  Truth Node(const ir::ValidTest& test) { return TruthOf(At(test.operand).kind > WEIR_INVALID); }
  Truth Node(const ir::LabelTest& test) {
    return TruthOf((request_.labels & test.labels) == test.labels);
  }

  // What is broken weighs more than what is absent: one ill-typed side makes the comparison
  // unknown.
  Truth Node(const ir::PairTest& test) {
    const weir_value& left = At(test.left);
    const weir_value& right = At(test.right);
    if (!IsComparable(left, test.relation) || !IsComparable(right, test.relation))
      return Truth::kUnknown;
    if (left.kind == WEIR_ABSENT || right.kind == WEIR_ABSENT) return Absent();
    if (IsNumber(left) && IsNumber(right)) {
      return TruthOf(Holds(test.relation, Compare(NumberOf(left), NumberOf(right))));
    }
    if (left.kind != right.kind) return Truth::kUnknown;
    const bool equal = left.kind == WEIR_STRING ? TextOf(left) == TextOf(right)
                                                : (left.as.integer != 0) == (right.as.integer != 0);
    return OfEquality(equal, test.relation);
  }
  static bool IsComparable(const weir_value& value, check::Relation relation) {
    if (value.kind == WEIR_ABSENT || IsNumber(value)) return true;
    const bool has_equality = value.kind == WEIR_STRING || value.kind == WEIR_BOOL;
    return has_equality && IsEquality(relation);
  }
  static bool IsEquality(check::Relation relation) {
    return relation == check::Relation::kEqual || relation == check::Relation::kNotEqual;
  }
  static Truth OfEquality(bool equal, check::Relation relation) {
    return TruthOf(equal == (relation == check::Relation::kEqual));
  }

  Truth Node(const ir::Quantified& node) {
    const weir_value& list = At(node.list);
    if (list.kind == WEIR_ABSENT) return Absent();
    if (list.kind != WEIR_LIST) return Truth::kUnknown;
    switch (node.quantifier) {
      case check::Quantifier::kAny:
        return Any(node, list);
      case check::Quantifier::kAll:
        return All(node, list);
      case check::Quantifier::kNone:
        return Negate(Any(node, list));
    }
    return Truth::kUnknown;
  }
  Truth Any(const ir::Quantified& node, const weir_value& list) {
    Truth any = Truth::kFalse;
    ForEachRow(node, list, [&] { any = std::max(any, Of(node.body)); });
    return any;
  }
  Truth All(const ir::Quantified& node, const weir_value& list) {
    Truth all = Truth::kTrue;
    ForEachRow(node, list, [&] { all = std::min(all, Of(node.body)); });
    return all;
  }
  template <typename Visit>
  void ForEachRow(const ir::Quantified& node, const weir_value& list, Visit visit) {
    const slots::Plan& plan = (*plans_[node.list.level])[node.list.slot].elements;
    plans_.push_back(&plan);
    for (uint32_t row = 0; row < list.length; ++row) {
      rows_.push_back(list.as.rows + row * plan.size());
      visit();
      rows_.pop_back();
    }
    plans_.pop_back();
  }

  const weir_value& At(ir::Operand operand) const { return rows_[operand.level][operand.slot]; }

  // Of a comparison with a value that is not there.
  Truth Absent() const { return stance_ == ir::Stance::kOpens ? Truth::kUnknown : Truth::kFalse; }

  const ir::Target& target_;
  ir::Stance stance_;
  const weir_request& request_;
  std::vector<const weir_value*> rows_;    // by level
  std::vector<const slots::Plan*> plans_;  // likewise
};

// One that opens applies where its condition is true, one that narrows unless it is false.
bool Applies(const ir::Target& target, std::optional<ir::NodeId> where, ir::Stance stance,
             const weir_request& request) {
  if (!where) return true;
  const Truth truth = Evaluate(target, *where, stance, request);
  return stance == ir::Stance::kOpens ? truth == Truth::kTrue : truth != Truth::kFalse;
}

bool Applies(const ir::Target& target, const ir::Rule& rule, const weir_request& request) {
  return (rule.agents & request.agent) != 0 &&
         Applies(target, rule.where, ir::StanceOf(rule.effect), request);
}

// The labels of the request that the target's open flows do not let in, with or without asking.
uint64_t HeldBack(const ir::Target& target, const weir_request& request, bool even_after_ask) {
  uint64_t labels = request.labels & ~target.lets_in;
  for (const ir::Flow& flow : target.flows) {
    const bool counts = even_after_ask || !flow.after_ask;
    if (counts && Applies(target, flow.where, ir::Stance::kOpens, request)) labels &= ~flow.labels;
  }
  return labels;
}

Decision ForLabel(Outcome outcome, uint64_t labels) {
  return {outcome, Because::kFlow, static_cast<uint32_t>(std::countr_zero(labels))};
}

}  // namespace

Truth Evaluate(const ir::Target& target, ir::NodeId condition, ir::Stance stance,
               const weir_request& request) {
  return Evaluation(target, stance, request).Of(condition);
}

Decision Decide(const ir::Target& target, const weir_request& request) {
  const auto applies = [&](const ir::Rule& rule) { return Applies(target, rule, request); };
  const auto denies = [&](const ir::Rule& rule) {
    return rule.effect == Outcome::kDeny && applies(rule);
  };
  const auto& rules = target.rules;
  const auto denial = std::find_if(rules.begin(), rules.end(), denies);
  if (denial != rules.end()) return {Outcome::kDeny, Because::kRule, denial->number};

  const uint64_t held_back = HeldBack(target, request, true);
  if (held_back != 0) return ForLabel(Outcome::kDeny, held_back);

  // No `deny` applies, so what is found asks or allows.
  const auto passes = std::find_if(rules.begin(), rules.end(), applies);
  if (passes == rules.end()) return {};
  const uint64_t to_ask = HeldBack(target, request, false);
  if (to_ask != 0) return ForLabel(Outcome::kAsk, to_ask);
  return {passes->effect, Because::kRule, passes->number};
}

uint64_t ResultLabels(const ir::Target& target, const weir_request& request) {
  uint64_t labels = request.labels | target.gives;
  for (const ir::LabelChange& gives : target.gives_where) {
    if (Applies(target, gives.where, ir::Stance::kNarrows, request)) labels |= gives.labels;
  }
  labels &= ~target.takes_off;
  for (const ir::LabelChange& takes_off : target.takes_off_where) {
    if (Applies(target, takes_off.where, ir::Stance::kOpens, request)) labels &= ~takes_off.labels;
  }
  return labels;
}

}  // namespace weir::eval
