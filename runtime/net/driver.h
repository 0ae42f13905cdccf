// Performs what the router says, and tells it what happened: the router's hands. One event loop,
// one thread.
//
// Order and audit: of what one event leads to, the audit records are written first, then the rest
// is performed in the router's order. When a record cannot be written, nothing else is performed,
// no answer goes out, every server is stopped and serving ends: fail closed.
//
// Back-pressure: a client is not read while answers for it pile up or a server that is still
// reading has too much to read; a server's stdout is not read while a client's answers pile up.
// stderr is always read.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "compiler/pipeline/policy.h"
#include "runtime/net/line_reader.h"
#include "runtime/net/line_writer.h"
#include "runtime/net/observer.h"
#include "runtime/net/server_link.h"
#include "runtime/net/unique_fd.h"
#include "runtime/router/router.h"

namespace weir::net {

// A server whose unread input grows beyond this many largest messages is stopped.
inline constexpr size_t kQueuedMessagesHardMax = 4;
// A client that closes its side (a file that ends) still gets the answers that it waits for, within
// this time.
inline constexpr std::chrono::milliseconds kAnswerPatience{10'000};
// At the end clients get this long to read what was written to them.
inline constexpr std::chrono::milliseconds kFlushPatience{2'000};

struct Settings {
  std::string keeper;              // path of weir-keeper
  std::optional<AgentMask> agent;  // of every client; nothing: what it calls itself decides
  router::Limits limits;
  std::shared_ptr<const lock::LockFile> lock =
      {};  // null: servers are held to what they list first
};

// What a reload replaces.
struct Rules {
  std::shared_ptr<const Policy> policy;
  std::shared_ptr<const lock::LockFile> lock = {};
  std::optional<AgentMask> agent = {};
};

class Driver {
 public:
  // `observer` outlives the driver; the driver is destroyed before the loop.
  Driver(boost::asio::io_context& io, std::shared_ptr<const Policy> policy, Settings settings,
         Observer& observer);
  ~Driver();

  // Serves a client over these. Once no client is left, the driver shuts down. False: they cannot
  // be watched.
  bool AddClient(UniqueFd input, UniqueFd output);
  // Starts the servers although there is no client, to look at what they are.
  void Begin();
  const router::Router& router() const { return router_; }
  // From now on under these; see router::Router::PolicyChanged.
  void Reload(Rules rules);
  // Ends in order: servers down the ladder, last answers flushed, loop stopped. May be called
  // again.
  void Shutdown();
  // Whether it ended because an audit record could not be written.
  bool audit_failed() const { return audit_failed_; }

 private:
  struct Client {
    std::shared_ptr<LineReader> input;
    std::shared_ptr<LineWriter> output;
    boost::asio::steady_timer patience;
    bool ended = false;    // sends nothing more, waits for answers
    bool leaving = false;  // gets no more answers, only what is queued
  };

  router::Time Now() const;
  // Every event goes through here: the router is told, then its actions are performed.
  template <typename Tell>
  void Happened(Tell tell);
  void PerformAll();
  void Perform(router::SendToClient& action);
  void Perform(router::CloseClient& action);
  void Perform(router::StartServer& action);
  void Perform(router::SendToServer& action);
  void Perform(router::StopServer& action);
  void Perform(router::Log& action);
  void Perform(router::AuditRecord& action);

  ServerLink::Events LinkEvents(router::ConnectionId id, const std::string& name);
  void KillStrays();
  void ClientEnded(router::ClientId id);
  void ClientLeaves(router::ClientId id);
  void LetAnsweredLeave();
  void FailClosed();
  void Balance();
  void ArmTimer();
  void StopWhenDone();

  boost::asio::io_context& io_;
  std::shared_ptr<const Policy> policy_;
  Settings settings_;
  Observer& observer_;
  std::chrono::steady_clock::time_point start_;
  router::Router router_;
  std::map<router::ClientId, Client> clients_;
  std::map<router::ConnectionId, std::shared_ptr<ServerLink>> links_;
  boost::asio::steady_timer deadline_timer_;
  boost::asio::steady_timer flush_timer_;
  std::optional<router::Time> armed_;
  uint32_t next_client_ = 1;
  bool performing_ = false;
  bool shutting_down_ = false;
  bool flushing_ = false;
  bool audit_failed_ = false;
};

}  // namespace weir::net
