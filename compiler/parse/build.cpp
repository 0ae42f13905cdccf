#include "compiler/parse/build.h"

#include <charconv>

namespace weir::parse {
namespace {

using diagnostics::Kind;
using Parser = grammar::WeirParser;

Outcome OutcomeOf(uint32_t type) {
  if (type == Parser::ALLOW) return Outcome::kAllow;
  return type == Parser::ASK ? Outcome::kAsk : Outcome::kDeny;
}

ClientVerb ClientVerbOf(uint32_t type) {
  if (type == Parser::SAMPLE) return ClientVerb::kSample;
  return type == Parser::ELICIT ? ClientVerb::kElicit : ClientVerb::kRoots;
}

}  // namespace

Span Builder::SpanOf(antlr4::ParserRuleContext* context) const {
  const size_t first = context->getStart()->getStartIndex();
  // An empty rule stops before it starts.
  const size_t last = std::max(first, context->getStop()->getStartIndex());
  return {file_, tokens_[first].begin, tokens_[last].end};
}

Span Builder::SpanOf(antlr4::Token* token) const {
  const Token& own = tokens_[token->getStartIndex()];
  return {file_, own.begin, own.end};
}

uint32_t Builder::TypeOf(antlr4::ParserRuleContext* context) const {
  return tokens_[context->getStart()->getStartIndex()].type;
}

ast::Name Builder::NameOf(antlr4::ParserRuleContext* context) const {
  const Span span = SpanOf(context);
  return {std::string(TextOf(span)), span};
}

ast::Text Builder::StringOf(Span span) {
  return {Unescape(sources_, span, sink_), span};
}

std::optional<int64_t> Builder::IntegerOf(Span span) {
  const std::string_view text = TextOf(span);
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc()) return value;
  sink_.Report<Kind::kNumberOutOfRange>(span, text);
  return std::nullopt;
}

ast::Statement Builder::Statement(Parser::StatementContext* context) {
  const Span span = SpanOf(context);
  if (auto* import = context->import_()) {
    return {ast::Import{StringOf(SpanOf(import->string()))}, span};
  }
  if (auto* agent = context->agent()) return {Agent(agent), span};
  if (auto* server = context->server()) return {Server(server), span};
  if (auto* label = context->label()) return {Label(label), span};
  if (auto* route = context->route()) return {Route(route), span};
  if (auto* rule = context->rule_()) return Rule(rule);
  if (auto* flow = context->flow()) return {Flow(flow), span};
  if (auto* declassify = context->declassify()) return {Declassify(declassify), span};
  if (auto* limit = context->rateLimit()) return {RateLimit(limit), span};
  if (auto* guard = context->guard()) return {Guard(guard), span};
  if (auto* constant = context->constant()) {
    return {ast::Constant{NameOf(constant->name()), Literal(constant->literal())}, span};
  }
  if (auto* set = context->set()) return {ast::Set{NameOf(set->name()), List(set->list())}, span};
  if (auto* pattern = context->pattern()) return {Pattern(pattern), span};
  if (auto* use = context->use()) return {Use(use), span};
  if (auto* test = context->test()) return {Test(test), span};
  return {Proof(context->prove()), span};
}

ast::Pattern Builder::Pattern(Parser::PatternContext* context) {
  ast::Pattern pattern{NameOf(context->name()), {}, {}};
  for (auto* parameter : context->parameter()) {
    pattern.parameters.push_back({NameOf(parameter->name()), NameOf(parameter->word())});
  }
  for (auto* statement : context->statement()) pattern.body.push_back(Statement(statement));
  return pattern;
}

ast::Use Builder::Use(Parser::UseContext* context) {
  ast::Use use{NameOf(context->declared()), {}};
  for (auto* argument : context->argument()) {
    if (auto* literal = argument->literal()) {
      use.arguments.emplace_back(Literal(literal));
    } else if (auto* list = argument->list()) {
      use.arguments.emplace_back(List(list));
    } else {
      use.arguments.emplace_back(Reference(argument->reference()));
    }
  }
  return use;
}

ast::Label Builder::Label(Parser::LabelContext* context) {
  ast::Label label{NameOf(context->name()), context->SESSION() != nullptr, {}, {}};
  if (auto* number = context->INTEGER()) {
    label.run_length_span = SpanOf(number->getSymbol());
    label.run_length = IntegerOf(label.run_length_span);
  }
  return label;
}

ast::Flow Builder::Flow(Parser::FlowContext* context) {
  ast::Flow flow{
      Labels(context->labels()), false, {}, Where(context->where()), context->AFTER() != nullptr};
  for (auto* target : context->flowTarget()) {
    if (target->ANY() != nullptr) {
      flow.to_any = true;
    } else {
      flow.targets.push_back(Target(target->target()));
    }
  }
  return flow;
}

ast::Declassify Builder::Declassify(Parser::DeclassifyContext* context) {
  return {Labels(context->labels()), NameOf(context->name()), ExactName(context->exactName()),
          Where(context->where())};
}

ast::Route Builder::Route(Parser::RouteContext* context) {
  return {NameOf(context->name(0)), NameOf(context->name(1)), ExactName(context->exactName())};
}

ast::Statement Builder::Rule(Parser::Rule_Context* context) {
  const Outcome effect = OutcomeOf(TypeOf(context->effect()));
  const Span span = SpanOf(context);
  if (auto* verb = context->clientVerb()) {
    return {ast::ServerRule{effect, Subject(context->subject()), ClientVerbOf(TypeOf(verb)),
                            BecauseOf(context->because())},
            span};
  }
  ast::Rule rule;
  rule.effect = effect;
  rule.subject = Subject(context->subject());
  rule.verb = VerbOf(context->verb());
  rule.targets = Targets(context->target());
  rule.where = Where(context->where());
  rule.because = BecauseOf(context->because());
  rule.head = {file_, span.begin, rule.targets.back().span.end};
  return {std::move(rule), span};
}

