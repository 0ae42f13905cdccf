// The router: one MCP server to its clients, a client of each server, and the policy between them.
// Multiplexes, decides, maps ids, progress tokens and cancellation both ways. Pure: see events.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/flow/conversation.h"
#include "runtime/lock/lock_file.h"
#include "runtime/router/events.h"
#include "runtime/router/survey.h"

namespace weir::router {

// Every number has a test at the limit and one past it.
struct Limits {
  size_t message_bytes_max = json::kMessageBytesMax;
  int nesting_max = json::kNestingMax;
  size_t client_requests_in_flight_max = 1'000;
  size_t client_subscriptions_max = 1'000;
  size_t server_requests_per_second_max = 100;         // of one server; the rest gets no answer
  size_t server_questions_open_max = 8;                // of one server to one client
  size_t server_notifications_per_second_max = 1'000;  // of one server; the rest reaches nobody
  size_t list_pages_max = 100;                         // of one list of one server
  size_t list_items_max = 10'000;                      // likewise
  size_t list_bytes_max = size_t{16} << 20;            // likewise: its items together
  size_t exposed_name_length_max = 64;
  std::chrono::milliseconds start_deadline{
      10'000};  // from StartServer to the end of its first lists
  // Beyond it a server that has not answered initialize is stopped and started again. Long, as a
  // first start may have to download its program.
  std::chrono::milliseconds initialize_timeout{60'000};
  // Caps what the policy gives each server for an answer: for whom no call is waiting.
  std::chrono::milliseconds call_timeout_max{std::chrono::milliseconds::max()};
  std::chrono::milliseconds restart_backoff_min{250};
  std::chrono::milliseconds restart_backoff_max{30'000};
  std::chrono::milliseconds list_changed_window{50};  // notifications within it are one
  // The window of a server whose lists change all the time doubles up to this, and is back to its
  // beginning after twice as long a quiet time.
  std::chrono::milliseconds list_changed_window_max{10'000};
  // Of servers whose policy does not say. Under a lock file always strict: an odd argument would
  // not be what somebody reviewed.
  ArgumentMode arguments_default = ArgumentMode::kOpen;
  // Whether definitions are reviewed. False is for who serves nobody and only looks: then nothing
  // is exposed either.
  bool review = true;
  size_t definition_bytes_public_max = size_t{256} << 10;  // of one server
  flow::Settings conversation = {};                        // what each may remember of data
};

// Not thread-safe: one strand owns it. Every event may leave actions; take them after each. The
// servers are started by the first ClientOpened or Tick; until then NextDeadline() is due.
class Router {
 public:
  // `lock`: what the servers are held to; null: what each lists first.
  Router(std::shared_ptr<const Policy> policy, Limits limits,
         std::shared_ptr<const lock::LockFile> lock = nullptr);
  ~Router();

  // `agent`: fixed from outside (a command line, later a token); nothing: taken from
  // clientInfo.name at initialize.
  void ClientOpened(ClientId client, std::optional<AgentMask> agent, Time now);
  // One message, as it was framed. Not yet parsed: the router reads it strictly and answers what it
  // refuses.
  void ClientMessage(ClientId client, std::string message, Time now);
  // A message over message_bytes_max, which the framing has already thrown away.
  void ClientMessageTooLarge(ClientId client, Time now);
  void ClientClosed(ClientId client, Time now);
  // Whether some request of this client has no answer yet.
  bool Owes(ClientId client) const;

  // The process runs; the router begins with initialize.
  void ServerStarted(ConnectionId connection, Time now);
  void ServerMessage(ConnectionId connection, std::string message, Time now);
  void ServerMessageTooLarge(ConnectionId connection, Time now);
  // It could not be started, or it ended, for whatever cause.
  void ServerDown(ConnectionId connection, std::string reason, Time now);

  // From now on under this policy and this lock file. Clients and conversations stay, requests that
  // are open too, except those of servers that are gone or are started in another way now. After
  // Shutdown it has no effect.
  void PolicyChanged(std::shared_ptr<const Policy> policy,
                     std::shared_ptr<const lock::LockFile> lock, Time now);

  // Time has come to NextDeadline().
  void Tick(Time now);
  std::optional<Time> NextDeadline() const;

  // Stops every server; nothing is started again.
  void Shutdown(Time now);

  std::vector<Action> TakeActions();

  // Every server has listed what it has, or is given up for now, and none is read anew.
  bool Quiet() const;
  // By server.
  std::vector<Survey> Surveys() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace weir::router
