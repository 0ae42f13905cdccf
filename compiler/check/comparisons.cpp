#include "compiler/check/comparisons.h"

#include <algorithm>
#include <array>

#include "compiler/base/result.h"
#include "compiler/check/texts.h"

namespace weir::check {
namespace {

using diagnostics::Kind;
using Op = ast::Operator;

// What is to be known of an operator, in the order of ast::Operator.
struct OperatorRow {
  std::string_view word;
  std::optional<Relation> relation;     // it can compare numbers as well
  std::optional<TextTestKind> texts;    // with strings on its right
  std::optional<TextTestKind> regexes;  // with regular expressions
  std::optional<Op> mirrored;           // says the same with the sides swapped
  bool takes_list = false;
};

constexpr std::array kOperators = {
    OperatorRow{"==", Relation::kEqual, TextTestKind::kEquals, {}, Op::kEqual},
    OperatorRow{"!=", Relation::kNotEqual, TextTestKind::kEquals, {}, Op::kNotEqual},
    OperatorRow{"<", Relation::kLess, {}, {}, Op::kGreater},
    OperatorRow{"<=", Relation::kLessOrEqual, {}, {}, Op::kGreaterOrEqual},
    OperatorRow{">", Relation::kGreater, {}, {}, Op::kLess},
    OperatorRow{">=", Relation::kGreaterOrEqual, {}, {}, Op::kLessOrEqual},
    OperatorRow{"in", Relation::kEqual, TextTestKind::kEquals, {}, {}, true},
    OperatorRow{"like", {}, TextTestKind::kLike, {}, {}, true},
    OperatorRow{"matches", {}, {}, TextTestKind::kMatches, {}, true},
    OperatorRow{"contains", {}, TextTestKind::kContains, TextTestKind::kSearches, {}, true},
    OperatorRow{"starts with", {}, TextTestKind::kStartsWith, {}, {}, true},
    OperatorRow{"ends with", {}, TextTestKind::kEndsWith, {}, {}, true},
    OperatorRow{"within", {}, TextTestKind::kWithin, {}, {}, true},
    OperatorRow{"under", {}, TextTestKind::kUnder, {}, {}, true},
    OperatorRow{"has", {}, {}, {}, {}}};

const OperatorRow& RowOf(Op op) {
  return kOperators[static_cast<size_t>(op)];
}

bool IsOrdering(Relation relation) {
  return relation != Relation::kEqual && relation != Relation::kNotEqual;
}

std::string SortOf(const Asked& asked) {
  switch (asked.type) {
    case Type::kAnything:
      return "an argument";
    case Type::kText:
      return asked.operand.view == View::kPath ? "a path" : "a string";
    case Type::kNumber:
      return "a number";
    case Type::kBool:
      return "`true` or `false`";
    case Type::kList:
      return "a list";
    case Type::kWhole:
      return "a whole of several parts";
  }
  return {};
}

class ComparisonChecker {
 public:
  ComparisonChecker(Context& context, const ast::Comparison& node, Span span)
      : context_(context), node_(node), span_(span), op_(node.op) {}

  std::optional<Condition> Run(Resolved left, Resolved right) {
    if (op_ == Op::kHas) return Refuse("`labels`", "another value", SpanOf(node_.left));
    if (std::holds_alternative<LabelSet>(right))
      return RefuseWhole("`labels`", SpanOf(node_.right));
    const bool left_asks = std::holds_alternative<Asked>(left);
    const bool right_asks = std::holds_alternative<Asked>(right);
    if (!left_asks && !right_asks) {
      context_.sink.Report<Kind::kConstantComparison>(span_);
      return std::nullopt;
    }
    if (!left_asks) {
      if (!RowOf(op_).mirrored) return RefuseAsked(SpanOf(node_.right));
      op_ = *RowOf(op_).mirrored;
      std::swap(left, right);
    }
    const Asked& asked = std::get<Asked>(left);
    if (!IsComparable(asked)) return std::nullopt;
    return std::visit([&](const auto& other) { return Compare(asked, other); }, right);
  }

 private:
  using Maybe = std::optional<Condition>;

  bool IsComparable(const Asked& asked) {
    if (asked.type == Type::kList) {
      RefuseWhole("a list", asked.span, "look into it: `any x in LIST: x == ...`");
    } else if (asked.type == Type::kWhole && asked.operand.view == View::kPlain) {
      RefuseWhole("all arguments together", asked.span, "name one of them: `args.NAME`");
    } else if (asked.type == Type::kWhole) {
      RefuseWhole("a whole of several parts", asked.span, "name one of them, such as `.host`");
    } else {
      return true;
    }
    return false;
  }

