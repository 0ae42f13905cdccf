// Clients come, ask and go; what is answered here needs no server.
#include <algorithm>
#include <array>
#include <utility>

#include "runtime/jsonrpc/write.h"
#include "runtime/mcp/client_requests.h"
#include "runtime/router/impl.h"

namespace weir::router {
namespace {

std::optional<json::Value> Param(const std::optional<json::Value>& params, std::string_view name) {
  return params ? params->Find(name) : std::nullopt;
}

}  // namespace

Router::Impl::Handler Router::Impl::HandlerOf(mcp::Method method) {
  using mcp::Method;
  switch (method) {
    case Method::kInitialize:
      return &Impl::OnInitialize;
    case Method::kPing:
      return &Impl::OnPing;
    case Method::kToolsList:
      return &Impl::OnList<ListKind::kTools>;
    case Method::kToolsCall:
      return &Impl::OnNamed<ListKind::kTools>;
    case Method::kResourcesList:
      return &Impl::OnList<ListKind::kResources>;
    case Method::kResourcesTemplatesList:
      return &Impl::OnList<ListKind::kTemplates>;
    case Method::kResourcesRead:
      return &Impl::OnRead;
    case Method::kResourcesSubscribe:
      return &Impl::OnSubscribe;
    case Method::kResourcesUnsubscribe:
      return &Impl::OnUnsubscribe;
    case Method::kPromptsList:
      return &Impl::OnList<ListKind::kPrompts>;
    case Method::kPromptsGet:
      return &Impl::OnNamed<ListKind::kPrompts>;
    case Method::kCompletionComplete:
      return &Impl::OnComplete;
    case Method::kLoggingSetLevel:
      return &Impl::OnSetLevel;
  }
  return nullptr;
}

void Router::Impl::ClientOpened(ClientId client, std::optional<AgentMask> agent, Time now) {
  Session session;
  session.id = client;
  session.fixed_agent = agent;
  session.ledger = std::make_unique<tracking::Ledger>(policy_, limits_.conversation);
  session.ledger->SetDefinitions(definitions_);
  sessions_.emplace(client, std::move(session));
  Start(now);
}

void Router::Impl::ClientClosed(ClientId client, Time now) {
  const auto found = sessions_.find(client);
  if (found == sessions_.end()) return;
  for (auto& [id, asked] : std::exchange(found->second.asked, {})) {
    Refuse(std::move(asked), "the client is gone", "cancelled", now);
  }
  while (!found->second.in_flight.empty()) {
    Cancel(found->second, std::string(found->second.in_flight.begin()->first), "client gone", now);
  }
  const auto subscriptions = std::move(found->second.subscriptions);
  sessions_.erase(found);
  for (const auto& [uri, server] : subscriptions) Unsubscribe(uri, server);
}

bool Router::Impl::Owes(ClientId client) const {
  const auto found = sessions_.find(client);
  return found != sessions_.end() && !found->second.in_flight.empty();
}

void Router::Impl::ClientMessageTooLarge(ClientId client) {
  const auto found = sessions_.find(client);
  if (found == sessions_.end()) return;
  SendToClient(found->second,
               jsonrpc::WriteError("null", jsonrpc::ErrorCode::kInvalidRequest,
                                   "a message over the limit of " +
                                       std::to_string(limits_.message_bytes_max) + " bytes"));
}

void Router::Impl::ClientMessage(ClientId client, std::string text, Time now) {
  const auto found = sessions_.find(client);
  if (found == sessions_.end()) return;
  Session& session = found->second;
  jsonrpc::ReadResult read =
      jsonrpc::Read(std::move(text), {limits_.message_bytes_max, limits_.nesting_max});
  if (const auto* refusal = std::get_if<jsonrpc::Refusal>(&read)) {
    SendToClient(session, jsonrpc::WriteError(refusal->id, refusal->code, refusal->text));
    return;
  }
  auto& message = std::get<jsonrpc::Message>(read);
  if (std::holds_alternative<jsonrpc::Request>(message.body)) {
    OnClientRequest(session, std::move(message), now);
  } else if (const auto* notification = std::get_if<jsonrpc::Notification>(&message.body)) {
    OnClientNotification(session, *notification, now);
  } else {
    OnQuestionAnswered(session, std::get<jsonrpc::Response>(message.body), now);
  }
}

void Router::Impl::OnClientRequest(Session& session, jsonrpc::Message message, Time now) {
  const auto& request = std::get<jsonrpc::Request>(message.body);
  using jsonrpc::ErrorCode;
  const auto refuse = [&](ErrorCode code, std::string_view text) {
    SendToClient(session, jsonrpc::WriteError(request.id.raw, code, text));
  };
  const std::optional<mcp::Method> method = mcp::MethodOf(request.method);
  if (!method) return refuse(ErrorCode::kMethodNotFound, "method not found");
  const bool early = *method == mcp::Method::kInitialize || *method == mcp::Method::kPing;
  if (!session.initialized && !early) {
    return refuse(ErrorCode::kInvalidRequest, "not initialized");
  }
  if (session.in_flight.contains(request.id.key)) {
    return refuse(ErrorCode::kInvalidRequest, "a request with this id is in flight");
  }
  if (session.in_flight.size() >= limits_.client_requests_in_flight_max) {
    return refuse(ErrorCode::kServerError,
                  "more than " + std::to_string(limits_.client_requests_in_flight_max) +
                      " requests in flight");
  }
  session.in_flight.emplace(request.id.key, Handling{});
  Handle(session, std::move(message), now);
}

// Again for a request that was held.
void Router::Impl::Handle(Session& session, jsonrpc::Message message, Time now) {
  const auto& request = std::get<jsonrpc::Request>(message.body);
  const Handler handler = HandlerOf(*mcp::MethodOf(request.method));
  if ((this->*handler)(session, request, now) == Step::kDone) return;
  const size_t bytes = message.document.text().size();
  if (session.held_bytes + bytes > limits_.message_bytes_max) {
    AnswerError(session, request.id, jsonrpc::ErrorCode::kServerError,
                "the servers are still starting, and more than " +
                    std::to_string(limits_.message_bytes_max) + " bytes wait for them");
    return;
  }
  session.held_bytes += bytes;
  const uint64_t number = next_held_++;
  session.in_flight[request.id.key] = Held{number};
  session.held.emplace(number, std::move(message));
}

void Router::Impl::OnClientNotification(Session& session, const jsonrpc::Notification& notification,
                                        Time now) {
  if (notification.method == "notifications/initialized" ||
      notification.method == "notifications/roots/list_changed") {
    return TellRootsChanged(session);
  }
  if (notification.method != "notifications/cancelled") return;
  const auto value = Param(notification.params, "requestId");
  const auto id = value ? jsonrpc::ReadId(*value) : std::nullopt;
  if (!id) return;
  const auto reason = Param(notification.params, "reason");
  Cancel(session, id->key, reason && reason->is_string() ? reason->string() : "", now);
}

// Only what this session has in flight: another client's ids are in its own table.
void Router::Impl::Cancel(Session& session, std::string_view id_key, std::string_view reason,
                          Time now) {
  const auto found = session.in_flight.find(id_key);
  if (found == session.in_flight.end()) return;
  if (const auto* held = std::get_if<Held>(&found->second)) {
    auto node = session.held.extract(held->number);
    session.held_bytes -= node.mapped().document.text().size();
  }
  if (const auto* forwarded = std::get_if<Forwarded>(&found->second)) {
    ServerLink& link = links_[forwarded->server];
    auto node = link.pending.extract(forwarded->upstream_id);
    SendCancelled(link, forwarded->upstream_id, reason);
    if (!node.empty()) EndCall(std::get<Call>(std::move(node.mapped().what)), "cancelled", now);
  }
  session.in_flight.erase(found);
}

Step Router::Impl::OnInitialize(Session& session, const jsonrpc::Request& request, Time) {
  using jsonrpc::ErrorCode;
  if (session.initialized) {
    AnswerError(session, request.id, ErrorCode::kInvalidRequest, "already initialized");
    return Step::kDone;
  }
  const auto version = Param(request.params, "protocolVersion");
  if (!version || !version->is_string()) {
    AnswerError(session, request.id, ErrorCode::kInvalidParams, "`protocolVersion` is missing");
    return Step::kDone;
  }
  const auto info = Param(request.params, "clientInfo");
  const auto name = info ? info->Find("name") : std::nullopt;
  if (name && name->is_string()) session.client_name = name->string();
  session.agent = AgentOf(session);
  session.initialized = true;
  session.can_be_asked = mcp::ReadClientCapabilities(request.params);
  RefreshView(session);
  Answer(session, request.id,
         jsonrpc::WriteResult(request.id.raw,
                              jsonrpc::ObjectWriter()
                                  .String("protocolVersion", mcp::Negotiate(version->string()))
                                  .Raw("capabilities", mcp::OwnCapabilities())
                                  .Raw("serverInfo", kImplementation)
                                  .Take()));
  return Step::kDone;
}

AgentMask Router::Impl::AgentOf(const Session& session) const {
  if (session.fixed_agent) return *session.fixed_agent;
  return session.client_name ? policy_->AgentOfClient(*session.client_name) : AgentMask{};
}

Step Router::Impl::OnPing(Session& session, const jsonrpc::Request& request, Time) {
  Answer(session, request.id, jsonrpc::WriteResult(request.id.raw, "{}"));
  return Step::kDone;
}

template <ListKind kind>
Step Router::Impl::OnList(Session& session, const jsonrpc::Request& request, Time) {
  // Each list is one page, so no cursor was ever given.
  if (Param(request.params, "cursor")) {
    AnswerError(session, request.id, jsonrpc::ErrorCode::kInvalidParams, "unknown cursor");
    return Step::kDone;
  }
  if (!Settled()) return Step::kWait;
  auto& seen = session.seen[static_cast<size_t>(kind)];
  seen = Render(session, kind);
  Answer(session, request.id, jsonrpc::WriteResult(request.id.raw, *seen));
  return Step::kDone;
}

Step Router::Impl::OnSetLevel(Session& session, const jsonrpc::Request& request, Time) {
  const auto level = Param(request.params, "level");
  const auto severity =
      level && level->is_string() ? mcp::LogSeverity(level->string()) : std::nullopt;
  if (!severity) {
    AnswerError(session, request.id, jsonrpc::ErrorCode::kInvalidParams, "unknown log level");
    return Step::kDone;
  }
  session.log_severity = severity;
  for (ServerLink& link : links_) {
    if (link.takes_calls()) SendLogLevel(link);
  }
  Answer(session, request.id, jsonrpc::WriteResult(request.id.raw, "{}"));
  return Step::kDone;
}

// The least that any client wants; each gets only what it asked for.
void Router::Impl::SendLogLevel(ServerLink& link) {
  std::optional<int> severity;
  for (const auto& [id, session] : sessions_) {
    if (session.log_severity) {
      severity = std::min(severity.value_or(*session.log_severity), *session.log_severity);
    }
  }
  if (!link.capabilities.logging || !severity || severity == link.log_severity) return;
  link.log_severity = severity;
  SendAside(link, mcp::Method::kLoggingSetLevel,
            jsonrpc::ObjectWriter().String("level", mcp::LogLevelName(*severity)).Take());
}

bool Router::Impl::Sees(const Session& session, const Entry& entry) const {
  return policy_->MayPass(entry.target, session.agent);
}

std::string Router::Impl::Render(const Session& session, ListKind kind) const {
  std::string items = "[";
  for (const Entry& entry : catalog_.entries(kind)) {
    if (!Sees(session, entry)) continue;
    if (items.size() > 1) items += ',';
    items += entry.rendered;
  }
  items += ']';
  return jsonrpc::ObjectWriter().Raw(FactsOf(kind).member, items).Take();
}

void Router::Impl::CatalogChanged(Time now) {
  constexpr size_t kProblemsSaidMax = 20;
  const std::vector<std::string> known = catalog_.problems();
  catalog_ = Catalog(*policy_, names_, warden_.served(), warden_.holds());
  size_t said = 0;
  for (const std::string& problem : catalog_.problems()) {
    if (std::find(known.begin(), known.end(), problem) != known.end()) continue;
    if (++said <= kProblemsSaidMax) Say(LogLevel::kWarning, problem);
  }
  PublishDefinitions();
  for (auto& [id, session] : sessions_) RefreshView(session);
  RetryHeld(now);
}

void Router::Impl::RefreshView(Session& session) const {
  session.visible_servers.clear();
  for (const ListKind kind : kListKinds) {
    for (const Entry& entry : catalog_.entries(kind)) {
      if (Sees(session, entry)) session.visible_servers.insert(entry.server);
    }
  }
}

// A client that never asked for a list need not hear that it has changed.
void Router::Impl::TellChanges(Session& session) {
  std::set<std::string_view> notifications;
  for (const ListKind kind : kListKinds) {
    auto& seen = session.seen[static_cast<size_t>(kind)];
    if (!seen) continue;
    std::string rendered = Render(session, kind);
    if (rendered == *seen) continue;
    seen = std::move(rendered);
    notifications.insert(FactsOf(kind).list_changed);
  }
  for (const std::string_view notification : notifications) {
    SendToClient(session, jsonrpc::WriteNotification(notification, ""));
  }
}

void Router::Impl::RetryHeld(Time now) {
  // While servers start that a new policy brought, what is listed is not yet what will be.
  if (Settled()) {
    for (auto& [id, session] : sessions_) TellChanges(session);
  }
  for (auto& [id, session] : sessions_) {
    auto held = std::exchange(session.held, {});
    session.held_bytes = 0;
    for (auto& [number, message] : held) Handle(session, std::move(message), now);
  }
}

bool Router::Impl::Settled() const {
  return std::all_of(links_.begin(), links_.end(),
                     [](const ServerLink& link) { return link.settled; });
}

}  // namespace weir::router
