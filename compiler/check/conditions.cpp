// Conditions: every value gets a type, every comparison becomes the one test that fits its types.
#include <algorithm>

#include "compiler/ast/later.h"
#include "compiler/base/result.h"
#include "compiler/check/context.h"
#include "compiler/check/texts.h"
#include "compiler/diagnostics/suggest.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

// Something of the request.
struct Asked {
  Operand operand;
  Span span;
};

using Resolved = std::variant<Asked, ast::Literal, Literals>;

std::string_view WordOf(ast::Operator op) {
  switch (op) {
    case ast::Operator::kEqual:
      return "==";
    case ast::Operator::kNotEqual:
      return "!=";
    case ast::Operator::kLess:
      return "<";
    case ast::Operator::kLessOrEqual:
      return "<=";
    case ast::Operator::kGreater:
      return ">";
    case ast::Operator::kGreaterOrEqual:
      return ">=";
    case ast::Operator::kIn:
      return "in";
    case ast::Operator::kLike:
      return "like";
    case ast::Operator::kContains:
      return "contains";
    case ast::Operator::kStartsWith:
      return "starts with";
    case ast::Operator::kEndsWith:
      return "ends with";
    case ast::Operator::kWithin:
      return "within";
  }
  return {};
}

// The relation that an operator is. `!=` is `==` inside of a Not, so that it means the same for
// every type where the argument is absent. Nothing: the operator is a test of texts.
std::optional<Relation> RelationOf(ast::Operator op) {
  switch (op) {
    case ast::Operator::kEqual:
    case ast::Operator::kNotEqual:
    case ast::Operator::kIn:
      return Relation::kEqual;
    case ast::Operator::kLess:
      return Relation::kLess;
    case ast::Operator::kLessOrEqual:
      return Relation::kLessOrEqual;
    case ast::Operator::kGreater:
      return Relation::kGreater;
    case ast::Operator::kGreaterOrEqual:
      return Relation::kGreaterOrEqual;
    case ast::Operator::kLike:
    case ast::Operator::kContains:
    case ast::Operator::kStartsWith:
    case ast::Operator::kEndsWith:
    case ast::Operator::kWithin:
      return std::nullopt;
  }
  return std::nullopt;
}

// The operator that says the same with the sides swapped. Nothing: there is none.
std::optional<ast::Operator> Mirrored(ast::Operator op) {
  switch (op) {
    case ast::Operator::kEqual:
    case ast::Operator::kNotEqual:
      return op;
    case ast::Operator::kLess:
      return ast::Operator::kGreater;
    case ast::Operator::kLessOrEqual:
      return ast::Operator::kGreaterOrEqual;
    case ast::Operator::kGreater:
      return ast::Operator::kLess;
    case ast::Operator::kGreaterOrEqual:
      return ast::Operator::kLessOrEqual;
    default:
      return std::nullopt;
  }
}

TextTestKind TextTestOf(ast::Operator op) {
  switch (op) {
    case ast::Operator::kLike:
      return TextTestKind::kLike;
    case ast::Operator::kContains:
      return TextTestKind::kContains;
    case ast::Operator::kStartsWith:
      return TextTestKind::kStartsWith;
    case ast::Operator::kEndsWith:
      return TextTestKind::kEndsWith;
    case ast::Operator::kWithin:
      return TextTestKind::kWithin;
    default:
      return TextTestKind::kEquals;
  }
}

bool TakesList(ast::Operator op) {
  return op == ast::Operator::kIn || op == ast::Operator::kLike || op == ast::Operator::kWithin;
}

bool IsOrdering(ast::Operator op) {
  const auto relation = RelationOf(op);
  return relation && *relation != Relation::kEqual;
}

Condition Negated(Condition condition) {
  const Span span = condition.span;
  return {Not{std::make_unique<Condition>(std::move(condition))}, span};
}

