// What servers say. Nothing of it is trusted: a server reaches only the clients that asked it
// something, and only with what they asked for.
#include <algorithm>
#include <utility>

#include "compiler/json/number.h"
#include "runtime/jsonrpc/write.h"
#include "runtime/mcp/client_requests.h"
#include "runtime/router/impl.h"
#include "runtime/router/results.h"

namespace weir::router {
namespace {

using jsonrpc::ErrorCode;
using jsonrpc::ObjectWriter;

constexpr uint64_t kNoiseSaidFirst = 3;
constexpr size_t kNoiseBytesMax = 200;

// `object` with one member replaced.
std::string Replaced(json::Value object, std::string_view key, std::string_view raw) {
  ObjectWriter writer;
  for (const json::Member member : object.members()) {
    writer.Raw(member.key, member.key == key ? raw : member.value.raw());
  }
  return writer.Take();
}

bool IsToolError(json::Value result) {
  const auto is_error = result.Find("isError");
  return is_error && is_error->kind() == json::Kind::kBool && is_error->boolean();
}

bool IsPowerOfTen(uint64_t number) {
  while (number >= 10 && number % 10 == 0) number /= 10;
  return number == 1;
}

}  // namespace

void Router::Impl::ServerMessage(ConnectionId connection, std::string text, Time now) {
  ServerLink* link = LinkOf(connection);
  if (link == nullptr || !link->listens()) return;
  const std::string beginning = text.substr(0, kNoiseBytesMax);
  jsonrpc::ReadResult read =
      jsonrpc::Read(std::move(text), {limits_.message_bytes_max, limits_.nesting_max});
  if (std::holds_alternative<jsonrpc::Refusal>(read)) {
    CountNoise(*link, beginning);
    return;
  }
  const auto& message = std::get<jsonrpc::Message>(read);
  std::visit(Overloaded{
                 [&](const jsonrpc::Request& request) { OnServerRequest(*link, request, now); },
                 [&](const jsonrpc::Notification& notification) {
                   OnServerNotification(*link, notification, now);
                 },
                 [&](const jsonrpc::Response& response) { OnServerResponse(*link, response, now); },
             },
             message.body);
}

// A line on a server's stdout that is no message: skipped, never fatal. The more there are, the
// less is said of them, so that no server can fill the log.
void Router::Impl::CountNoise(ServerLink& link, std::string_view what) {
  ++link.noise;
  if (link.noise > kNoiseSaidFirst && !IsPowerOfTen(link.noise)) return;
  Say(LogLevel::kWarning, std::string(NameOf(link)) + " says what is no message (" +
                              std::to_string(link.noise) + " so far): " + json::Quote(what));
}

// Which request it answered went with it, so every one that it may have been fails.
void Router::Impl::ServerMessageTooLarge(ConnectionId connection, Time now) {
  ServerLink* link = LinkOf(connection);
  if (link == nullptr) return;
  const std::string name(NameOf(*link));
  Say(LogLevel::kWarning, name + " sent a message over the limit of " +
                              std::to_string(limits_.message_bytes_max) + " bytes");
  if (link->state == LinkState::kInitializing) {
    Stop(*link, "its answer to initialize is too large");
    return;
  }
  FailCalls(*link,
            "The server `" + name + "` sent a message over the limit of " +
                std::to_string(limits_.message_bytes_max) +
                " bytes. It may have been the answer to this request.",
            "too-large", now);
  const auto list = std::find_if(link->pending.begin(), link->pending.end(), [](const auto& item) {
    const auto* own = std::get_if<OwnRequest>(&item.second.what);
    return own != nullptr && *own == OwnRequest::kList;
  });
  if (list == link->pending.end()) return;
  link->pending.erase(list);
  GiveUpList(*link, "a message over the limit", now);
}

// So few a second that answers cannot fill the queue to a server, for which clients would be held
// back.
void Router::Impl::OnServerRequest(ServerLink& link, const jsonrpc::Request& request, Time now) {
  if (!link.requests.Admits(limits_.server_requests_per_second_max, now)) return;
  if (request.method == "ping") {
    SendToServer(link, jsonrpc::WriteResult(request.id.raw, "{}"));
    return;
  }
  const std::optional<ClientVerb> verb = mcp::ClientVerbOf(request.method);
  if (verb && link.takes_calls()) return OnAsked(link, request, *verb, now);
  SendToServer(link,
               jsonrpc::WriteError(request.id.raw, ErrorCode::kMethodNotFound, "method not found"));
}

void Router::Impl::OnServerNotification(ServerLink& link, const jsonrpc::Notification& notification,
                                        Time now) {
  for (const ListKind kind : kListKinds) {
    if (notification.method != FactsOf(kind).list_changed) continue;
    if (link.state == LinkState::kListing) link.relist_wanted = true;
    if (link.state == LinkState::kReady && !link.relist_at) RelistSoon(link, now);
    return;
  }
  if (!notification.params) return;
  if (notification.method == "notifications/cancelled") {
    return OnServerCancelled(link, *notification.params, now);
  }
  // Each is read, remembered and sent on to clients, which are held up by it.
  if (!link.notifications.Admits(limits_.server_notifications_per_second_max, now)) return;
  const auto cleaned = CleanedBySettings(*notification.params);
  const json::Value params = cleaned ? cleaned->root() : *notification.params;
  if (notification.method == "notifications/progress") OnProgress(link, params);
  if (notification.method == "notifications/message") OnLogMessage(link, params);
  if (notification.method == "notifications/resources/updated") OnResourceUpdated(link, params);
}

// Only for a request that is open on this very connection, whose client asked for it.
void Router::Impl::OnProgress(ServerLink& link, json::Value params) {
  const auto token = params.Find("progressToken");
  if (!token || token->kind() != json::Kind::kInteger) return;
  const auto found = link.pending.find(token->integer());
  if (found == link.pending.end()) return;
  const auto* call = std::get_if<Call>(&found->second.what);
  if (call == nullptr || !call->progress_token) return;
  const auto session = sessions_.find(call->client);
  if (session == sessions_.end()) return;
  const std::optional<json::Value> message = params.Find("message");
  if (message) {
    SayFolded(session->second.ledger->Received(link.server, call->audit.call, call->audit.target,
                                               call->result_labels, *message));
  }
  SendToClient(session->second, jsonrpc::WriteNotification(
                                    "notifications/progress",
                                    Replaced(params, "progressToken", *call->progress_token)));
}

void Router::Impl::OnLogMessage(const ServerLink& link, json::Value params) {
  const auto level = params.Find("level");
  const auto data = params.Find("data");
  const auto severity =
      level && level->is_string() ? mcp::LogSeverity(level->string()) : std::nullopt;
  if (!severity || !data) return;
  const auto logger = params.Find("logger");
  std::string name(NameOf(link));
  if (logger && logger->is_string()) name += "/" + std::string(logger->string());
  const std::string message =
      jsonrpc::WriteNotification("notifications/message", ObjectWriter()
                                                              .Raw("level", level->raw())
                                                              .String("logger", name)
                                                              .Raw("data", data->raw())
                                                              .Take());
  for (auto& [id, session] : sessions_) {
    const bool wanted = severity >= session.log_severity.value_or(0);
    if (!wanted || !session.visible_servers.contains(link.server)) continue;
    SayFolded(session.ledger->Told(link.server, "log", *data));
    SendToClient(session, message);
  }
}

void Router::Impl::OnResourceUpdated(const ServerLink& link, json::Value params) {
  const auto uri = params.Find("uri");
  if (!uri || !uri->is_string()) return;
  const std::string message = jsonrpc::WriteNotification(
      "notifications/resources/updated", ObjectWriter().Raw("uri", uri->raw()).Take());
  for (const auto& [id, session] : sessions_) {
    const auto found = session.subscriptions.find(uri->string());
    if (found != session.subscriptions.end() && found->second == link.server) {
      SendToClient(session, message);
    }
  }
}

void Router::Impl::OnServerResponse(ServerLink& link, const jsonrpc::Response& response, Time now) {
  // Our ids are plain integers; an answer that spells one as a string answers nothing.
  const bool is_integer = response.id.key.starts_with('i');
  auto node = link.pending.extract(is_integer ? json::ToInteger(response.id.raw).value_or(0) : 0);
  if (node.empty()) {
    Say(LogLevel::kDebug, std::string(NameOf(link)) + " answers a request that is not open");
    return;
  }
  std::visit(Overloaded{
                 [&](Call& call) { OnCallAnswered(std::move(call), response, now); },
                 [&](OwnRequest own) {
                   switch (own) {
                     case OwnRequest::kInitialize:
                       OnInitialized(link, response, now);
                       break;
                     case OwnRequest::kList:
                       OnListPage(link, response, now);
                       break;
                   }
                 },
             },
             node.mapped().what);
}

std::shared_ptr<const json::Document> Router::Impl::CleanedBySettings(json::Value value) const {
  return policy_->guard().results == Reaction::kOff ? nullptr : Cleaned(value);
}

// What the guard has against what a server says to a model, in words; empty: nothing.
std::string Router::Impl::ObjectionTo(json::Value payload) const {
  GuardSettings settings = policy_->guard();
  if (settings.results == Reaction::kOff) return {};
  // Which threat it is does not matter in a result: both count, whatever definitions may do.
  settings.poison = settings.shadow = settings.results;
  const ResultReading reading = ReadTexts(payload);
  const auto objection = lock::ObjectionTo(reading.report, settings, {});
  if (objection) return objection->text;
  return reading.whole ? "" : "it is too long to be read to its end";
}

// It is always told; with `results deny` it goes no further.
bool Router::Impl::Withhold(Call& call, json::Value payload, Time now) {
  call.audit.guard = ObjectionTo(payload);
  if (call.audit.guard.empty()) return false;
  const std::string name = "`" + call.audit.server + "." + call.audit.target + "`";
  Say(LogLevel::kWarning, "guard: the result of " + json::Quote(name) + ": " + call.audit.guard);
  if (policy_->guard().results == Reaction::kWarn) return false;
  const std::string because = call.audit.guard;
  FailCall(std::move(call), "The result of " + name + " was withheld by weir.\nBecause: " + because,
           "withheld", now);
  return true;
}

void Router::Impl::OnCallAnswered(Call call, const jsonrpc::Response& response, Time now) {
  const auto found = sessions_.find(call.client);
  if (found == sessions_.end()) return;
  Session& session = found->second;
  const std::string_view raw = response.payload.raw();
  const auto forwarded = std::get<Forwarded>(session.in_flight.at(call.client_id.key));
  const ServerSettings& settings = policy_->servers()[forwarded.server];
  call.audit.result_bytes = raw.size();
  if (raw.size() > settings.result_bytes_max) {
    FailCall(std::move(call),
             "The result of the server `" + settings.name + "` has " + std::to_string(raw.size()) +
                 " bytes, over its limit of " + std::to_string(settings.result_bytes_max) + ".",
             "too-large", now);
    return;
  }
  if (Withhold(call, response.payload, now)) return;
  const auto cleaned = CleanedBySettings(response.payload);
  const json::Value sent = cleaned ? cleaned->root() : response.payload;
  Receive(session, call, forwarded.server, sent);
  if (response.is_error) {
    Answer(session, call.client_id, jsonrpc::WriteErrorObject(call.client_id.raw, sent.raw()));
    EndCall(std::move(call), "error", now);
    return;
  }
  if (!call.subscription.empty()) session.subscriptions[call.subscription] = forwarded.server;
  const bool tool_error = call.method == mcp::Method::kToolsCall && IsToolError(response.payload);
  Answer(session, call.client_id,
         jsonrpc::WriteResult(call.client_id.raw, WithLabels(call, forwarded.server, sent)));
  EndCall(std::move(call), tool_error ? "tool-error" : "ok", now);
}

}  // namespace weir::router
