// Another policy takes the place of the one that is served. Servers are the same if their names
// are; one that would be started as it was keeps its process. Nothing is answered twice or not at
// all, and what conversations hold stays labelled.
#include <algorithm>
#include <utility>

#include "runtime/router/impl.h"
#include "runtime/tracking/words.h"

namespace weir::router {
namespace {

// What a server may ask of clients it is told as it starts.
bool IsSameProcess(const ServerSettings& a, const ServerSettings& b) {
  const bool asks_the_same =
      std::equal(a.client_requests.begin(), a.client_requests.end(), b.client_requests.begin(),
                 [](const ClientRequestSettings& one, const ClientRequestSettings& other) {
                   return (one.outcome == Outcome::kAllow) == (other.outcome == Outcome::kAllow);
                 });
  return a.launch == b.launch && a.environment == b.environment && a.unsupported == b.unsupported &&
         asks_the_same;
}

ServerMap MapServers(const Policy& before, const Policy& after) {
  ServerMap moved(before.servers().size());
  for (size_t from = 0; from < moved.size(); ++from) {
    for (ServerIndex to = 0; to < after.servers().size(); ++to) {
      const ServerSettings& settings = after.servers()[to];
      if (settings.name != before.servers()[from].name) continue;
      moved[from] = {to, IsSameProcess(settings, before.servers()[from])};
    }
  }
  return moved;
}

}  // namespace

void Router::Impl::PolicyChanged(std::shared_ptr<const Policy> policy,
                                 std::shared_ptr<const lock::LockFile> lock, Time now) {
  if (ended_) return;
  const ServerMap moved = MapServers(*policy_, *policy);
  MoveLinks(*policy, moved, now);
  const std::shared_ptr<const Policy> before = std::exchange(policy_, std::move(policy));
  const tracking::Meaning meaning = tracking::MeaningOf(*before, *policy_);
  names_ = Names(*policy_, limits_.exposed_name_length_max);
  MoveWarden(std::move(lock), moved);
  for (ServerLink& link : links_) {
    MovePending(link, meaning, now);
    if (started_ && link.state == LinkState::kDown && link.restart_at <= now) Launch(link, now);
  }
  for (auto& [id, session] : sessions_) MoveSession(session, *before, moved);
  for (auto& [id, session] : sessions_) EndSubscriptions(session);
  CatalogChanged(now);
  Say(LogLevel::kInfo, "policy reloaded");
}

// Under the old policy still, of which its open calls are.
void Router::Impl::MoveLinks(const Policy& policy, const ServerMap& moved, Time now) {
  std::vector<ServerLink> links(policy.servers().size());
  for (ServerLink& link : links_) {
    const std::optional<Moved>& place = moved[link.server];
    if (!place) {
      EndProcess(link, "is not in the policy any more", now);
    } else if (!place->runs_on) {
      ServerLink& next = links[place->to];
      next.next_id = link.next_id;
      if (link.has_process()) {
        next.state = LinkState::kReplaced;
        next.connection = link.connection;
        next.start_deadline = now + limits_.start_deadline;
      }
      EndProcess(link, "is started anew, as the policy has changed", now);
    }
  }
  for (ServerLink& link : links_) {
    const std::optional<Moved>& place = moved[link.server];
    if (place && place->runs_on) links[place->to] = std::move(link);
  }
  for (ServerIndex server = 0; server < links.size(); ++server) links[server].server = server;
  links_ = std::move(links);
}

void Router::Impl::EndProcess(ServerLink& link, const std::string& why, Time now) {
  const std::string name(NameOf(link));
  Say(LogLevel::kInfo, name + " " + why);
  if (link.has_process()) actions_.push_back(StopServer{link.connection});
  link.state = LinkState::kStopped;
  FailCalls(link, "The server `" + name + "` " + why + ".", "server-down", now);
}

// Without a lock file a server stays held to what it listed first: reading the policy anew agrees
// to nothing. One that is another program now begins anew.
void Router::Impl::MoveWarden(std::shared_ptr<const lock::LockFile> lock, const ServerMap& moved) {
  // Of what was listed before, nothing that is missing has vanished now.
  static constexpr std::array<bool, kListKindCount> kNoneAnew{true, true, true, true};
  if (lock != nullptr) limits_.arguments_default = ArgumentMode::kStrict;
  Warden next(*policy_, lock);
  for (ServerIndex from = 0; from < moved.size(); ++from) {
    if (lock != nullptr || !moved[from] || !moved[from]->runs_on) continue;
    next.Adopt(moved[from]->to, warden_, from);
  }
  warden_ = std::move(next);
  for (const ServerLink& link : links_) {
    warden_.Review(link.server, {link.lists, kNoneAnew, link.initialized});
  }
  for (Log& news : warden_.TakeNews()) actions_.push_back(std::move(news));
}

// The first request sent stays the first one due, which TickLink relies on.
void Router::Impl::MovePending(ServerLink& link, const tracking::Meaning& meaning, Time now) {
  for (auto& [id, pending] : link.pending) {
    if (pending.deadline) {
      pending.deadline = std::min(*pending.deadline, now + SettingsOf(link).call_timeout);
    }
    if (auto* call = std::get_if<Call>(&pending.what)) {
      call->server = link.server;
      call->result_labels = tracking::Relabelled(call->result_labels, meaning);
    }
  }
}

void Router::Impl::MoveSession(Session& session, const Policy& before, const ServerMap& moved) {
  if (session.fixed_agent) {
    const std::string_view name = before.AgentName(*session.fixed_agent);
    session.fixed_agent = policy_->AgentNamed(name).value_or(AgentMask{});
  }
  session.agent = AgentOf(session);
  for (auto& [id, request] : session.in_flight) {
    auto* forwarded = std::get_if<Forwarded>(&request);
    if (forwarded != nullptr) forwarded->server = moved[forwarded->server]->to;
  }
  for (auto& [number, asked] : session.asked) asked.server = moved[asked.server]->to;
  for (auto& [uri, server] : std::exchange(session.subscriptions, {})) {
    if (moved[server]) session.subscriptions.emplace(uri, moved[server]->to);
  }
  const tracking::Carryover carryover = session.ledger->Reload(policy_);
  SayFolded(carryover.folded);
  if (carryover.lost.empty()) return;
  Say(LogLevel::kWarning, "a conversation holds data with the label " +
                              tracking::Listed(carryover.lost) +
                              ", which the policy does not have any more: until it ends, only "
                              "`flow any` lets that data go anywhere");
}

// Those to what the client may not read any more; also those that are being made.
void Router::Impl::EndSubscriptions(Session& session) {
  const auto may_read = [&](const std::string& uri, ServerIndex server) {
    return policy::Judge(*policy_, {.server = server,
                                    .verb = Verb::kRead,
                                    .target = uri,
                                    .agent = session.agent,
                                    .uri = uri})
        .passes();
  };
  for (const auto& [id, request] : session.in_flight) {
    const auto* forwarded = std::get_if<Forwarded>(&request);
    if (forwarded == nullptr) continue;
    const auto [server, upstream_id] = *forwarded;
    std::string& uri = std::get<Call>(links_[server].pending.at(upstream_id).what).subscription;
    if (!uri.empty() && !may_read(uri, server)) uri.clear();
  }
  for (const auto& [uri, server] : std::map(session.subscriptions)) {
    if (may_read(uri, server)) continue;
    session.subscriptions.erase(uri);
    Unsubscribe(uri, server);
    Say(LogLevel::kInfo,
        "a client may not read what it subscribed to any more, a subscription at " +
            policy_->servers()[server].name + " ends");
  }
}

}  // namespace weir::router
