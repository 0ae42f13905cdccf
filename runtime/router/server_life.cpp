// A server's process from its start to its end, and again.
#include <algorithm>
#include <utility>

#include "runtime/jsonrpc/write.h"
#include "runtime/router/impl.h"

namespace weir::router {
namespace {

using jsonrpc::ObjectWriter;

bool HasList(const mcp::Capabilities& capabilities, ListKind kind) {
  switch (kind) {
    case ListKind::kTools:
      return capabilities.tools;
    case ListKind::kPrompts:
      return capabilities.prompts;
    case ListKind::kResources:
    case ListKind::kTemplates:
      return capabilities.resources;
  }
  return false;
}

// Rounds of lists in a row before their pause begins to grow.
constexpr int kRelistsAtOnce = 8;

std::chrono::milliseconds Doubled(std::chrono::milliseconds pause, int times,
                                  std::chrono::milliseconds max) {
  for (int i = 0; i < times && pause < max; ++i) pause *= 2;
  return std::min(pause, max);
}

}  // namespace

ServerLink* Router::Impl::LinkOf(ConnectionId connection) {
  const auto found = std::find_if(links_.begin(), links_.end(), [&](const ServerLink& link) {
    return link.connection == connection && link.has_process();
  });
  return found == links_.end() ? nullptr : &*found;
}

void Router::Impl::SendToServer(const ServerLink& link, std::string message) {
  actions_.push_back(router::SendToServer{link.connection, std::move(message)});
}

int64_t Router::Impl::SendRequest(ServerLink& link, mcp::Method method, std::string_view params,
                                  std::variant<Call, OwnRequest> what, Time now) {
  const int64_t id = link.next_id++;
  Pending pending{std::move(what), std::nullopt};
  if (method != mcp::Method::kInitialize) {
    pending.deadline = now + std::min(SettingsOf(link).call_timeout, limits_.call_timeout_max);
  }
  link.pending.emplace(id, std::move(pending));
  SendToServer(link, jsonrpc::WriteRequest(std::to_string(id), mcp::WireName(method), params));
  return id;
}

void Router::Impl::SendAside(ServerLink& link, mcp::Method method, std::string_view params) {
  SendToServer(
      link, jsonrpc::WriteRequest(std::to_string(link.next_id++), mcp::WireName(method), params));
}

void Router::Impl::SendCancelled(const ServerLink& link, int64_t id, std::string_view reason) {
  if (!link.takes_calls()) return;
  ObjectWriter params;
  params.Raw("requestId", std::to_string(id));
  if (!reason.empty()) params.String("reason", reason);
  SendToServer(link, jsonrpc::WriteNotification("notifications/cancelled", params.Take()));
}

void Router::Impl::Launch(ServerLink& link, Time now) {
  link.state = LinkState::kStarting;
  link.connection = ConnectionId{next_connection_++};
  link.capabilities = {};
  link.log_severity.reset();
  link.noise = 0;
  link.refused = {};
  link.start_deadline = now + limits_.start_deadline;
  actions_.push_back(StartServer{link.connection, link.server});
}

void Router::Impl::ServerStarted(ConnectionId connection, Time now) {
  ServerLink* link = LinkOf(connection);
  if (link == nullptr || link->state != LinkState::kStarting) return;
  link->state = LinkState::kInitializing;
  link->initialize_deadline = now + limits_.initialize_timeout;
  SendRequest(*link, mcp::Method::kInitialize, InitializeParams(*link), OwnRequest::kInitialize,
              now);
}

void Router::Impl::Stop(ServerLink& link, const std::string& reason) {
  Say(LogLevel::kError, std::string(NameOf(link)) + ": " + reason + ", stopping it");
  link.state = LinkState::kStopping;
  link.pending.clear();  // there were no calls yet
  actions_.push_back(StopServer{link.connection});
}

void Router::Impl::OnInitialized(ServerLink& link, const jsonrpc::Response& response, Time now) {
  const auto version = response.is_error ? std::nullopt : response.payload.Find("protocolVersion");
  if (!version || !version->is_string() || !mcp::IsSupported(version->string())) {
    Stop(link,
         response.is_error ? "it refuses to initialize" : "it speaks no revision that we know");
    return;
  }
  link.capabilities = mcp::ReadCapabilities(response.payload);
  link.initialized = response.payload.raw();
  SendToServer(link, jsonrpc::WriteNotification("notifications/initialized", ""));
  SendLogLevel(link);
  Resubscribe(link);
  BeginLists(link, now);
}

// What clients subscribed to at its predecessor.
void Router::Impl::Resubscribe(ServerLink& link) {
  if (!link.capabilities.subscribe) return;
  std::set<std::string> uris;
  for (const auto& [id, session] : sessions_) {
    for (const auto& [uri, server] : session.subscriptions) {
      if (server == link.server) uris.insert(uri);
    }
  }
  for (const std::string& uri : uris) {
    SendAside(link, mcp::Method::kResourcesSubscribe, ObjectWriter().String("uri", uri).Take());
  }
}

// All lists, whichever has changed.
void Router::Impl::BeginLists(ServerLink& link, Time now) {
  link.relist_at.reset();
  link.relist_wanted = false;
  link.state = LinkState::kListing;
  link.fresh = {};
  link.fresh_problems.clear();
  link.given_up = {};
  link.lists_read = 0;
  NextList(link, now);
}

void Router::Impl::NextList(ServerLink& link, Time now) {
  while (link.lists_read < kListKindCount &&
         !HasList(link.capabilities, kListKinds[link.lists_read])) {
    ++link.lists_read;
  }
  if (link.lists_read == kListKindCount) {
    EndLists(link, now);
    return;
  }
  const ListKind kind = kListKinds[link.lists_read++];
  link.listing.emplace(kind, limits_);
  SendRequest(link, FactsOf(kind).method, link.listing->NextParams(), OwnRequest::kList, now);
}

void Router::Impl::OnListPage(ServerLink& link, const jsonrpc::Response& response, Time now) {
  if (response.is_error) {
    GiveUpList(link, "it was refused", now);
    return;
  }
  if (!link.listing->Add(response.payload)) {
    SendRequest(link, FactsOf(link.listing->kind()).method, link.listing->NextParams(),
                OwnRequest::kList, now);
    return;
  }
  for (const std::string& problem : link.listing->problems()) SayOfList(link, problem);
  link.fresh[static_cast<size_t>(link.listing->kind())] = link.listing->TakeItems();
  NextList(link, now);
}

// Once, not with every round that finds the same.
void Router::Impl::SayOfList(ServerLink& link, std::string_view problem) {
  const mcp::Method method = FactsOf(link.listing->kind()).method;
  std::string text = std::string(NameOf(link)) + ", " + std::string(mcp::WireName(method)) + ": " +
                     std::string(problem);
  const auto& said = link.list_problems;
  if (std::find(said.begin(), said.end(), text) == said.end()) Say(LogLevel::kWarning, text);
  link.fresh_problems.push_back(std::move(text));
}

// What it listed before stays, if there was anything.
void Router::Impl::GiveUpList(ServerLink& link, std::string_view problem, Time now) {
  SayOfList(link, problem);
  const auto kind = static_cast<size_t>(link.listing->kind());
  link.fresh[kind] = link.lists[kind];
  link.given_up[kind] = true;
  NextList(link, now);
}

void Router::Impl::EndLists(ServerLink& link, Time now) {
  if (!link.ready_since) link.ready_since = now;
  link.listing.reset();
  link.state = LinkState::kReady;
  link.list_problems = std::exchange(link.fresh_problems, {});
  const bool was_quiet = now - link.listed_at >= 2 * limits_.list_changed_window_max;
  link.relists = was_quiet ? 0 : link.relists + 1;
  link.listed_at = now;
  if (link.relist_wanted) RelistSoon(link, now);
  const bool was_settled = std::exchange(link.settled, true);
  const bool listed_anew = link.lists != link.fresh;
  link.lists = std::exchange(link.fresh, {});
  const bool reviewed_anew =
      limits_.review && warden_.Review(link.server, {link.lists, link.given_up, link.initialized});
  const bool changed = reviewed_anew || listed_anew;
  for (Log& news : warden_.TakeNews()) actions_.push_back(std::move(news));
  if (changed) return CatalogChanged(now);
  if (!was_settled && Settled()) RetryHeld(now);
}

// Reading lists and building the catalog costs something, which a server must not make weir do all
// the time.
void Router::Impl::RelistSoon(ServerLink& link, Time now) {
  const int doublings = std::max(0, link.relists - kRelistsAtOnce);
  link.relist_at =
      now + Doubled(limits_.list_changed_window, doublings, limits_.list_changed_window_max);
}

void Router::Impl::ServerDown(ConnectionId connection, const std::string& reason, Time now) {
  ServerLink* link = LinkOf(connection);
  if (link == nullptr) return;
  if (link->state == LinkState::kReplaced) return Launch(*link, now);
  const bool was_stable =
      link->ready_since && now - *link->ready_since >= limits_.restart_backoff_max;
  if (was_stable) link->failures = 0;
  const std::chrono::milliseconds backoff = Backoff(link->failures++);
  Say(LogLevel::kWarning, std::string(NameOf(*link)) + " ended (" + json::Quote(reason) +
                              "), starting it again in " + std::to_string(backoff.count()) + " ms");
  link->ended = reason;
  link->state = LinkState::kDown;
  link->restart_at = now + backoff;
  link->ready_since.reset();
  link->relist_at.reset();
  link->listing.reset();
  FailCalls(*link, "The server `" + std::string(NameOf(*link)) + "` ended before it answered.",
            "server-down", now);
  link->pending.clear();
  const bool was_settled = std::exchange(link->settled, true);
  if (!was_settled && Settled()) RetryHeld(now);
}

std::chrono::milliseconds Router::Impl::Backoff(int failures) const {
  return Doubled(limits_.restart_backoff_min, failures, limits_.restart_backoff_max);
}

}  // namespace weir::router