class ConditionChecker {
 public:
  ConditionChecker(Context& context, Verb verb) : context_(context), verb_(verb) {}

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
    CheckVariable(node.variable);
    variables_.push_back(node.variable.text);
    Maybe body = Check(*node.body);
    variables_.pop_back();
    if (!list || !body) return std::nullopt;
    const auto quantifier = static_cast<Quantifier>(node.quantifier);
    return Condition{
        Quantified{quantifier, list->operand.path, std::make_unique<Condition>(std::move(*body))},
        span};
  }

  std::optional<Asked> List(const ast::Value& value) {
    const std::optional<Resolved> list = Resolve(value);
    if (!list) return std::nullopt;
    const auto* asked = std::get_if<Asked>(&*list);
    const bool good = asked != nullptr && asked->operand.view == View::kPlain &&
                      asked->operand.path.root != Root::kUri;
    if (good) return *asked;
    context_.sink
        .Report<Kind::kNoSuchValue>(SpanOf(value), "a quantifier takes a list of the arguments")
        .Help("write `args.NAME` here; to compare with a known list, write `in`");
    return std::nullopt;
  }

  void CheckVariable(const ast::Name& name) {
    const bool hides =
        name.text == "args" || name.text == "uri" ||
        context_.constants.entries().contains(name.text) ||
        context_.sets.entries().contains(name.text) ||
        std::find(variables_.begin(), variables_.end(), name.text) != variables_.end();
    if (hides) context_.sink.Report<Kind::kVariableHides>(name.span, name.text);
  }

  // ---- What asks ----

  Maybe Node(const ast::Exists& node, Span span) {
    const std::optional<Resolved> value = Resolve(node.value);
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

  Maybe Node(const ast::Bare& node, Span span) {
    const std::optional<Resolved> value = Resolve(node.value);
    if (!value) return std::nullopt;
    auto report = context_.sink.Report<Kind::kValueAsCondition>(span);
    if (std::holds_alternative<Asked>(*value)) {
      report.Fix("compare with `true`", {{{span.file, span.end, span.end}, " == true"}});
    }
    return std::nullopt;
  }

  Maybe Node(const ast::Comparison& node, Span span) {
    std::optional<Resolved> left = Resolve(node.left);
    std::optional<Resolved> right = Resolve(node.right);
    if (!left || !right) return std::nullopt;
    ast::Operator op = node.op;
    const bool left_asks = std::holds_alternative<Asked>(*left);
    const bool right_asks = std::holds_alternative<Asked>(*right);
    if (!left_asks && !right_asks) {
      context_.sink.Report<Kind::kConstantComparison>(span);
      return std::nullopt;
    }
    if (!left_asks) {
      const std::optional<ast::Operator> mirrored = Mirrored(op);
      if (!mirrored) return RefuseAsked(node.op, SpanOf(node.right));
      op = *mirrored;
      std::swap(left, right);
    }
    const Asked& asked = std::get<Asked>(*left);
    Maybe test =
        std::visit([&](const auto& other) { return Compare(asked, op, other, span); }, *right);
    if (test && op == ast::Operator::kNotEqual) return Negated(std::move(*test));
    return test;
  }

  // `in`, `like` and so on need their right side beforehand.
  Maybe RefuseAsked(ast::Operator op, Span right) {
    auto report = context_.sink.Report<Kind::kWrongType>(
        right, WordOf(op), op == ast::Operator::kIn ? "a known list" : "a known string",
        "a value of the request");
    if (op == ast::Operator::kIn)
      report.Help("to look into a list, write `any x in LIST: x == ...`");
    return std::nullopt;
  }

  Maybe Compare(const Asked& left, ast::Operator op, const Asked& right, Span span) {
    if (op == ast::Operator::kIn || !RelationOf(op)) return RefuseAsked(op, right.span);
    for (const Asked* side : {&left, &right}) {
      if (IsOrdering(op) && IsText(*side)) return Refuse(op, "numbers", "a string", side->span);
    }
    if (left.operand.view != right.operand.view) {
      return Refuse(op, "two paths or two plain values", "one of each", span);
    }
    return Condition{PairTest{left.operand, *RelationOf(op), right.operand}, span};
  }

  Maybe Compare(const Asked& left, ast::Operator op, const ast::Literal& right, Span span) {
    if (op == ast::Operator::kIn) return Refuse(op, "a list", TypeOf(right), right.span);
    return CompareAll(left, op, {right}, span);
  }

  Maybe Compare(const Asked& left, ast::Operator op, const Literals& right, Span span) {
    if (right.empty()) return std::nullopt;  // reported with the list
    if (!TakesList(op)) {
      return Refuse(op, "one value", "a list", span);
    }
    return CompareAll(left, op, right, span);
  }

  // `literals` are all of one type, and one at least.
  Maybe CompareAll(const Asked& left, ast::Operator op, const Literals& literals, Span span) {
    const ast::Literal& first = literals.front();
    if (std::holds_alternative<std::string>(first.value)) {
      return CompareTexts(left, op, literals, span);
    }
    const std::optional<Relation> relation = RelationOf(op);
    if (!relation) return Refuse(op, "a string", TypeOf(first), first.span);
    if (IsText(left))
      return Refuse(op, "two values of one type", "a string and " + TypeOf(first), span);
    if (const auto* value = std::get_if<bool>(&first.value)) {
      if (op == ast::Operator::kIn || IsOrdering(op)) {
        return Refuse(op, "numbers", TypeOf(first), first.span);
      }
      return Condition{BoolTest{left.operand, *value}, span};
    }
    NumberTest test{left.operand, *relation, {}};
    for (const ast::Literal& literal : literals) {
      const auto* whole = std::get_if<int64_t>(&literal.value);
      test.numbers.push_back(whole != nullptr ? Number(*whole)
                                              : Number(std::get<double>(literal.value)));
    }
    return Condition{std::move(test), span};
  }

  Maybe CompareTexts(const Asked& left, ast::Operator op, const Literals& literals, Span span) {
    if (IsOrdering(op)) return Refuse(op, "numbers", "a string", literals.front().span);
    const bool path = left.operand.view == View::kPath;
    if (op == ast::Operator::kWithin && !path) {
      const Span at = left.span;
      context_.sink.Report<Kind::kWithinNeedsPath>(at).Fix(
          "look at it as a path",
          {{{at.file, at.begin, at.begin}, "path("}, {{at.file, at.end, at.end}, ")"}});
      return std::nullopt;
    }
    const TextTestKind kind = TextTestOf(op);
    const bool by_bytes = kind == TextTestKind::kContains || kind == TextTestKind::kStartsWith ||
                          kind == TextTestKind::kEndsWith;
    if (path && by_bytes) return RefusePath(op, left.span);
    TextTest test{left.operand, kind, {}};
    for (const ast::Literal& literal : literals) {
      const auto& text = std::get<std::string>(literal.value);
      const bool whole = kind == TextTestKind::kWithin || kind == TextTestKind::kEquals;
      if (path && whole) CheckDirectory(context_, text, literal.span);
      if (kind == TextTestKind::kLike) CheckGlob(context_, text, literal.span);
      test.texts.push_back(text);
    }
    return Condition{std::move(test), span};
  }

  // "/srv/work" is how "/srv/work-of-others" starts.
  Maybe RefusePath(ast::Operator op, Span span) {
    context_.sink.Report<Kind::kWrongType>(span, WordOf(op), "a plain string", "a path")
        .Help("paths are compared by whole components: `within` and `like`");
    return std::nullopt;
  }

  Maybe Refuse(ast::Operator op, std::string_view takes, std::string_view found, Span span) {
    context_.sink.Report<Kind::kWrongType>(span, WordOf(op), takes, found);
    return std::nullopt;
  }

  static bool IsText(const Asked& asked) {
    return asked.operand.view == View::kPath || asked.operand.path.root == Root::kUri;
  }

  // ---- Values ----

  static Span SpanOf(const ast::Value& value) {
    return std::visit([](const auto& one) { return one.span; }, value);
  }

  std::optional<Resolved> Resolve(const ast::Value& value) {
    return std::visit([&](const auto& one) { return ResolveOne(one); }, value);
  }

  std::optional<Resolved> ResolveOne(const ast::Literal& literal) { return literal; }

  std::optional<Resolved> ResolveOne(const ast::List& list) { return KnownList(context_, list); }

  std::optional<Resolved> ResolveOne(const ast::Call& call) {
    const std::string& function = call.function.text;
    if (function != "path") {
      ReportFunction(call.function);
      return std::nullopt;
    }
    if (!call.members.empty()) {
      context_.sink.Report<Kind::kNotInThisVersion>(call.members.front().span,
                                                    "a member of a path");
      return std::nullopt;
    }
    const std::optional<Resolved> argument =
        std::visit([&](const auto& one) { return ResolveOne(one); }, call.argument);
    if (!argument) return std::nullopt;
    const auto* asked = std::get_if<Asked>(&*argument);
    if (asked == nullptr) {
      context_.sink.Report<Kind::kWrongType>(call.span, "path", "a string of the request",
                                             "a known value");
      return std::nullopt;
    }
    return Asked{{asked->operand.path, View::kPath}, call.span};
  }

  void ReportFunction(const ast::Name& name) {
    if (const auto later = ast::LaterConstruct(name.text)) {
      context_.sink.Report<Kind::kNotInThisVersion>(name.span, *later);
      return;
    }
    auto report = context_.sink.Report<Kind::kUnknownFunction>(name.span, name.text);
    if (diagnostics::Nearest(name.text, {"path"}))
      report.Help("did you mean `path`?").Replace("path");
  }

  std::optional<Resolved> ResolveOne(const ast::Reference& reference) {
    const std::string& root = reference.root.text;
    if (const auto depth = DepthOf(root)) return Request(Root::kElement, *depth, reference);
    if (root == "args") return Arguments(reference);
    if (root == "uri") return Uri(reference);
    std::optional<Resolved> known;
    if (const Names::Entry* constant = context_.constants.Find(root)) {
      known = ast::Literal{context_.constant_values[constant->index].value, reference.span};
    } else if (const Names::Entry* set = context_.sets.Find(root)) {
      known = context_.set_values[set->index];
    } else {
      ReportName(reference.root);
      return std::nullopt;
    }
    if (reference.members.empty()) return known;
    return Nothing(reference.span, "`" + root + "` has no members");
  }

  // How many quantifiers lie between here and the one whose variable this is.
  std::optional<uint32_t> DepthOf(const std::string& name) const {
    const auto found = std::find(variables_.rbegin(), variables_.rend(), name);
    if (found == variables_.rend()) return std::nullopt;
    return static_cast<uint32_t>(found - variables_.rbegin());
  }

  std::optional<Resolved> Request(Root root, uint32_t depth, const ast::Reference& reference) {
    Asked asked{{{root, depth, {}}, View::kPlain}, reference.span};
    for (const ast::Name& member : reference.members)
      asked.operand.path.keys.push_back(member.text);
    return asked;
  }

  std::optional<Resolved> Arguments(const ast::Reference& reference) {
    if (verb_ == Verb::kRead) {
      return Nothing(reference.span, "a `read` has no arguments", "tell resources apart by `uri`");
    }
    if (reference.members.empty()) {
      return Nothing(reference.span, "`args` is all arguments together",
                     "name one of them: `args.NAME`");
    }
    return Request(Root::kArguments, 0, reference);
  }

  std::optional<Resolved> Uri(const ast::Reference& reference) {
    if (verb_ != Verb::kRead && verb_ != Verb::kComplete) {
      return Nothing(reference.span, "only `read` and `complete` have a `uri`",
                     "an argument is `args.NAME`");
    }
    if (!reference.members.empty()) return Nothing(reference.span, "`uri` has no members");
    return Request(Root::kUri, 0, reference);
  }

  std::optional<Resolved> Nothing(Span span, const std::string& message, std::string help = {}) {
    context_.sink.Report<Kind::kNoSuchValue>(span, message).Help(std::move(help));
    return std::nullopt;
  }

  void ReportName(const ast::Name& name) {
    if (context_.broken.contains(name.text)) return;
    if (const auto later = ast::LaterConstruct(name.text)) {
      context_.sink.Report<Kind::kNotInThisVersion>(name.span, *later);
      return;
    }
    std::vector<std::string> known = variables_;
    known.insert(known.end(), {"args", "uri"});
    for (const Names* names : {&context_.constants, &context_.sets}) {
      const std::vector<std::string> all = names->All();
      known.insert(known.end(), all.begin(), all.end());
    }
    auto report = context_.sink.Report<Kind::kUnknownName>(name.span, name.text);
    if (const auto nearest = diagnostics::Nearest(name.text, known)) {
      report.Help("did you mean `" + *nearest + "`?").Replace(*nearest);
    }
  }

  Context& context_;
  const Verb verb_;
  std::vector<std::string> variables_;  // of the quantifiers around, outermost first
};

}  // namespace

std::optional<Condition> CheckCondition(Context& context, const ast::Condition& condition,
                                        Verb verb) {
  return ConditionChecker(context, verb).Check(condition);
}

}  // namespace weir::check
