#include "tests/unit/router/script.h"

#include "runtime/jsonrpc/write.h"

namespace weir::router {
namespace {

json::Document Read(const std::string& text) {
  Result<json::Document> document = json::Document::Parse(text);
  if (!document.ok()) FAIL(document.error().message << ": " << text);
  return std::move(document).value();
}

std::optional<json::Value> Find(const json::Document& document,
                                const std::vector<std::string>& path) {
  std::optional<json::Value> value = document.root();
  for (const std::string& name : path) {
    if (value) value = value->Find(name);
  }
  return value;
}

}  // namespace

std::string Tools(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) {
    if (text.size() > 1) text += ',';
    text += R"({"name":)" + json::Quote(name) + R"(,"inputSchema":{}})";
  }
  return text + "]";
}

std::string Script::Peer::Take() {
  if (inbox_.empty()) return "";
  std::string message = std::move(inbox_.front());
  inbox_.pop_front();
  return message;
}

std::vector<std::string> Script::Peer::TakeAll() {
  std::vector<std::string> all(inbox_.begin(), inbox_.end());
  inbox_.clear();
  return all;
}

void Script::ClientPeer::operator>>(std::string message) {
  script_->router().ClientMessage(id_, std::move(message), script_->now());
  script_->Collect();
}

std::string Script::ClientPeer::Ask(const std::string& id, const std::string& method,
                                    const std::string& params) {
  *this >> jsonrpc::WriteRequest(id, method, params);
  return Take();
}

void Script::ServerPeer::operator<<(std::string message) {
  script_->router().ServerMessage(connection_, std::move(message), script_->now());
  script_->Collect();
}

void Script::ServerPeer::Answer(const std::string& id, const std::string& result) {
  *this << jsonrpc::WriteResult(id, result);
}

void Script::ServerPeer::Answer(const std::string& result) {
  REQUIRE_FALSE(inbox_.empty());
  Answer(At(Take(), {"id"}), result);
}

void Script::ServerPeer::Fail(const std::string& error) {
  REQUIRE_FALSE(inbox_.empty());
  *this << jsonrpc::WriteErrorObject(At(Take(), {"id"}), error);
}

void Script::ServerPeer::Serve(const Wares& wares) {
  const std::map<std::string, std::string> results = {
      {"initialize",
       R"({"protocolVersion":")" + wares.revision +
           R"(","capabilities":{"tools":{},"prompts":{},"resources":{"subscribe":true},"logging":{},)"
           R"("completions":{}},"serverInfo":{"name":"s","version":"1"}})"},
      {"tools/list", R"({"tools":)" + wares.tools + "}"},
      {"prompts/list", R"({"prompts":)" + wares.prompts + "}"},
      {"resources/list", R"({"resources":)" + wares.resources + "}"},
      {"resources/templates/list", R"({"resourceTemplates":)" + wares.templates + "}"},
  };
  std::deque<std::string> other;
  while (!inbox_.empty()) {
    const std::string message = Take();
    const auto found = results.find(TextAt(message, {"method"}));
    if (found != results.end()) {
      Answer(At(message, {"id"}), found->second);
    } else if (!At(message, {"id"}).empty()) {
      other.push_back(message);
    }
  }
  inbox_ = std::move(other);
}

void Script::ServerPeer::Down(const std::string& reason) {
  running_ = false;
  inbox_.clear();
  script_->router().ServerDown(connection_, reason, script_->now());
  script_->Collect();
}

Script::Script(std::shared_ptr<const Policy> policy, Limits limits,
               std::shared_ptr<const lock::LockFile> lock)
    : policy_(policy),
      router_(std::make_unique<Router>(policy, limits, std::move(lock))),
      servers_(policy->servers().size()),
      starts_(policy->servers().size()) {
  for (ServerPeer& server : servers_) server.script_ = this;
  CHECK(router_->NextDeadline() <= now_);
  router_->Tick(now_);
  Collect();
}

void Script::Reload(std::shared_ptr<const Policy> policy,
                    std::shared_ptr<const lock::LockFile> lock) {
  const auto old_servers = std::exchange(servers_, {});
  const auto old_starts = std::exchange(starts_, {});
  servers_.resize(policy->servers().size());
  starts_.resize(servers_.size());
  for (ServerPeer& server : servers_) server.script_ = this;
  for (size_t from = 0; from < old_servers.size(); ++from) {
    const std::string& name = policy_->servers()[from].name;
    gone_[name] = old_servers[from];
    for (size_t to = 0; to < servers_.size(); ++to) {
      if (policy->servers()[to].name != name) continue;
      servers_[to] = old_servers[from];
      starts_[to] = old_starts[from];
      gone_.erase(name);
    }
  }
  policy_ = policy;
  router_->PolicyChanged(std::move(policy), std::move(lock), now_);
  Collect();
}