  Maybe RefuseWhole(const std::string& what, Span span, std::string help = {}) {
    context_.sink.Report<Kind::kNotComparable>(span, what).Help(std::move(help));
    return std::nullopt;
  }

  // `in`, `like` and so on need their right side beforehand.
  Maybe RefuseAsked(Span right) {
    const bool list = op_ == Op::kIn;
    auto report = context_.sink.Report<Kind::kWrongType>(
        right, RowOf(op_).word, list ? "a known list" : "a known string", "a value of the request");
    if (list) report.Help("to look into a list, write `any x in LIST: x == ...`");
    return std::nullopt;
  }

  Maybe Refuse(std::string_view takes, std::string_view found, Span span) {
    context_.sink.Report<Kind::kWrongType>(span, RowOf(op_).word, takes, found);
    return std::nullopt;
  }

  // Only for std::visit: Run has dealt with it.
  Maybe Compare(const Asked&, const LabelSet&) { return std::nullopt; }

  Maybe Compare(const Asked& left, const Asked& right) {
    const std::optional<Relation> relation = RowOf(op_).relation;
    if (op_ == Op::kIn || !relation) return RefuseAsked(right.span);
    if (!IsComparable(right)) return std::nullopt;
    for (const Asked* side : {&left, &right}) {
      const bool number = side->type == Type::kAnything || side->type == Type::kNumber;
      if (IsOrdering(*relation) && !number) return Refuse("numbers", SortOf(*side), side->span);
    }
    const bool known = left.type != Type::kAnything && right.type != Type::kAnything;
    if ((left.operand.view == View::kPath) != (right.operand.view == View::kPath)) {
      return Refuse("two paths or two plain values", "one of each", span_);
    }
    if (known && left.type != right.type) {
      return Refuse("two values of one type", SortOf(left) + " and " + SortOf(right), span_);
    }
    return Condition{PairTest{left.operand, *relation, right.operand}, span_};
  }

  Maybe Compare(const Asked& left, const ast::Literal& right) {
    if (op_ == Op::kIn) return Refuse("a list", TypeOf(right), right.span);
    return CompareAll(left, {right});
  }

  Maybe Compare(const Asked& left, const Literals& right) {
    if (right.empty()) return std::nullopt;  // reported with the list
    if (!RowOf(op_).takes_list) return Refuse("one value", "a list", span_);
    return CompareAll(left, right);
  }

  // `literals` are all of one type, and one at least.
  Maybe CompareAll(const Asked& left, const Literals& literals) {
    const ast::Literal& first = literals.front();
    return std::visit(Overloaded{[&](const std::string&) { return Texts(left, literals); },
                                 [&](const ast::Regex&) { return Regexes(left, literals); },
                                 [&](bool value) { return Bools(left, first, value); },
                                 [&](const auto&) { return Numbers(left, literals); }},
                      first.value);
  }

  Maybe Bools(const Asked& left, const ast::Literal& literal, bool value) {
    const std::optional<Relation> relation = RowOf(op_).relation;
    if (!relation) return Refuse("a string", TypeOf(literal), At(literal));
    if (op_ == Op::kIn || IsOrdering(*relation))
      return Refuse("numbers", TypeOf(literal), At(literal));
    if (!Fits(left, Type::kBool)) return RefusePair(left, literal);
    return Condition{BoolTest{left.operand, *relation, value}, span_};
  }

  Maybe Numbers(const Asked& left, const Literals& literals) {
    const std::optional<Relation> relation = RowOf(op_).relation;
    if (!relation) return Refuse("a string", TypeOf(literals.front()), At(literals.front()));
    if (!Fits(left, Type::kNumber)) return RefusePair(left, literals.front());
    NumberTest test{left.operand, *relation, {}};
    for (const ast::Literal& literal : literals) {
      const auto* whole = std::get_if<int64_t>(&literal.value);
      test.numbers.push_back(whole != nullptr ? Number(*whole)
                                              : Number(std::get<double>(literal.value)));
    }
    return Condition{std::move(test), span_};
  }

  static bool Fits(const Asked& asked, Type type) {
    return asked.type == Type::kAnything || asked.type == type;
  }

  // A set is declared elsewhere, and is not to blame for what it is compared with.
  Span At(const ast::Literal& literal) const {
    const Span at = literal.span;
    const bool here = at.file == span_.file && at.begin >= span_.begin && at.end <= span_.end;
    return here ? at : SpanOf(node_.right);
  }

