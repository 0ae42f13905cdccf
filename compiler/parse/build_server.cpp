// Agents and servers.
#include "compiler/parse/build.h"

namespace weir::parse {
namespace {

using diagnostics::Kind;
using Parser = grammar::WeirParser;

}  // namespace

ast::Agent Builder::Agent(Parser::AgentContext* context) {
  ast::Agent agent{NameOf(context->name()), {}};
  for (auto* item : context->agentItem()) agent.items.push_back(AgentItem(item));
  return agent;
}

ast::AgentItem Builder::AgentItem(Parser::AgentItemContext* context) {
  const Span span = SpanOf(context);
  if (auto* client = dynamic_cast<Parser::ClientContext*>(context)) {
    ast::Clients clients;
    for (auto* string : client->string()) clients.names.push_back(StringOf(SpanOf(string)));
    return {std::move(clients), span};
  }
  if (auto* jwt = dynamic_cast<Parser::JwtContext*>(context)) {
    return {ast::Jwt{TextOrName(jwt->text(0)), TextOrName(jwt->text(1)), Where(jwt->where())},
            span};
  }
  auto* token = dynamic_cast<Parser::TokenContext*>(context);
  return {ast::Token{token->FILE() != nullptr, TextOrName(token->text())}, span};
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
  if (auto* connect = dynamic_cast<Parser::ConnectContext*>(context)) {
    return {Connect(connect), span};
  }
  if (auto* tools = dynamic_cast<Parser::ToolsContext*>(context)) {
    return {ast::Tools{TargetNames(tools->targetName())}, span};
  }
  if (auto* gives = dynamic_cast<Parser::GivesContext*>(context)) {
    return {ast::Gives{Declared(gives->declared())}, span};
  }
  if (auto* takes = dynamic_cast<Parser::TakesContext*>(context)) {
    return {ast::Takes{Declared(takes->declared())}, span};
  }
  if (auto* gives = dynamic_cast<Parser::ToolGivesContext*>(context))
    return {ToolGives(gives), span};
  if (auto* limit = dynamic_cast<Parser::LimitContext*>(context)) {
    return {ServerLimits(limit), span};
  }
  if (auto* env = dynamic_cast<Parser::EnvContext*>(context)) {
    return {Environment(env->variable()), span};
  }
  if (auto* box = dynamic_cast<Parser::SandboxContext*>(context)) {
    ast::Sandbox sandbox;
    for (auto* item : box->sandboxItem()) sandbox.items.push_back(SandboxItem(item));
    return {std::move(sandbox), span};
  }
  auto* arguments = dynamic_cast<Parser::ArgumentsContext*>(context);
  if (arguments->STRICT() != nullptr) return {ast::Arguments{ast::ArgumentMode::kStrict}, span};
  const bool strip = arguments->STRIP() != nullptr;
  return {ast::Arguments{strip ? ast::ArgumentMode::kStrip : ast::ArgumentMode::kOpen}, span};
}

ast::Connect Builder::Connect(Parser::ConnectContext* context) {
  ast::Connect connect{TextOrName(context->text()), {}};
  for (auto* header : context->header()) {
    connect.headers.push_back(
        {StringOf(SpanOf(header->string(0))), StringOf(SpanOf(header->string(1)))});
  }
  return connect;
}

ast::ToolGives Builder::ToolGives(Parser::ToolGivesContext* context) {
  return {TargetNames(context->targetName()), Declared(context->declared()),
          Where(context->where())};
}

ast::Quantity Builder::Quantity(Parser::QuantityContext* context) {
  const Span unit = SpanOf(context->IDENTIFIER()->getSymbol());
  const std::optional<int64_t> number = IntegerOf(SpanOf(context->INTEGER()->getSymbol()));
  return {number.value_or(1), {std::string(TextOf(unit)), unit}, SpanOf(context)};
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
    limit = Quantity(one->quantity());
    limit->span = SpanOf(one);
  }
  return limits;
}

ast::Environment Builder::Environment(const std::vector<Parser::VariableContext*>& variables) {
  ast::Environment environment;
  for (auto* variable : variables) {
    ast::Variable one{NameOf(variable->word()), {}};
    if (auto* text = variable->text()) one.value = TextOrName(text);
    environment.variables.push_back(std::move(one));
  }
  return environment;
}

ast::SandboxItem Builder::SandboxItem(Parser::SandboxItemContext* context) {
  const Span span = SpanOf(context);
  if (auto* read = dynamic_cast<Parser::SandboxReadContext*>(context)) {
    return {SandboxPaths(ast::Access::kRead, read->text()), span};
  }
  if (auto* write = dynamic_cast<Parser::SandboxWriteContext*>(context)) {
    return {SandboxPaths(ast::Access::kWrite, write->text()), span};
  }
  if (auto* network = dynamic_cast<Parser::SandboxNetworkContext*>(context)) {
    return {ast::SandboxNetwork{network->ALL() != nullptr}, span};
  }
  if (auto* env = dynamic_cast<Parser::SandboxEnvContext*>(context)) {
    return {Environment(env->variable()), span};
  }
  if (auto* memory = dynamic_cast<Parser::SandboxMemoryContext*>(context)) {
    return {ast::SandboxMemory{Quantity(memory->quantity())}, span};
  }
  auto* processes = dynamic_cast<Parser::SandboxProcessesContext*>(context);
  const Span number = SpanOf(processes->INTEGER()->getSymbol());
  return {ast::SandboxProcesses{IntegerOf(number).value_or(1)}, span};
}

ast::SandboxPaths Builder::SandboxPaths(ast::Access access,
                                        const std::vector<Parser::TextContext*>& texts) {
  ast::SandboxPaths paths{access, {}};
  for (auto* text : texts) paths.paths.push_back(TextOrName(text));
  return paths;
}

}  // namespace weir::parse