Script::ServerPeer* Script::PeerOf(ConnectionId connection) {
  for (ServerPeer& server : servers_) {
    if (server.connection_ == connection) return &server;
  }
  for (auto& [name, server] : gone_) {
    if (server.connection_ == connection) return &server;
  }
  return nullptr;
}

Script::ClientPeer& Script::OpenOnly(uint32_t number, std::optional<AgentMask> agent) {
  ClientPeer& peer = clients_[number];
  peer.script_ = this;
  peer.id_ = ClientId{number};
  router_->ClientOpened(peer.id_, agent, now_);
  Collect();
  return peer;
}

Script::ClientPeer& Script::client(uint32_t number, const std::string& name) {
  if (const auto found = clients_.find(number); found != clients_.end()) return found->second;
  ClientPeer& peer = OpenOnly(number);
  const std::string answer =
      peer.Ask("0", "initialize",
               R"({"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":)" +
                   json::Quote(name) + R"(,"version":"1"}})");
  REQUIRE(TextAt(answer, {"result", "protocolVersion"}) == "2025-11-25");
  peer >> jsonrpc::WriteNotification("notifications/initialized", "");
  return peer;
}

// In steps, from deadline to deadline, as an event loop does.
void Script::Pass(std::chrono::milliseconds time) {
  const Time end = now_ + time;
  while (const auto deadline = router_->NextDeadline()) {
    if (*deadline > end) break;
    now_ = std::max(now_, *deadline);
    router_->Tick(now_);
    Collect();
    const auto next = router_->NextDeadline();
    REQUIRE((!next || *next > now_));
  }
  now_ = end;
}

void Script::Collect() {
  // Starting a server is an event that makes new actions.
  std::vector<Action> actions = router_->TakeActions();
  for (Action& action : actions) {
    std::visit(Overloaded{
                   [&](SendToClient& send) {
                     CHECK(send.message.find_first_of("\r\n") == std::string::npos);
                     clients_.at(send.client.value).inbox_.push_back(std::move(send.message));
                   },
                   [&](CloseClient&) {},
                   [&](StartServer& start) {
                     ServerPeer& server = servers_.at(start.server);
                     server.connection_ = start.connection;
                     server.running_ = true;
                     ++starts_[start.server];
                     router_->ServerStarted(start.connection, now_);
                   },
                   [&](SendToServer& send) {
                     CHECK(send.message.find_first_of("\r\n") == std::string::npos);
                     ServerPeer* server = PeerOf(send.connection);
                     if (server != nullptr) server->inbox_.push_back(std::move(send.message));
                   },
                   [&](StopServer& stop) {
                     ServerPeer* server = PeerOf(stop.connection);
                     if (server != nullptr) server->running_ = false;
                   },
                   [&](Log& log) { logs_.push_back(std::move(log)); },
                   [&](AuditRecord& record) {
                     const bool goes_on = record.event == AuditEvent::kDecision &&
                                          record.decision.outcome == Outcome::kAllow &&
                                          record.result.empty();
                     (goes_on ? forwarded_ : audit_).push_back(std::move(record));
                   },
               },
               action);
  }
  if (!actions.empty()) Collect();
}

std::string At(const std::string& message, const std::vector<std::string>& path) {
  const json::Document document = Read(message);
  const auto value = Find(document, path);
  return value ? std::string(value->raw()) : "";
}

std::string TextAt(const std::string& message, const std::vector<std::string>& path) {
  const json::Document document = Read(message);
  const auto value = Find(document, path);
  return value && value->is_string() ? std::string(value->string()) : "";
}

std::vector<std::string> Each(const std::string& message, const std::vector<std::string>& path,
                              const std::string& key) {
  const json::Document document = Read(message);
  const auto list = Find(document, path);
  std::vector<std::string> keys;
  if (!list) return keys;
  for (const json::Value item : list->items()) {
    const auto value = item.Find(key);
    keys.emplace_back(value && value->is_string() ? value->string() : "");
  }
  return keys;
}

std::string ToolErrorText(const std::string& message) {
  const json::Document document = Read(message);
  const auto is_error = Find(document, {"result", "isError"});
  REQUIRE((is_error && is_error->boolean()));
  const json::Value content = *Find(document, {"result", "content"});
  REQUIRE(content.size() == 1);
  return std::string((*content.items().begin()).Find("text")->string());
}

}  // namespace weir::router
