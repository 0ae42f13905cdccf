#include "runtime/net/driver.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "runtime/keeper/processes.h"

namespace weir::net {

using boost::system::error_code;
using router::ClientId;
using router::ConnectionId;
using router::LogLevel;

Driver::Driver(boost::asio::io_context& io, std::shared_ptr<const Policy> policy, Settings settings,
               Observer& observer)
    : io_(io),
      policy_(std::move(policy)),
      settings_(std::move(settings)),
      observer_(observer),
      start_(std::chrono::steady_clock::now()),
      router_(policy_, settings_.limits, settings_.lock),
      deadline_timer_(io),
      flush_timer_(io) {}

Driver::~Driver() {
  for (auto& [id, client] : clients_) {
    client.input->Close();
    client.output->Close();
  }
}

router::Time Driver::Now() const {
  return std::chrono::duration_cast<router::Time>(std::chrono::steady_clock::now() - start_);
}

template <typename Tell>
void Driver::Happened(Tell tell) {
  if (audit_failed_) return;
  tell(Now());
  // What happens while an action is performed is told at once and performed by the loop that
  // already runs.
  if (!performing_) PerformAll();
}

void Driver::PerformAll() {
  performing_ = true;
  for (auto actions = router_.TakeActions(); !actions.empty(); actions = router_.TakeActions()) {
    std::stable_partition(actions.begin(), actions.end(), [](const router::Action& action) {
      return std::holds_alternative<router::AuditRecord>(action);
    });
    for (router::Action& action : actions) {
      if (audit_failed_) break;
      std::visit([this](auto& one) { Perform(one); }, action);
    }
  }
  performing_ = false;
  LetAnsweredLeave();
  Balance();
  ArmTimer();
  StopWhenDone();
}

// ---- Actions ----

void Driver::Perform(router::SendToClient& action) {
  const auto client = clients_.find(action.client);
  if (client != clients_.end()) client->second.output->Send(std::move(action.message));
}

void Driver::Perform(router::CloseClient& action) {
  ClientLeaves(action.client);
}

void Driver::Perform(router::StartServer& action) {
  const ServerSettings& server = policy_->servers()[action.server];
  const ConnectionId id = action.connection;
  auto launched = Launch(server, settings_.keeper);
  if (!launched) {
    router_.ServerDown(id, launched.error().message, Now());
    return;
  }
  auto link = std::make_shared<ServerLink>(io_, settings_.limits.message_bytes_max,
                                           LinkEvents(id, server.name));
  links_.emplace(id, link);
  link->Start(std::move(*launched));
  router_.ServerStarted(id, Now());
}

void Driver::Perform(router::SendToServer& action) {
  const auto link = links_.find(action.connection);
  if (link != links_.end()) link->second->Send(std::move(action.message));
}

void Driver::Perform(router::StopServer& action) {
  const auto link = links_.find(action.connection);
  if (link != links_.end()) link->second->Stop("weir stopped it");
}

void Driver::Perform(router::Log& action) {
  observer_.Log(action.level, action.text);
}

void Driver::Perform(router::AuditRecord& action) {
  if (!observer_.Audit(action)) FailClosed();
}

// ---- Servers ----

ServerLink::Events Driver::LinkEvents(ConnectionId id, const std::string& name) {
  return {
      .message =
          [this, id](Line line) {
            Happened([&](router::Time now) {
              if (line.too_long) return router_.ServerMessageTooLarge(id, now);
              router_.ServerMessage(id, std::move(line.text), now);
            });
          },
      .queue_changed = [this] { Balance(); },
      .errors = [this, name](const std::string& text) { observer_.ServerSaid(name, text); },
      .keeper_lost = [this] { KillStrays(); },
      .down =
          [this, id, name](std::string reason) {
            observer_.Log(LogLevel::kDebug, "server " + name + " is down: " + reason);
            links_.erase(id);
            Happened([&](router::Time now) { router_.ServerDown(id, std::move(reason), now); });
            StopWhenDone();
          },
  };
}

// Every child of weir is a keeper; what else there is was inherited from a keeper that was killed.
void Driver::KillStrays() {
  std::vector<pid_t> keepers;
  for (const auto& [id, link] : links_) keepers.push_back(link->keeper_id());
  const size_t left = keeper::KillChildrenExcept(keepers);
  observer_.Log(LogLevel::kWarning, "a keeper was killed; its server's processes were ended" +
                                        (left == 0 ? "" : ", but for " + std::to_string(left)));
}

// ---- Clients ----

bool Driver::AddClient(UniqueFd input, UniqueFd output) {
  const ClientId id{next_client_++};
  Client client{.input = std::make_shared<LineReader>(io_, settings_.limits.message_bytes_max),
                .output = std::make_shared<LineWriter>(io_),
                .patience = boost::asio::steady_timer(io_)};
  const bool started =
      client.output->Start(std::move(output), {.changed =
                                                   [this] {
                                                     Balance();
                                                     StopWhenDone();
                                                   },
                                               .failed = [this, id] { ClientLeaves(id); }}) &&
      client.input->Start(
          std::move(input),
          [this, id](Line line) {
            Happened([&](router::Time now) {
              if (line.too_long) return router_.ClientMessageTooLarge(id, now);
              router_.ClientMessage(id, std::move(line.text), now);
            });
          },
          [this, id] { ClientEnded(id); });
  clients_.emplace(id, std::move(client));
  if (started) {
    Happened([&](router::Time now) { router_.ClientOpened(id, settings_.agent, now); });
  }
  return started;
}

void Driver::ClientEnded(ClientId id) {
  Client& client = clients_.at(id);
  client.ended = true;
  client.patience.expires_after(kAnswerPatience);
  client.patience.async_wait([this, id](error_code error) {
    if (!error) ClientLeaves(id);
  });
  LetAnsweredLeave();
}

void Driver::LetAnsweredLeave() {
  for (const auto& [id, client] : clients_) {
    if (client.ended && !router_.Owes(id)) ClientLeaves(id);
  }
}

void Driver::ClientLeaves(ClientId id) {
  const auto client = clients_.find(id);
  if (client == clients_.end() || std::exchange(client->second.leaving, true)) return;
  client->second.input->Close();
  client->second.patience.cancel();
  Happened([&](router::Time now) { router_.ClientClosed(id, now); });
  const bool all_leave = std::all_of(clients_.begin(), clients_.end(),
                                     [](const auto& entry) { return entry.second.leaving; });
  if (all_leave) Shutdown();
}

// ---- The loop ----

void Driver::Begin() {
  Happened([this](router::Time now) { router_.Tick(now); });
}

void Driver::Reload(Rules rules) {
  if (shutting_down_) return;
  policy_ = std::move(rules.policy);
  settings_.lock = std::move(rules.lock);
  settings_.agent = rules.agent;
  Happened([&](router::Time now) { router_.PolicyChanged(policy_, settings_.lock, now); });
}

void Driver::Shutdown() {
  if (std::exchange(shutting_down_, true)) return;
  Happened([&](router::Time now) { router_.Shutdown(now); });
}

void Driver::FailClosed() {
  audit_failed_ = true;
  shutting_down_ = true;
  observer_.Log(LogLevel::kError,
                "the audit record of a decision cannot be written: weir stops serving");
  for (auto& [id, client] : clients_) {
    client.input->Close();
    client.output->Close();
  }
  for (auto& [id, link] : links_) link->Stop("the audit failed");
}

void Driver::Balance() {
  const size_t hard_max =
      std::max(settings_.limits.message_bytes_max, json::kMessageBytesMax) * kQueuedMessagesHardMax;
  bool server_busy = false;
  for (auto& [id, link] : links_) {
    if (link->queued_bytes() > hard_max) link->Stop("it does not read its stdin");
    server_busy |= link->backed_up();
  }
  bool client_busy = false;
  for (auto& [id, client] : clients_) {
    const bool busy = client.output->queued_bytes() > kQueueBytesSoftMax;
    client.input->SetPaused(busy || server_busy);
    client_busy |= busy;
  }
  for (auto& [id, link] : links_) link->SetPaused(client_busy);
}

// A timer that goes off early asks the router in vain, once; one that followed every call's
// deadline would cost two system calls in each.
void Driver::ArmTimer() {
  const std::optional<router::Time> next = router_.NextDeadline();
  if (!next || (armed_ && *armed_ <= *next)) return;
  armed_ = next;
  deadline_timer_.expires_at(start_ + std::max(*next, router::Time(0)));
  deadline_timer_.async_wait([this](error_code error) {
    if (error) return;
    armed_.reset();
    Happened([this](router::Time now) { router_.Tick(now); });
  });
}

void Driver::StopWhenDone() {
  if (!shutting_down_ || performing_ || !links_.empty()) return;
  const bool flushed = std::all_of(clients_.begin(), clients_.end(), [](const auto& entry) {
    return entry.second.output->queued_bytes() == 0;
  });
  if (flushed) return io_.stop();
  if (std::exchange(flushing_, true)) return;
  flush_timer_.expires_after(kFlushPatience);
  flush_timer_.async_wait([this](error_code error) {
    if (!error) io_.stop();
  });
}

}  // namespace weir::net
