// Scripts against a Router: clients and servers that are played by the test, and a clock that it
// turns.
//
//   Script script(policy);
//   script.client(1) >> R"({"jsonrpc":"2.0",…})";     what a client sends
//   script.server(0) << R"({"jsonrpc":"2.0",…})";     what a server says
//   CHECK(script.client(1).Take() == …);              the next message that it got, "" if there is
//   none
#pragma once

#include <catch2/catch.hpp>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/json/document.h"
#include "runtime/router/router.h"
#include "tests/support/table_policy.h"

namespace weir::router {

using testing::TablePolicy;

// What a played server answers to initialize and the lists.
struct Wares {
  std::string revision = "2025-11-25";
  std::string tools = "[]";
  std::string prompts = "[]";
  std::string resources = "[]";
  std::string templates = "[]";
};

// `{"name":"…","inputSchema":{}}` for each.
std::string Tools(const std::vector<std::string>& names);

class Script {
 public:
  // One end of a connection: what the router sent to it and was not yet taken.
  class Peer {
   public:
    // The next message; "" if there is none.
    std::string Take();
    std::vector<std::string> TakeAll();
    bool empty() const { return inbox_.empty(); }
    const std::deque<std::string>& inbox() const { return inbox_; }

   protected:
    friend class Script;
    std::deque<std::string> inbox_;
  };
  class ClientPeer : public Peer {
   public:
    void operator>>(std::string message);
    // A request with this id (raw); gives the answer back if it came at once.
    std::string Ask(const std::string& id, const std::string& method,
                    const std::string& params = "");

   private:
    friend class Script;
    Script* script_ = nullptr;
    ClientId id_;
  };
  class ServerPeer : public Peer {
   public:
    void operator<<(std::string message);
    // The result of the request that the router sent last, which is taken.
    void Answer(const std::string& result);
    void Answer(const std::string& id, const std::string& result);
    void Fail(const std::string& error);
    // Plays the handshake and all lists, as far as the router asks. Other requests stay to be
    // taken.
    void Serve(const Wares& wares);
    void Down(const std::string& reason = "killed");
    bool running() const { return running_; }
    ConnectionId connection() const { return connection_; }

   private:
    friend class Script;
    Script* script_ = nullptr;
    ConnectionId connection_;
    bool running_ = false;
  };

  explicit Script(std::shared_ptr<const Policy> policy, Limits limits = {},
                  std::shared_ptr<const lock::LockFile> lock = nullptr);

  // Opened and initialized at first use.
  ClientPeer& client(uint32_t number = 1, const std::string& name = "tester");
  ClientPeer& OpenOnly(uint32_t number, std::optional<AgentMask> agent = {});
  ServerPeer& server(ServerIndex index) { return servers_[index]; }
  // One that the present policy does not have.
  ServerPeer& gone(const std::string& name) { return gone_.at(name); }

  // Another policy. Servers keep their peers by name; references to them end.
  void Reload(std::shared_ptr<const Policy> policy,
              std::shared_ptr<const lock::LockFile> lock = nullptr);

  void Pass(std::chrono::milliseconds time);
  Router& router() { return *router_; }
  Time now() const { return now_; }
  // Hands out what the router wants done.
  void Collect();

  // The last record of each request: of its end, or of the decision that stopped it.
  std::vector<AuditRecord> TakeAudit() { return std::exchange(audit_, {}); }
  // The records of decisions to forward.
  std::vector<AuditRecord> TakeForwarded() { return std::exchange(forwarded_, {}); }
  std::vector<Log> TakeLogs() { return std::exchange(logs_, {}); }
  size_t starts(ServerIndex server) const { return starts_.at(server); }

 private:
  ServerPeer* PeerOf(ConnectionId connection);

  Time now_{1'000};
  std::shared_ptr<const Policy> policy_;
  std::unique_ptr<Router> router_;
  std::map<uint32_t, ClientPeer> clients_;
  std::vector<ServerPeer> servers_;
  std::map<std::string, ServerPeer> gone_;
  std::vector<size_t> starts_;
  std::vector<AuditRecord> audit_;
  std::vector<AuditRecord> forwarded_;
  std::vector<Log> logs_;
};

// A value inside a message, by its members' names: At(text, {"result", "tools"}). Raw; "" if it is
// not there.
std::string At(const std::string& message, const std::vector<std::string>& path);
// The unescaped string there.
std::string TextAt(const std::string& message, const std::vector<std::string>& path);
// The `key` of each item of the list there.
std::vector<std::string> Each(const std::string& message, const std::vector<std::string>& path,
                              const std::string& key = "name");

// The text of a tool's error; fails the test if the answer is none.
std::string ToolErrorText(const std::string& message);

}  // namespace weir::router
