// Conditions and values: from the parse tree to ast::Condition.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "compiler/automata/regex.h"
#include "compiler/parse/build.h"

namespace weir::parse {
namespace {

using diagnostics::Kind;
using Parser = grammar::WeirParser;

ast::Operator OperatorOf(uint32_t type) {
  switch (type) {
    case Parser::EQUAL:
      return ast::Operator::kEqual;
    case Parser::NOTEQUAL:
      return ast::Operator::kNotEqual;
    case Parser::LESS:
      return ast::Operator::kLess;
    case Parser::LESSEQUAL:
      return ast::Operator::kLessOrEqual;
    case Parser::GREATER:
      return ast::Operator::kGreater;
    case Parser::GREATEREQUAL:
      return ast::Operator::kGreaterOrEqual;
    case Parser::IN:
      return ast::Operator::kIn;
    case Parser::LIKE:
      return ast::Operator::kLike;
    case Parser::MATCHES:
      return ast::Operator::kMatches;
    case Parser::CONTAINS:
      return ast::Operator::kContains;
    case Parser::STARTS:
      return ast::Operator::kStartsWith;
    case Parser::ENDS:
      return ast::Operator::kEndsWith;
    case Parser::UNDER:
      return ast::Operator::kUnder;
    case Parser::HAS:
      return ast::Operator::kHas;
    default:
      return ast::Operator::kWithin;
  }
}

ast::Quantifier QuantifierOf(uint32_t type) {
  if (type == Parser::ANY) return ast::Quantifier::kAny;
  return type == Parser::ALL ? ast::Quantifier::kAll : ast::Quantifier::kNone;
}

}  // namespace

ast::Condition Builder::Condition(Parser::ConditionContext* context) {
  const auto terms = context->term();
  if (terms.size() == 1) return Term(terms.front());
  if (!context->AND().empty() && !context->OR().empty()) ReportMixed(context);
  // Where they are mixed any reading will do: the policy is refused.
  ast::Chain chain{context->OR().empty() ? ast::Connective::kAnd : ast::Connective::kOr, {}};
  for (auto* term : terms) chain.terms.push_back(Term(term));
  return {std::move(chain), SpanOf(context)};
}

// The fix puts parentheses around each run of `and`, as most languages would read it.
void Builder::ReportMixed(Parser::ConditionContext* context) {
  std::vector<diagnostics::Edit> edits;
  std::optional<Span> run;
  size_t length = 0;
  const auto close = [&] {
    if (length < 2) return;
    edits.push_back({{file_, run->begin, run->begin}, "("});
    edits.push_back({{file_, run->end, run->end}, ")"});
  };
  antlr4::Token* mixed = nullptr;
  std::optional<size_t> connective;
  for (auto* child : context->children) {
    if (auto* leaf = dynamic_cast<antlr4::tree::TerminalNode*>(child)) {
      const size_t type = leaf->getSymbol()->getType();
      if (!connective) connective = type;
      if (mixed == nullptr && type != *connective) mixed = leaf->getSymbol();
      if (type == Parser::OR) {
        close();
        run.reset();
        length = 0;
      }
      continue;
    }
    const Span term = SpanOf(dynamic_cast<antlr4::ParserRuleContext*>(child));
    run = Span{file_, run ? run->begin : term.begin, term.end};
    ++length;
  }
  close();
  sink_.Report<Kind::kMixedConnectives>(SpanOf(mixed))
      .Fix("put the `and` in parentheses", std::move(edits));
}

ast::Condition Builder::Term(Parser::TermContext* context) {
  ast::Condition condition = Primary(context->primary());
  if (context->NOT().size() % 2 == 0) return condition;
  // A double negation says nothing, so that any number of `not` is one or none, and no chain of
  // them nests.
  return {ast::Not{std::make_unique<ast::Condition>(std::move(condition))}, SpanOf(context)};
}

ast::Condition Builder::Primary(Parser::PrimaryContext* context) {
  if (auto* group = dynamic_cast<Parser::GroupContext*>(context)) {
    return Condition(group->condition());
  }
  if (auto* quantified = dynamic_cast<Parser::QuantifiedContext*>(context)) {
    return Quantified(quantified);
  }
  if (auto* exists = dynamic_cast<Parser::ExistsContext*>(context)) {
    return {ast::Exists{Value(exists->value())}, SpanOf(context)};
  }
  if (auto* valid = dynamic_cast<Parser::ValidContext*>(context)) {
    return {ast::Valid{Value(valid->value())}, SpanOf(context)};
  }
  return Compare(dynamic_cast<Parser::CompareContext*>(context));
}

ast::Condition Builder::Quantified(Parser::QuantifiedContext* context) {
  ast::Quantified quantified{QuantifierOf(TypeOf(context->quantifier())), NameOf(context->name()),
                             Value(context->value()),
                             std::make_unique<ast::Condition>(Condition(context->condition()))};
  return {std::move(quantified), SpanOf(context)};
}

ast::Condition Builder::Compare(Parser::CompareContext* context) {
  auto* comparison = context->comparison();
  if (comparison == nullptr) return {ast::Bare{Value(context->value(0))}, SpanOf(context)};
  return {ast::Comparison{Value(context->value(0)), OperatorOf(TypeOf(comparison)),
                          SpanOf(comparison), Value(context->value(1))},
          SpanOf(context)};
}

ast::Value Builder::Value(Parser::ValueContext* context) {
  if (auto* literal = context->literal()) return Literal(literal);
  if (auto* call = context->call()) return Call(call);
  if (auto* list = context->list()) return List(list);
  return Reference(context->reference());
}

ast::Call Builder::Call(Parser::CallContext* context) {
  ast::Call call{NameOf(context->name()),
                 LiteralOr(context->literal(), context->reference()),
                 {},
                 SpanOf(context)};
  for (auto* member : context->member()) call.members.push_back(Member(member));
  return call;
}

ast::Reference Builder::Reference(Parser::ReferenceContext* context) {
  const Span span = SpanOf(context);
  const Span root = SpanOf(context->getStart());
  ast::Reference reference{{std::string(TextOf(root)), root}, {}, span};
  for (auto* member : context->member()) reference.members.push_back(Member(member));
  return reference;
}

ast::Name Builder::Member(Parser::MemberContext* context) {
  if (context->word() != nullptr) return NameOf(context->word());
  const ast::Text text = StringOf(SpanOf(context->STRING()->getSymbol()));
  return {text.value, text.span};
}

ast::List Builder::List(Parser::ListContext* context) {
  ast::List list{{}, SpanOf(context)};
  for (auto* item : context->item()) {
    list.items.push_back(LiteralOr(item->literal(), item->reference()));
  }
  return list;
}

ast::LiteralOrReference Builder::LiteralOr(Parser::LiteralContext* literal,
                                           Parser::ReferenceContext* reference) {
  if (literal != nullptr) return Literal(literal);
  return Reference(reference);
}

ast::LiteralOrReference Builder::TextOrName(Parser::TextContext* context) {
  if (context->reference() != nullptr) return Reference(context->reference());
  ast::Text text = StringOf(SpanOf(context));
  return ast::Literal{std::move(text.value), text.span};
}

// What stands between the slashes. A mistake is shown where it is.
std::string Builder::RegexOf(Span span) {
  const std::string text(TextOf({span.file, span.begin + 1, span.end - 1}));
  if (const auto error = automata::CheckRegex(text)) {
    const uint32_t begin = std::min(span.begin + 1 + error->offset, span.end - 1);
    sink_.Report<Kind::kBadRegex>({span.file, begin, span.end - 1}, error->message);
  }
  return text;
}

ast::Literal Builder::Literal(Parser::LiteralContext* context) {
  const Span span = SpanOf(context);
  const uint32_t type = TypeOf(context);
  if (type == Parser::STRING) return {StringOf(span).value, span};
  if (type == Parser::REGEX) return {ast::Regex{RegexOf(span)}, span};
  if (type == Parser::TRUE || type == Parser::FALSE) return {type == Parser::TRUE, span};
  if (type == Parser::INTEGER) return {IntegerOf(span).value_or(0), span};
  const std::string_view text = TextOf(span);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value)) {
    sink_.Report<Kind::kNumberOutOfRange>(span, text);
  }
  return {value, span};
}

}  // namespace weir::parse
