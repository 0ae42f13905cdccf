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

Verb VerbOf(uint32_t type) {
  if (type == Parser::READ) return Verb::kRead;
  return type == Parser::PROMPT ? Verb::kPrompt : Verb::kComplete;
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
  if (auto* agent = context->agent()) return {Agent(agent), span};
  if (auto* server = context->server()) return {Server(server), span};
  if (auto* route = context->route()) return {Route(route), span};
  if (auto* rule = context->rule_()) return {Rule(rule), span};
  if (auto* constant = context->constant()) {
    return {ast::Constant{NameOf(constant->name()), Literal(constant->literal())}, span};
  }
  if (auto* set = context->set()) return {ast::Set{NameOf(set->name()), List(set->list())}, span};
  return {Test(context->test()), span};
}

ast::Agent Builder::Agent(Parser::AgentContext* context) {
  ast::Agent agent{NameOf(context->name()), {}};
  for (auto* client : context->client()) {
    for (auto* string : client->string()) agent.clients.push_back(StringOf(SpanOf(string)));
  }
  return agent;
}

ast::Server Builder::Server(Parser::ServerContext* context) {
  ast::Server server{NameOf(context->name()), {}};
  for (auto* item : context->serverItem()) server.items.push_back(ServerItem(item));
  return server;
}

ast::ServerItem Builder::ServerItem(Parser::ServerItemContext* context) {
  const Span span = SpanOf(context);
  if (auto* launch = dynamic_cast<Parser::LaunchContext*>(context)) {
    ast::Launch words;
    for (auto* text : launch->text()) words.words.push_back(TextOrName(text));
    return {std::move(words), span};
  }
  if (auto* tools = dynamic_cast<Parser::ToolsContext*>(context)) {
    ast::Tools names;
    for (auto* name : tools->targetName()) names.names.push_back(TargetName(name));
    return {std::move(names), span};
  }
  if (auto* limit = dynamic_cast<Parser::LimitContext*>(context))
    return {ServerLimits(limit), span};
  return {Environment(dynamic_cast<Parser::EnvContext*>(context)), span};
}

ast::ServerLimit Builder::ServerLimits(Parser::LimitContext* context) {
  ast::ServerLimit limits;
  for (auto* one : context->serverLimit()) {
    std::optional<ast::Quantity>& limit = one->RESULT() != nullptr ? limits.result : limits.call;
    if (limit) {
      sink_.Report<Kind::kRepeatedItem>(SpanOf(one), one->RESULT() ? "limit result" : "limit")
          .Label(limit->span, "first stated here");
      continue;
    }
    const Span unit = SpanOf(one->IDENTIFIER()->getSymbol());
    const std::optional<int64_t> number = IntegerOf(SpanOf(one->INTEGER()->getSymbol()));
    limit = ast::Quantity{number.value_or(1), {std::string(TextOf(unit)), unit}, SpanOf(one)};
  }
  return limits;
}

ast::Environment Builder::Environment(Parser::EnvContext* context) {
  ast::Environment environment;
  for (auto* variable : context->variable()) {
    ast::Variable one{NameOf(variable->word()), {}};
    if (auto* text = variable->text()) one.value = TextOrName(text);
    environment.variables.push_back(std::move(one));
  }
  return environment;
}

ast::Route Builder::Route(Parser::RouteContext* context) {
  return {NameOf(context->name(0)), NameOf(context->name(1)), ExactName(context->exactName())};
}

ast::Rule Builder::Rule(Parser::Rule_Context* context) {
  ast::Rule rule;
  rule.effect = OutcomeOf(TypeOf(context->effect()));
  rule.subject = Subject(context->subject());
  rule.verb = context->verb() != nullptr ? VerbOf(TypeOf(context->verb())) : Verb::kCall;
  for (auto* target : context->target()) rule.targets.push_back(Target(target));
  if (auto* where = context->where()) rule.where = Condition(where->condition());
  if (auto* because = context->because()) rule.because = StringOf(SpanOf(because->string()));
  rule.head = {file_, SpanOf(context).begin, rule.targets.back().span.end};
  return rule;
}

ast::Subject Builder::Subject(Parser::SubjectContext* context) {
  ast::Subject subject{context->ANY() != nullptr, {}, SpanOf(context)};
  for (auto* name : context->name()) subject.agents.push_back(NameOf(name));
  return subject;
}

ast::Target Builder::Target(Parser::TargetContext* context) {
  const ast::Name server = NameOf(context->serverName());
  ast::Target target{{server.text, false, server.span}, {}, SpanOf(context)};
  if (auto* names = context->targetNames()) {
    for (auto* name : names->targetName()) target.names.push_back(TargetName(name));
  }
  return target;
}

ast::NamePattern Builder::TargetName(Parser::TargetNameContext* context) {
  if (auto* exact = context->exactName()) return ExactName(exact);
  const ast::Name pattern = NameOf(context);
  return {pattern.text, false, pattern.span};
}

ast::NamePattern Builder::ExactName(Parser::ExactNameContext* context) {
  if (context->STRING() == nullptr) {
    const ast::Name name = NameOf(context);
    return {name.text, false, name.span};
  }
  const ast::Text text = StringOf(SpanOf(context));
  return {text.value, true, text.span};
}

ast::Test Builder::Test(Parser::TestContext* context) {
  ast::Test test{StringOf(SpanOf(context->string())), NameOf(context->name()), {}};
  for (auto* step : context->step()) test.steps.push_back(Step(step));
  return test;
}

ast::Step Builder::Step(Parser::StepContext* context) {
  ast::Step step;
  step.outcome = OutcomeOf(TypeOf(context->effect()));
  step.verb = context->verb() != nullptr ? VerbOf(TypeOf(context->verb())) : Verb::kCall;
  step.server = NameOf(context->name());
  step.span = SpanOf(context);
  if (auto* name = context->exactName()) step.target = ExactName(name);
  if (context->STRING() != nullptr) step.uri = StringOf(SpanOf(context->STRING()->getSymbol()));
  if (auto* json = context->json()) step.arguments = SpanOf(json);
  if (auto* reason = context->reason()) {
    if (reason->STRING() != nullptr) {
      step.because = ast::Reason{StringOf(SpanOf(reason))};
    } else {
      step.because = ast::Reason{NameOf(reason)};
    }
  }
  return step;
}

}  // namespace weir::parse
