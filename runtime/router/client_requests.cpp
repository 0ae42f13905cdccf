// What servers ask of clients: their model (sampling), their user (elicitation), their folders
// (roots). Here the server is the one who asks, so its rules decide; it reaches only a client that
// is waiting for it. What comes back is data that goes to a server, and is looked at as any other.
#include "runtime/mcp/client_requests.h"

#include <algorithm>
#include <utility>

#include "compiler/abi/words.h"
#include "compiler/json/number.h"
#include "runtime/jsonrpc/write.h"
#include "runtime/router/impl.h"
#include "runtime/tracking/words.h"

namespace weir::router {
namespace {

using jsonrpc::ErrorCode;
using jsonrpc::ObjectWriter;
using mcp::ClientRequestFacts;

const ClientRequestSettings& RuleFor(const ServerSettings& server, ClientVerb verb) {
  return server.client_requests[static_cast<size_t>(verb)];
}

bool MayAsk(const ServerSettings& server, ClientVerb verb) {
  return RuleFor(server, verb).outcome == Outcome::kAllow;
}

bool HasCallOf(const ServerLink& link, ClientId client) {
  return std::any_of(link.pending.begin(), link.pending.end(), [&](const auto& item) {
    const auto* call = std::get_if<Call>(&item.second.what);
    return call != nullptr && call->client == client;
  });
}

// Those of `names` that `object` has, as they are spelled there.
void Copy(json::Value object, const std::vector<std::string_view>& names, ObjectWriter& writer) {
  for (const std::string_view name : names) {
    if (const auto value = object.Find(name)) writer.Raw(name, value->raw());
  }
}

// Nothing: something is missing. The user has to see who it is that asks.
std::optional<std::string> ParamsOf(const ClientRequestFacts& facts,
                                    std::optional<json::Value> params, std::string_view server) {
  ObjectWriter writer;
  for (const std::string_view name : facts.needed) {
    const auto value = params ? params->Find(name) : std::nullopt;
    if (!value) return std::nullopt;
    if (name == "message") {
      if (!value->is_string()) return std::nullopt;
      writer.String(
          name, "The server `" + std::string(server) + "` asks: " + std::string(value->string()));
    } else {
      writer.Raw(name, value->raw());
    }
  }
  if (params) Copy(*params, facts.optional, writer);
  return writer.Take();
}

// "No" carries no data, not even after a result whose labels stay on everything.
bool IsRefusal(json::Value answer) {
  const auto action = answer.Find("action");
  return answer.size() == 1 && action && action->is_string() &&
         (action->string() == "decline" || action->string() == "cancel");
}

}  // namespace

// The same for every client, so that no server's lists depend on who is there. Who cannot do what
// a server asks for is not asked.
std::string Router::Impl::InitializeParams(const ServerLink& link) const {
  ObjectWriter capabilities;
  for (const ClientRequestFacts& facts : mcp::ClientRequests()) {
    if (MayAsk(SettingsOf(link), facts.verb)) capabilities.Raw(facts.capability, facts.declared);
  }
  return ObjectWriter()
      .String("protocolVersion", mcp::kLatestRevision)
      .Raw("capabilities", capabilities.Take())
      .Raw("clientInfo", kImplementation)
      .Take();
}

// The one client that waits for this server; for its roots the one that there is. Null: there is
// none, or it could be any of several.
Session* Router::Impl::WhomToAsk(const ServerLink& link, ClientVerb verb) {
  Session* found = nullptr;
  size_t count = 0;
  for (auto& [id, session] : sessions_) {
    if (!HasCallOf(link, id)) continue;
    found = &session;
    ++count;
  }
  if (count == 0 && verb == ClientVerb::kRoots && sessions_.size() == 1) {
    return &sessions_.begin()->second;
  }
  return count == 1 ? found : nullptr;
}

void Router::Impl::OnAsked(ServerLink& link, const jsonrpc::Request& request, ClientVerb verb,
                           Time now) {
  const ClientRequestSettings& rule = RuleFor(SettingsOf(link), verb);
  Session* session = WhomToAsk(link, verb);
  Asked asked{link.server, link.connection, verb, request.id, now, {}};
  AuditRecord& audit = asked.audit;
  audit.call = next_call_++;
  audit.agent = session == nullptr ? "" : policy_->AgentName(session->agent);
  audit.conversation = session == nullptr ? 0 : session->id.value;
  audit.server = NameOf(link);
  audit.verb = verb;
  audit.target = mcp::FactsOf(verb).method;
  audit.decision = {rule.outcome, rule.source.empty() ? Because::kDefault : Because::kRule, 0};
  audit.rule = rule.source;
  audit.place = rule.place;
  audit.because = rule.because;
  audit.argument_bytes = request.params ? request.params->raw().size() : 0;
  const bool allowed = rule.outcome == Outcome::kAllow;
  const std::string refusal =
      allowed ? Put(link, session, request, asked, now) : "the policy does not allow it";
  if (refusal.empty()) return;
  if (allowed) audit.result = "error";
  SayRefused(link, verb, refusal);
  // What is not allowed weir has never declared.
  const ErrorCode code = allowed ? ErrorCode::kServerError : ErrorCode::kMethodNotFound;
  SendToServer(link, jsonrpc::WriteError(request.id.raw, code, refusal));
  actions_.push_back(std::move(audit));
}

// Empty: the client was asked; else why it was not.
std::string Router::Impl::Put(const ServerLink& link, Session* session,
                              const jsonrpc::Request& request, Asked& asked, Time now) {
  const ClientRequestFacts& facts = mcp::FactsOf(asked.verb);
  if (session == nullptr) return "no client, or more than one, waits for this server";
  if (!session->can_be_asked[static_cast<size_t>(asked.verb)]) {
    return "the client does not support " + std::string(facts.capability);
  }
  const auto open =
      std::count_if(session->asked.begin(), session->asked.end(),
                    [&](const auto& other) { return other.second.server == link.server; });
  if (static_cast<size_t>(open) >= limits_.server_questions_open_max) {
    return "too many requests are open";
  }
  const auto cleaned = request.params ? CleanedBySettings(*request.params) : nullptr;
  const auto params = cleaned ? std::optional(cleaned->root()) : request.params;
  const auto put = ParamsOf(facts, params, NameOf(link));
  if (!put) return "what is needed is missing: " + std::string(facts.method);
  if (params) {
    asked.audit.guard = ObjectionTo(*params);
    if (!asked.audit.guard.empty() && policy_->guard().results != Reaction::kWarn) {
      return "withheld by weir";
    }
    if (!asked.audit.guard.empty()) {
      Say(LogLevel::kWarning,
          "guard: what " + std::string(NameOf(link)) + " asks the client: " + asked.audit.guard);
    }
    SayFolded(session->ledger->Told(link.server, std::string(facts.method), *params));
  }
  actions_.push_back(asked.audit);
  asked.audit.guard.clear();
  asked.deadline = now + SettingsOf(link).call_timeout;
  const int64_t id = next_question_++;
  SendToClient(*session, jsonrpc::WriteRequest(std::to_string(id), facts.method, *put));
  session->asked.emplace(id, std::move(asked));
  return {};
}

// Once for each process: a server that is refused asks again.
void Router::Impl::SayRefused(ServerLink& link, ClientVerb verb, const std::string& why) {
  if (std::exchange(link.refused[static_cast<size_t>(verb)], true)) return;
  const std::string word = WordOf(verb);
  std::string text = std::string(NameOf(link)) + " asks the client for `" + word + "`: " + why;
  if (!MayAsk(SettingsOf(link), verb)) {
    text += " (`allow " + std::string(NameOf(link)) + ": " + word + ";` would)";
  }
  Say(LogLevel::kWarning, text);
}

void Router::Impl::OnQuestionAnswered(Session& session, const jsonrpc::Response& response,
                                      Time now) {
  const bool is_integer = response.id.key.starts_with('i');
  auto node = session.asked.extract(is_integer ? json::ToInteger(response.id.raw).value_or(0) : 0);
  if (node.empty()) {
    Say(LogLevel::kDebug, "a client answers a request that is not open");
    return;
  }
  Asked asked = std::move(node.mapped());
  const ClientRequestFacts& facts = mcp::FactsOf(asked.verb);
  ObjectWriter writer;
  if (!response.is_error) Copy(response.payload, facts.answer, writer);
  const auto answer = json::Document::Parse(writer.Take());
  // A client's error message is nothing that a server needs; it could hold anything.
  if (response.is_error || !answer)
    return Refuse(std::move(asked), "the client refused", "error", now);
  asked.audit.result_bytes = answer->root().raw().size();
  if (!Deliver(session, asked, answer->root())) {
    return Refuse(std::move(asked), "the policy does not let the answer through", "withheld", now);
  }
  EndQuestion(std::move(asked), "ok", now);
}

// False: it carries what may not go to this server.
bool Router::Impl::Deliver(Session& session, Asked& asked, json::Value answer) {
  ServerLink& link = links_[asked.server];
  const tracking::Sink sink{asked.server, Verb::kCall, mcp::FactsOf(asked.verb).method};
  const flow::Carried carried =
      IsRefusal(answer) ? flow::Carried{} : session.ledger->Inspect(sink, answer);
  RecordFlows(carried, asked.audit);
  const flow::LabelSet stays = carried.labels & ~SettingsOf(link).answer_labels;
  if (stays != 0) {
    std::string text = "the answer of the client to `" + std::string(NameOf(link)) + "` (" +
                       WordOf(asked.verb) + ") is withheld: it carries " +
                       tracking::Listed(tracking::NamesOf(*policy_, stays));
    Say(LogLevel::kWarning, text);
    return false;
  }
  session.ledger->Sent(sink, answer);
  for (auto& [id, pending] : link.pending) {
    auto* call = std::get_if<Call>(&pending.what);
    if (call != nullptr && call->client == session.id) call->result_labels |= carried.labels;
  }
  Reply(asked, jsonrpc::WriteResult(asked.server_id.raw, answer.raw()));
  return true;
}

// Only to the process that asked.
void Router::Impl::Reply(const Asked& asked, std::string message) {
  const ServerLink& link = links_[asked.server];
  if (link.connection == asked.connection && link.takes_calls()) {
    SendToServer(link, std::move(message));
  }
}

void Router::Impl::Refuse(Asked asked, std::string_view text, std::string result, Time now) {
  Reply(asked, jsonrpc::WriteError(asked.server_id.raw, ErrorCode::kServerError, text));
  EndQuestion(std::move(asked), std::move(result), now);
}

void Router::Impl::EndQuestion(Asked asked, std::string result, Time now) {
  asked.audit.event = AuditEvent::kEnd;
  asked.audit.duration = now - asked.sent;
  asked.audit.result = std::move(result);
  actions_.push_back(std::move(asked.audit));
}

// The client need not answer any more.
void Router::Impl::Withdraw(Session& session, const std::function<bool(const Asked&)>& which,
                            const std::string& why, Time now) {
  for (auto next = session.asked.begin(); next != session.asked.end();) {
    const auto at = next++;
    if (!which(at->second)) continue;
    auto node = session.asked.extract(at);
    SendToClient(session,
                 jsonrpc::WriteNotification("notifications/cancelled",
                                            ObjectWriter()
                                                .Raw("requestId", std::to_string(node.key()))
                                                .String("reason", why)
                                                .Take()));
    Refuse(std::move(node.mapped()), why, why == "timeout" ? why : "cancelled", now);
  }
}

// With its last call goes what a server asked on the way.
void Router::Impl::WithdrawAfterCall(ServerIndex server, ClientId client, Time now) {
  const auto session = sessions_.find(client);
  if (session == sessions_.end() || HasCallOf(links_[server], client)) return;
  Withdraw(
      session->second,
      [&](const Asked& asked) {
        return asked.server == server && asked.verb != ClientVerb::kRoots;
      },
      "the request that it belonged to has ended", now);
}

void Router::Impl::WithdrawAll(const ServerLink& link, Time now) {
  for (auto& [id, session] : sessions_) {
    Withdraw(
        session, [&](const Asked& asked) { return asked.server == link.server; },
        "the server does not wait for it any more", now);
  }
}

void Router::Impl::OnServerCancelled(const ServerLink& link, json::Value params, Time now) {
  const auto value = params.Find("requestId");
  const auto id = value ? jsonrpc::ReadId(*value) : std::nullopt;
  if (!id) return;
  for (auto& [client, session] : sessions_) {
    Withdraw(
        session,
        [&](const Asked& asked) {
          return asked.connection == link.connection && asked.server_id == *id;
        },
        "the server does not wait for it any more", now);
  }
}

// Also once the client is there: a server that asked before got no answer.
void Router::Impl::TellRootsChanged(const Session& session) {
  if (!session.can_be_asked[static_cast<size_t>(ClientVerb::kRoots)]) return;
  for (const ServerLink& link : links_) {
    if (!link.takes_calls() || !MayAsk(SettingsOf(link), ClientVerb::kRoots)) continue;
    SendToServer(link, jsonrpc::WriteNotification("notifications/roots/list_changed", ""));
  }
}

}  // namespace weir::router
