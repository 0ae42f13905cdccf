#include "runtime/router/router.h"

#include <algorithm>
#include <utility>

#include "runtime/router/impl.h"

namespace weir::router {
namespace {

Limits Strict(Limits limits, bool pinned) {
  if (pinned) limits.arguments_default = ArgumentMode::kStrict;
  return limits;
}

}  // namespace

Router::Impl::Impl(std::shared_ptr<const Policy> policy, Limits limits,
                   std::shared_ptr<const lock::LockFile> lock)
    : policy_(std::move(policy)),
      limits_(Strict(limits, lock != nullptr)),
      names_(*policy_, limits.exposed_name_length_max),
      warden_(*policy_, std::move(lock)),
      catalog_(*policy_, names_, std::vector<Lists>(policy_->servers().size())),
      links_(policy_->servers().size()) {
  for (ServerIndex server = 0; server < links_.size(); ++server) links_[server].server = server;
  for (Log& news : warden_.TakeNews()) actions_.push_back(std::move(news));
}

void Router::Impl::Start(Time now) {
  if (std::exchange(started_, true)) return;
  for (ServerLink& link : links_) Launch(link, now);
}

void Router::Impl::Tick(Time now) {
  Start(now);
  const bool was_settled = Settled();
  for (ServerLink& link : links_) TickLink(link, now);
  for (auto& [id, session] : sessions_) {
    Withdraw(
        session, [&](const Asked& asked) { return asked.deadline <= now; }, "timeout", now);
  }
  if (!was_settled && Settled()) RetryHeld(now);
}

void Router::Impl::TickLink(ServerLink& link, Time now) {
  if (!link.settled && link.start_deadline <= now) {
    link.settled = true;
    Say(LogLevel::kWarning,
        std::string(NameOf(link)) + " is not ready in time, going on without it");
  }
  if (link.state == LinkState::kDown && link.restart_at <= now) Launch(link, now);
  if (link.state == LinkState::kInitializing && link.initialize_deadline <= now) {
    Stop(link, "it does not answer initialize");
  }
  if (link.relist_at && *link.relist_at <= now) BeginLists(link, now);
  std::vector<int64_t> due;
  for (const auto& [id, pending] : link.pending) {
    if (!pending.deadline) continue;
    if (*pending.deadline > now) break;
    due.push_back(id);
  }
  for (const int64_t id : due) TimeOut(link, id, now);
}

void Router::Impl::TimeOut(ServerLink& link, int64_t id, Time now) {
  auto node = link.pending.extract(id);
  if (node.empty()) return;
  SendCancelled(link, id, "timeout");
  if (auto* call = std::get_if<Call>(&node.mapped().what)) {
    FailCall(std::move(*call),
             "The server `" + std::string(NameOf(link)) + "` did not answer within " +
                 std::to_string(SettingsOf(link).call_timeout.count()) + " ms.",
             "timeout", now);
  } else {
    GiveUpList(link, "no answer in time", now);
  }
}

std::optional<Time> Router::Impl::NextDeadline() const {
  if (!started_) return Time::zero();
  std::optional<Time> next;
  const auto consider = [&](Time time) { next = next ? std::min(*next, time) : time; };
  for (const ServerLink& link : links_) {
    if (link.state == LinkState::kStopped) continue;
    if (!link.settled) consider(link.start_deadline);
    if (link.state == LinkState::kDown) consider(link.restart_at);
    if (link.state == LinkState::kInitializing) consider(link.initialize_deadline);
    if (link.relist_at) consider(*link.relist_at);
    // All requests of one server have the same timeout, so the first one sent is the first one due.
    const auto first = std::find_if(link.pending.begin(), link.pending.end(), [](const auto& item) {
      return item.second.deadline.has_value();
    });
    if (first != link.pending.end()) consider(*first->second.deadline);
  }
  for (const auto& [id, session] : sessions_) {
    for (const auto& [number, asked] : session.asked) consider(asked.deadline);
  }
  return next;
}

void Router::Impl::Shutdown(Time now) {
  started_ = true;
  ended_ = true;
  for (ServerLink& link : links_) {
    if (link.has_process()) actions_.push_back(StopServer{link.connection});
    link.state = LinkState::kStopped;
    link.settled = true;
    link.relist_at.reset();
    FailCalls(link, "weir is shutting down.", "server-down", now);
    link.pending.clear();
  }
  RetryHeld(now);
}

Router::Router(std::shared_ptr<const Policy> policy, Limits limits,
               std::shared_ptr<const lock::LockFile> lock)
    : impl_(std::make_unique<Impl>(std::move(policy), limits, std::move(lock))) {}
Router::~Router() = default;

void Router::ClientOpened(ClientId client, std::optional<AgentMask> agent, Time now) {
  impl_->ClientOpened(client, agent, now);
}
void Router::ClientMessage(ClientId client, std::string message, Time now) {
  impl_->ClientMessage(client, std::move(message), now);
}
void Router::ClientMessageTooLarge(ClientId client, Time) {
  impl_->ClientMessageTooLarge(client);
}
void Router::ClientClosed(ClientId client, Time now) {
  impl_->ClientClosed(client, now);
}
bool Router::Owes(ClientId client) const {
  return impl_->Owes(client);
}
void Router::ServerStarted(ConnectionId connection, Time now) {
  impl_->ServerStarted(connection, now);
}
void Router::ServerMessage(ConnectionId connection, std::string message, Time now) {
  impl_->ServerMessage(connection, std::move(message), now);
}
void Router::ServerMessageTooLarge(ConnectionId connection, Time now) {
  impl_->ServerMessageTooLarge(connection, now);
}
void Router::ServerDown(ConnectionId connection, std::string reason, Time now) {
  impl_->ServerDown(connection, reason, now);
}
void Router::PolicyChanged(std::shared_ptr<const Policy> policy,
                           std::shared_ptr<const lock::LockFile> lock, Time now) {
  impl_->PolicyChanged(std::move(policy), std::move(lock), now);
}
void Router::Tick(Time now) {
  impl_->Tick(now);
}
std::optional<Time> Router::NextDeadline() const {
  return impl_->NextDeadline();
}
void Router::Shutdown(Time now) {
  impl_->Shutdown(now);
}
bool Router::Quiet() const {
  return impl_->Quiet();
}
std::vector<Survey> Router::Surveys() const {
  return impl_->Surveys();
}
std::vector<Action> Router::TakeActions() {
  return impl_->TakeActions();
}

}  // namespace weir::router
