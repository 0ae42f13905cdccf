// Who asks.
#include "compiler/base/result.h"
#include "compiler/check/addresses.h"
#include "compiler/check/check.h"
#include "compiler/check/conditions.h"
#include "compiler/check/parts.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

using Clients = std::map<std::string, Span>;  // of all agents

class AgentChecker {
 public:
  AgentChecker(Context& context, Clients& clients, const ast::Agent& from)
      : context_(context), clients_(clients), from_(from) {
    agent_.name = KeyOf(context, from.name);
    agent_.span = from.name.span;
  }

  Agent Run() {
    for (const ast::AgentItem& item : from_.items) {
      std::visit([&](const auto& node) { Item(node, item.span); }, item.node);
    }
    return std::move(agent_);
  }

 private:
  void Item(const ast::Clients& clients, Span) {
    for (const ast::Text& client : clients.names) {
      const auto [earlier, is_new] = clients_.try_emplace(client.value, client.span);
      if (!is_new) {
        context_.sink.Report<Kind::kDuplicateClient>(client.span, client.value)
            .Label(earlier->second, "first named here");
      }
      agent_.clients.push_back(client.value);
    }
  }

  void Item(const ast::Jwt& from, Span span) {
    if (!First(context_, jwt_, "jwt", span)) return;
    JwtIdentity jwt;
    jwt.issuer = Required(from.issuer, "an issuer", span);
    jwt.audience = Required(from.audience, "an audience", span);
    jwt.where = CheckWhere(context_, from.where, Scene::kIdentity);
    agent_.jwt = std::move(jwt);
  }

  // An empty one would be met by tokens that name none.
  std::string Required(const ast::LiteralOrReference& value, const std::string& what, Span span) {
    const std::optional<std::string> text = KnownText(context_, value, what);
    if (text && text->empty()) {
      context_.sink.Report<Kind::kUnusableText>(span, "an empty string", what);
    }
    return text.value_or(std::string());
  }

  void Item(const ast::Token& token, Span span) {
    if (!First(context_, token_, "token", span)) return;
    if (token.file) {
      agent_.token_from_file = Required(token.source, "a file", span);
      return;
    }
    const auto name = KnownText(context_, token.source, "the name of an environment variable");
    if (!name) return;
    CheckVariable(context_, *name,
                  std::visit([](const auto& one) { return one.span; }, token.source));
    agent_.token_from_variable = *name;
  }

  Context& context_;
  Clients& clients_;
  const ast::Agent& from_;
  Agent agent_;
  std::optional<Span> jwt_;
  std::optional<Span> token_;
};

}  // namespace

void CheckAgents(Context& context, const ast::File& file) {
  Clients clients;
  ForEach<ast::Agent>(file, [&](const ast::Agent& from, Span) {
    CheckLength(context, from.name);
    if (!Declare(context, context.agents, "the agent", from.name, context.program.agents.size())) {
      return;
    }
    context.program.agents.push_back(AgentChecker(context, clients, from).Run());
    if (context.program.agents.size() == kAgentsMax + 1) {
      context.sink.Report<Kind::kTooManyAgents>(from.name.span, std::to_string(kAgentsMax));
    }
  });
}

}  // namespace weir::check