ast::RateLimit Builder::RateLimit(Parser::RateLimitContext* context) {
  const Span number = SpanOf(context->INTEGER()->getSymbol());
  const ast::Name unit = NameOf(context->word());
  return {Subject(context->subject()),
          VerbOf(context->verb()),
          Targets(context->target()),
          {IntegerOf(number).value_or(1), unit, {file_, number.begin, unit.span.end}}};
}

ast::Guard Builder::Guard(Parser::GuardContext* context) {
  const auto word = [this](antlr4::ParserRuleContext* item, size_t index) {
    auto* leaf = dynamic_cast<antlr4::tree::TerminalNode*>(item->children[index]);
    const Span span = SpanOf(leaf->getSymbol());
    return ast::Name{std::string(TextOf(span)), span};
  };
  ast::Guard guard;
  for (auto* item : context->guardItem()) guard.items.push_back({word(item, 0), word(item, 1)});
  return guard;
}

Verb Builder::VerbOf(Parser::VerbContext* context) const {
  if (context == nullptr) return Verb::kCall;
  const uint32_t type = TypeOf(context);
  if (type == Parser::READ) return Verb::kRead;
  return type == Parser::PROMPT ? Verb::kPrompt : Verb::kComplete;
}

ast::Subject Builder::Subject(Parser::SubjectContext* context) {
  ast::Subject subject{context->ANY() != nullptr, {}, SpanOf(context)};
  for (auto* name : context->name()) subject.names.push_back(NameOf(name));
  return subject;
}

ast::Labels Builder::Labels(Parser::LabelsContext* context) {
  return {context->ANY() != nullptr, Declared(context->declared()), SpanOf(context)};
}

ast::Target Builder::Target(Parser::TargetContext* context) {
  const ast::Name server = NameOf(context->serverName());
  ast::Target target{{server.text, false, server.span}, {}, SpanOf(context)};
  if (auto* names = context->targetNames()) target.names = TargetNames(names->targetName());
  return target;
}

std::vector<ast::Target> Builder::Targets(const std::vector<Parser::TargetContext*>& contexts) {
  std::vector<ast::Target> targets;
  for (auto* context : contexts) targets.push_back(Target(context));
  return targets;
}

ast::NamePattern Builder::TargetName(Parser::TargetNameContext* context) {
  if (auto* exact = context->exactName()) return ExactName(exact);
  const ast::Name pattern = NameOf(context);
  return {pattern.text, false, pattern.span};
}

std::vector<ast::NamePattern> Builder::TargetNames(
    const std::vector<Parser::TargetNameContext*>& contexts) {
  std::vector<ast::NamePattern> names;
  for (auto* context : contexts) names.push_back(TargetName(context));
  return names;
}

ast::NamePattern Builder::ExactName(Parser::ExactNameContext* context) {
  if (context->STRING() == nullptr) {
    const ast::Name name = NameOf(context);
    return {name.text, false, name.span};
  }
  const ast::Text text = StringOf(SpanOf(context));
  return {text.value, true, text.span};
}

// A name of the standard library has its dot, whatever space stood around it.
std::vector<ast::Name> Builder::Declared(
    const std::vector<Parser::DeclaredContext*>& contexts) const {
  std::vector<ast::Name> names;
  for (auto* context : contexts) names.push_back(NameOf(context));
  return names;
}

ast::Name Builder::NameOf(Parser::DeclaredContext* context) const {
  ast::Name name = NameOf(context->name());
  if (context->word() != nullptr) name.text += "." + NameOf(context->word()).text;
  name.span = SpanOf(context);
  return name;
}

std::optional<ast::Condition> Builder::Where(Parser::WhereContext* context) {
  if (context == nullptr) return std::nullopt;
  return Condition(context->condition());
}

std::optional<ast::Text> Builder::BecauseOf(Parser::BecauseContext* context) {
  if (context == nullptr) return std::nullopt;
  return StringOf(SpanOf(context->string()));
}

ast::Test Builder::Test(Parser::TestContext* context) {
  ast::Test test{StringOf(SpanOf(context->string())), NameOf(context->name()), {}};
  for (auto* step : context->step()) test.steps.push_back(Step(step));
  return test;
}

ast::Step Builder::Step(Parser::StepContext* context) {
  ast::Step step;
  step.outcome = OutcomeOf(TypeOf(context->effect()));
  step.verb = VerbOf(context->verb());
  step.server = NameOf(context->name());
  step.span = SpanOf(context);
  if (auto* name = context->exactName()) step.target = ExactName(name);
  if (auto* uri = context->STRING()) step.uri = StringOf(SpanOf(uri->getSymbol()));
  if (auto* returns = context->string()) step.returns = StringOf(SpanOf(returns));
  if (auto* json = context->json()) step.arguments = SpanOf(json);
  if (auto* labels = context->stepLabels()) step.labels = Declared(labels->declared());
  if (auto* reason = context->reason()) {
    if (reason->STRING() != nullptr) {
      step.because = ast::Reason{StringOf(SpanOf(reason))};
    } else {
      step.because = ast::Reason{NameOf(reason)};
    }
  }
  return step;
}

ast::Proof Builder::Proof(Parser::ProveContext* context) {
  ast::Proof proof;
  proof.name = StringOf(SpanOf(context->string()));
  proof.never = context->NEVER() != nullptr;
  proof.subject = Subject(context->subject());
  proof.verb = VerbOf(context->verb());
  proof.targets = Targets(context->target());
  if (auto* label = context->declared()) proof.label = NameOf(label);
  proof.where = Where(context->where());
  return proof;
}

}  // namespace weir::parse
