#include "compiler/check/conditions.h"

#include "compiler/check/comparisons.h"
#include "compiler/check/values.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

class ConditionChecker {
 public:
  ConditionChecker(Context& context, Scene scene) : context_(context), values_(context, scene) {}

  std::optional<Condition> Check(const ast::Condition& condition) {
    return std::visit([&](const auto& node) { return Node(node, condition.span); }, condition.node);
  }

 private:
  using Maybe = std::optional<Condition>;

  // ---- What joins conditions ----

  Maybe Node(const ast::Not& node, Span span) {
    Maybe term = Check(*node.term);
    if (!term) return std::nullopt;
    return Condition{Not{std::make_unique<Condition>(std::move(*term))}, span};
  }

  Maybe Node(const ast::Chain& node, Span span) {
    std::vector<Condition> terms;
    for (const ast::Condition& term : node.terms) {
      if (Maybe checked = Check(term)) terms.push_back(std::move(*checked));
    }
    if (terms.size() != node.terms.size()) return std::nullopt;
    if (node.connective == ast::Connective::kAnd) return Condition{And{std::move(terms)}, span};
    return Condition{Or{std::move(terms)}, span};
  }

  Maybe Node(const ast::Quantified& node, Span span) {
    const std::optional<Asked> list = List(node.list);
    const bool of_texts = list && list->type == Type::kList;
    values_.Enter(node.variable, of_texts ? Type::kText : Type::kAnything);
    Maybe body = Check(*node.body);
    values_.Leave();
    if (!list || !body) return std::nullopt;
    const auto quantifier = static_cast<Quantifier>(node.quantifier);
    return Condition{
        Quantified{quantifier, list->operand, std::make_unique<Condition>(std::move(*body))}, span};
  }

  std::optional<Asked> List(const ast::Value& value) {
    const std::optional<Resolved> list = values_.Resolve(value);
    if (!list) return std::nullopt;
    const auto* asked = std::get_if<Asked>(&*list);
    if (asked != nullptr && (asked->type == Type::kAnything || asked->type == Type::kList)) {
      return *asked;
    }
    context_.sink
        .Report<Kind::kNoSuchValue>(SpanOf(value), "a quantifier takes a list of the request")
        .Help("write `args.NAME` or `strings(...)` here; to compare with a known list, write `in`");
    return std::nullopt;
  }

  // ---- What asks ----

  Maybe Node(const ast::Exists& node, Span span) {
    const std::optional<Resolved> value = values_.Resolve(node.value);
    if (!value) return std::nullopt;
    const auto* asked = std::get_if<Asked>(&*value);
    const bool good = asked != nullptr && asked->operand.view == View::kPlain &&
                      !asked->operand.path.keys.empty();
    if (good) return Condition{ExistsTest{asked->operand.path}, span};
    context_.sink
        .Report<Kind::kNoSuchValue>(SpanOf(node.value),
                                    "`exists` asks for an argument or a member of one")
        .Help("write `exists args.NAME`");
    return std::nullopt;
  }

  Maybe Node(const ast::Valid& node, Span span) {
    const std::optional<Resolved> value = values_.Resolve(node.value);
    if (!value) return std::nullopt;
    const auto* asked = std::get_if<Asked>(&*value);
    if (asked != nullptr && CanBeInvalid(asked->operand.view)) {
      return Condition{ValidTest{asked->operand}, span};
    }
    context_.sink
        .Report<Kind::kNoSuchValue>(SpanOf(node.value),
                                    "`valid` asks whether a value can be read "
                                    "as a path, URL, command or email address")
        .Help("write `valid path(args.NAME)`, or `url`, `command`, `email`");
    return std::nullopt;
  }

  static bool CanBeInvalid(View view) {
    return view == View::kPath || view == View::kUrl || view == View::kCommand ||
           view == View::kEmail;
  }

  // What is always true or false may stand alone.
  Maybe Node(const ast::Bare& node, Span span) {
    const std::optional<Resolved> value = values_.Resolve(node.value);
    if (!value) return std::nullopt;
    const auto* asked = std::get_if<Asked>(&*value);
    if (asked != nullptr && asked->type == Type::kBool) {
      return Condition{BoolTest{asked->operand, Relation::kEqual, true}, span};
    }
    auto report = context_.sink.Report<Kind::kValueAsCondition>(span);
    if (asked != nullptr && asked->type == Type::kAnything) {
      report.Fix("compare with `true`", {{{span.file, span.end, span.end}, " == true"}});
    }
    return std::nullopt;
  }

  Maybe Node(const ast::Comparison& node, Span span) {
    std::optional<Resolved> left = values_.Resolve(node.left);
    if (left && std::holds_alternative<LabelSet>(*left)) return Labels(node, span);
    std::optional<Resolved> right = values_.Resolve(node.right);
    if (!left || !right) return std::nullopt;
    return CheckComparison(context_, node, span, std::move(*left), std::move(*right));
  }

  Maybe Labels(const ast::Comparison& node, Span span) {
    const auto* name = std::get_if<ast::Reference>(&node.right);
    if (node.op != ast::Operator::kHas || name == nullptr || name->members.size() > 1) {
      context_.sink.Report<Kind::kNotComparable>(span, "`labels`")
          .Help("ask for one of them: `labels has NAME`");
      return std::nullopt;
    }
    ast::Name label{name->root.text, name->span};
    if (!name->members.empty()) label.text += "." + name->members[0].text;
    const uint64_t mask = LabelMask(context_, {label});
    if (mask == 0) return std::nullopt;
    return Condition{LabelTest{mask}, span};
  }

  Context& context_;
  Values values_;
};

}  // namespace

Scene SceneOf(Verb verb) {
  switch (verb) {
    case Verb::kCall:
      return Scene::kCall;
    case Verb::kRead:
      return Scene::kRead;
    case Verb::kPrompt:
      return Scene::kPrompt;
    case Verb::kComplete:
      return Scene::kComplete;
  }
  return Scene::kRequest;
}

std::optional<Condition> CheckCondition(Context& context, const ast::Condition& condition,
                                        Scene scene) {
  return ConditionChecker(context, scene).Check(condition);
}

std::optional<Condition> CheckWhere(Context& context, const std::optional<ast::Condition>& where,
                                    Scene scene) {
  if (!where) return std::nullopt;
  return CheckCondition(context, *where, scene);
}

}  // namespace weir::check