  Maybe RefusePair(const Asked& left, const ast::Literal& right) {
    return Refuse("two values of one type", SortOf(left) + " and " + TypeOf(right), span_);
  }

  Maybe Regexes(const Asked& left, const Literals& literals) {
    const std::optional<TextTestKind> kind = RowOf(op_).regexes;
    if (!kind) {
      context_.sink
          .Report<Kind::kWrongType>(At(literals.front()), RowOf(op_).word, "a plain value",
                                    "a regular expression")
          .Help("write `matches` for the whole string, `contains` for a part of it");
      return std::nullopt;
    }
    if (left.operand.view == View::kPath) return RefusePath(left.span);
    if (!Fits(left, Type::kText)) return RefusePair(left, literals.front());
    TextTest test{left.operand, *kind, {}};
    for (const ast::Literal& literal : literals) {
      test.texts.push_back(std::get<ast::Regex>(literal.value).text);
    }
    return Condition{std::move(test), span_};
  }

  Maybe Texts(const Asked& left, const Literals& literals) {
    const std::optional<TextTestKind> kind = RowOf(op_).texts;
    if (RowOf(op_).regexes && !kind) {
      context_.sink
          .Report<Kind::kWrongType>(At(literals.front()), RowOf(op_).word, "a regular expression",
                                    "a string")
          .Help("a regular expression stands between slashes: `/[a-z]+/`");
      return std::nullopt;
    }
    if (!kind) return Refuse("numbers", "a string", At(literals.front()));
    if (!Fits(left, Type::kText)) return RefusePair(left, literals.front());
    if (!FitsView(left, *kind)) return std::nullopt;
    TextTest test{left.operand, *kind, {}, op_ == Op::kNotEqual};
    for (const ast::Literal& literal : literals) {
      CheckText(left.operand.view, *kind, literal);
      test.texts.push_back(std::get<std::string>(literal.value));
    }
    return Condition{std::move(test), span_};
  }

  // False: reported.
  bool FitsView(const Asked& left, TextTestKind kind) {
    const View view = left.operand.view;
    const bool domain = view == View::kUrlHost || view == View::kEmailDomain;
    if (kind == TextTestKind::kUnder && !domain) {
      context_.sink.Report<Kind::kUnderNeedsHost>(left.span);
      return false;
    }
    if (kind == TextTestKind::kWithin && view != View::kPath) {
      const Span at = left.span;
      auto report = context_.sink.Report<Kind::kWithinNeedsPath>(at);
      if (view == View::kPlain) {
        report.Fix("look at it as a path",
                   {{{at.file, at.begin, at.begin}, "path("}, {{at.file, at.end, at.end}, ")"}});
      }
      return false;
    }
    const bool by_bytes = kind == TextTestKind::kContains || kind == TextTestKind::kStartsWith ||
                          kind == TextTestKind::kEndsWith;
    if (view == View::kPath && by_bytes) RefusePath(left.span);
    return view != View::kPath || !by_bytes;
  }

  // Texts that the view could never fit.
  void CheckText(View view, TextTestKind kind, const ast::Literal& literal) {
    const auto& text = std::get<std::string>(literal.value);
    const bool whole = kind == TextTestKind::kEquals || kind == TextTestKind::kUnder ||
                       kind == TextTestKind::kWithin;
    if (view == View::kPath && whole) CheckDirectory(context_, text, literal.span);
    if (view == View::kUrlHost && whole) CheckDomain(context_, "host", text, literal.span);
    if (view == View::kEmailDomain && whole) CheckDomain(context_, "domain", text, literal.span);
    if (view == View::kUrlScheme && whole) CheckDomain(context_, "scheme", text, literal.span);
    if (kind == TextTestKind::kLike) CheckGlob(context_, text, literal.span);
  }

  // "/srv/work" is how "/srv/work-of-others" starts.
  Maybe RefusePath(Span span) {
    context_.sink.Report<Kind::kWrongType>(span, RowOf(op_).word, "a plain string", "a path")
        .Help("paths are compared by whole components: `within` and `like`");
    return std::nullopt;
  }

  Context& context_;
  const ast::Comparison& node_;
  const Span span_;
  Op op_;
};

}  // namespace

std::optional<Condition> CheckComparison(Context& context, const ast::Comparison& comparison,
                                         Span span, Resolved left, Resolved right) {
  return ComparisonChecker(context, comparison, span).Run(std::move(left), std::move(right));
}

}  // namespace weir::check
