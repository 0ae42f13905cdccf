// One server: its present process, what is open with it, and what it last listed.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "runtime/jsonrpc/message.h"
#include "runtime/mcp/protocol.h"
#include "runtime/router/events.h"
#include "runtime/router/listing.h"

namespace weir::router {

// A client's request that was let through.
struct Call {
  ServerIndex server;
  ClientId client;
  jsonrpc::Id client_id;
  mcp::Method method;
  std::optional<std::string> progress_token;  // the client's, raw
  std::string subscription;                   // with resources/subscribe: the URI
  Time sent;
  AuditRecord audit;
  uint64_t result_labels;  // what the policy says that the answer carries
};
// A request of our own.
enum class OwnRequest : uint8_t { kInitialize, kList };

struct Pending {
  std::variant<Call, OwnRequest> what;
  std::optional<Time> deadline;  // initialize has none: the protocol forbids to cancel it
};

enum class LinkState : uint8_t {
  kDown,          // no process; started at restart_at
  kStarting,      // asked for
  kInitializing,  // initialize sent
  kListing,       // the lists are read; takes calls
  kReady,
  kStopping,  // told to end
  kReplaced,  // told to end, as its successor is started in another way
  kStopped,   // for good
};

// Counts what happens within a second, from the first that happens in it.
struct PerSecond {
  Time since{};
  size_t count = 0;

  bool Admits(size_t most, Time now) {
    if (now - since >= std::chrono::seconds(1)) *this = {now, 0};
    return ++count <= most;
  }
};

struct ServerLink {
  ServerIndex server = 0;
  LinkState state = LinkState::kDown;
  ConnectionId connection;
  mcp::Capabilities capabilities;
  std::string initialized;  // its result of initialize, raw

  int64_t next_id = 1;                 // never used twice, not by the next process either
  std::map<int64_t, Pending> pending;  // by our id, so by time of sending

  Lists lists;  // the last complete ones; kept while the process is restarted
  Lists fresh;
  std::optional<Listing> listing;
  size_t lists_read = 0;  // of this round
  std::optional<Time> relist_at;
  bool relist_wanted = false;              // changed again while it is being read
  int relists = 0;                         // without a quiet time between them
  Time listed_at{};                        // the end of the last round
  std::vector<std::string> list_problems;  // those of the last round, which need not be said again
  std::vector<std::string> fresh_problems;
  std::array<bool, kListKindCount> given_up{};  // in the last round

  // Its lists are there, or nobody waits for them any more.
  bool settled = false;
  Time start_deadline{};
  Time initialize_deadline{};
  Time restart_at{};
  std::optional<Time> ready_since;  // of this process
  int failures = 0;                 // in a row
  std::string ended;                // why the last process did
  uint64_t noise = 0;
  PerSecond requests;                            // the server's own
  PerSecond notifications;                       // that may reach a client
  std::array<bool, kClientVerbCount> refused{};  // said once that the client is not asked for it
  std::optional<int> log_severity;               // what it was last told

  bool has_process() const { return state != LinkState::kDown && state != LinkState::kStopped; }
  // What it says counts.
  bool listens() const { return state == LinkState::kInitializing || takes_calls(); }
  bool takes_calls() const { return state == LinkState::kListing || state == LinkState::kReady; }
};

}  // namespace weir::router
