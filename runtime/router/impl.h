// The router's state and its parts, one .cpp for each section below. Private to this folder.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/jsonrpc/message.h"
#include "runtime/policy/verdict.h"
#include "runtime/router/catalog.h"
#include "runtime/router/names.h"
#include "runtime/router/router.h"
#include "runtime/router/server_link.h"
#include "runtime/router/session.h"
#include "runtime/router/warden.h"
#include "runtime/schema/validate.h"

namespace weir::router {

// What weir calls itself, to clients and to servers.
inline constexpr std::string_view kImplementation = R"({"name":"weir","version":"0.1.0"})";

// Whether a client's request is through (answered or forwarded), or has to wait for the servers'
// lists.
enum class Step : uint8_t { kDone, kWait };

// A client's request as it would be forwarded, if the policy lets it.
struct Outgoing {
  mcp::Method method;
  policy::Question question;
  std::string exposed;              // what the client called it
  std::optional<json::Value> sent;  // what of `params` the agent chose
  std::string params;
  std::shared_ptr<const json::Document> stripped = nullptr;  // owns `sent` where some was left out
  std::optional<std::string> progress_token;
  std::string subscription;
  std::string guard;  // what the guard has against it
  bool ask = false;   // for which it needs a person's yes even where the policy lets it pass
};

tracking::Sink SinkOf(const policy::Question& question);

// Where a server of the old policy is in the new one.
struct Moved {
  ServerIndex to;
  bool runs_on;  // it is started in the same way
};
using ServerMap = std::vector<std::optional<Moved>>;  // nothing: it is gone

class Router::Impl {
 public:
  Impl(std::shared_ptr<const Policy> policy, Limits limits,
       std::shared_ptr<const lock::LockFile> lock);

  // router.cpp: time
  void Start(Time now);
  void Tick(Time now);
  std::optional<Time> NextDeadline() const;
  void Shutdown(Time now);
  std::vector<Action> TakeActions() { return std::exchange(actions_, {}); }

  // reload.cpp: another policy
  void PolicyChanged(std::shared_ptr<const Policy> policy,
                     std::shared_ptr<const lock::LockFile> lock, Time now);

  // survey.cpp: looking at servers
  bool Quiet() const;
  std::vector<Survey> Surveys() const;

  // client_side.cpp: clients, and what is answered without asking a server
  void ClientOpened(ClientId client, std::optional<AgentMask> agent, Time now);
  void ClientMessage(ClientId client, std::string text, Time now);
  void ClientMessageTooLarge(ClientId client);
  void ClientClosed(ClientId client, Time now);
  bool Owes(ClientId client) const;

  // server_life.cpp: from the start of a process to its end
  void ServerStarted(ConnectionId connection, Time now);
  void ServerDown(ConnectionId connection, const std::string& reason, Time now);

  // server_side.cpp: what servers say
  void ServerMessage(ConnectionId connection, std::string text, Time now);
  void ServerMessageTooLarge(ConnectionId connection, Time now);

 private:
  using Handler = Step (Impl::*)(Session&, const jsonrpc::Request&, Time);
  static Handler HandlerOf(mcp::Method method);

  // router.cpp
  void TickLink(ServerLink& link, Time now);
  void TimeOut(ServerLink& link, int64_t id, Time now);

  // reload.cpp
  void MoveLinks(const Policy& policy, const ServerMap& moved, Time now);
  void EndProcess(ServerLink& link, const std::string& why, Time now);
  void MoveWarden(std::shared_ptr<const lock::LockFile> lock, const ServerMap& moved);
  void MovePending(ServerLink& link, const tracking::Meaning& meaning, Time now);
  void MoveSession(Session& session, const Policy& before, const ServerMap& moved);
  void EndSubscriptions(Session& session);

  // client_side.cpp
  void OnClientRequest(Session& session, jsonrpc::Message message, Time now);
  void OnClientNotification(Session& session, const jsonrpc::Notification& notification, Time now);
  void Handle(Session& session, jsonrpc::Message message, Time now);
  void Cancel(Session& session, std::string_view id_key, std::string_view reason, Time now);
  Step OnInitialize(Session& session, const jsonrpc::Request& request, Time now);
  AgentMask AgentOf(const Session& session) const;
  Step OnPing(Session& session, const jsonrpc::Request& request, Time now);
  template <ListKind kind>
  Step OnList(Session& session, const jsonrpc::Request& request, Time now);
  Step OnSetLevel(Session& session, const jsonrpc::Request& request, Time now);
  void SendLogLevel(ServerLink& link);
  std::string Render(const Session& session, ListKind kind) const;
  bool Sees(const Session& session, const Entry& entry) const;
  void CatalogChanged(Time now);
  void RefreshView(Session& session) const;
  void TellChanges(Session& session);
  void RetryHeld(Time now);
  bool Settled() const;

  // requests.cpp: what is decided and forwarded
  template <ListKind kind>
  Step OnNamed(Session& session, const jsonrpc::Request& request, Time now);
  Step OnRead(Session& session, const jsonrpc::Request& request, Time now);
  Step OnSubscribe(Session& session, const jsonrpc::Request& request, Time now);
  Step OnUnsubscribe(Session& session, const jsonrpc::Request& request, Time now);
  Step OnComplete(Session& session, const jsonrpc::Request& request, Time now);
  Step ReadResource(Session& session, const jsonrpc::Request& request, Time now, bool subscribe);
  Step NotThere(Session& session, const jsonrpc::Request& request, Verb verb, std::string_view name,
                const HeldEntry* held);
  void Decide(Session& session, const jsonrpc::Request& request, Outgoing outgoing, Time now);
  void Forward(Session& session, const jsonrpc::Request& request, Outgoing outgoing,
               AuditRecord audit, Time now);
  void Unsubscribe(const std::string& uri, ServerIndex server);

  // arguments.cpp: what a tool's schema says
  std::optional<schema::Misfit> FitArguments(Outgoing& outgoing) const;
  policy::Verdict Denial(const schema::Misfit& misfit) const;

  // data.cpp: which data goes where
  flow::Carried Inspect(const Session& session, Outgoing& outgoing) const;
  void RecordFlows(const flow::Carried& carried, AuditRecord& audit) const;
  void RecordData(const Outgoing& outgoing, const flow::Carried& carried, AuditRecord& audit) const;
  std::string PathText(const Session& session, const policy::Question& question,
                       const flow::Carried& carried, const Decision& decision) const;
  void Receive(Session& session, Call& call, ServerIndex server, json::Value payload);
  std::string WithLabels(const Call& call, ServerIndex server, json::Value result) const;
  void SayFolded(const flow::Folded& folded);
  void PublishDefinitions();

  // client_requests.cpp: what servers ask of clients
  std::string InitializeParams(const ServerLink& link) const;
  Session* WhomToAsk(const ServerLink& link, ClientVerb verb);
  void OnAsked(ServerLink& link, const jsonrpc::Request& request, ClientVerb verb, Time now);
  std::string Put(const ServerLink& link, Session* session, const jsonrpc::Request& request,
                  Asked& asked, Time now);
  void SayRefused(ServerLink& link, ClientVerb verb, const std::string& why);
  void OnQuestionAnswered(Session& session, const jsonrpc::Response& response, Time now);
  bool Deliver(Session& session, Asked& asked, json::Value answer);
  void Reply(const Asked& asked, std::string message);
  void Refuse(Asked asked, std::string_view text, std::string result, Time now);
  void EndQuestion(Asked asked, std::string result, Time now);
  void Withdraw(Session& session, const std::function<bool(const Asked&)>& which,
                const std::string& why, Time now);
  void WithdrawAfterCall(ServerIndex server, ClientId client, Time now);
  void WithdrawAll(const ServerLink& link, Time now);
  void OnServerCancelled(const ServerLink& link, json::Value params, Time now);
  void TellRootsChanged(const Session& session);

  // answers.cpp: everything that is said to clients and to the audit
  void Answer(Session& session, const jsonrpc::Id& id, std::string message);
  void AnswerError(Session& session, const jsonrpc::Id& id, jsonrpc::ErrorCode code,
                   std::string_view text);
  // A request that reached its target but failed: to a tool call a tool's error, which models read.
  void AnswerFailure(Session& session, const jsonrpc::Id& id, mcp::Method method,
                     std::string_view text);
  void SendToClient(const Session& session, std::string message);
  void EndCall(Call call, std::string result, Time now);
  void FailCall(Call call, std::string_view text, std::string result, Time now);
  void FailCalls(ServerLink& link, std::string_view text, const std::string& result, Time now);
  void Say(LogLevel level, std::string text);
  std::string_view NameOf(const ServerLink& link) const;
  const ServerSettings& SettingsOf(const ServerLink& link) const;

  // server_life.cpp
  void Launch(ServerLink& link, Time now);
  void Stop(ServerLink& link, const std::string& reason);
  void OnInitialized(ServerLink& link, const jsonrpc::Response& response, Time now);
  void BeginLists(ServerLink& link, Time now);
  void NextList(ServerLink& link, Time now);
  void OnListPage(ServerLink& link, const jsonrpc::Response& response, Time now);
  void GiveUpList(ServerLink& link, std::string_view problem, Time now);
  void SayOfList(ServerLink& link, std::string_view problem);
  void EndLists(ServerLink& link, Time now);
  void RelistSoon(ServerLink& link, Time now);
  void Resubscribe(ServerLink& link);
  std::chrono::milliseconds Backoff(int failures) const;
  int64_t SendRequest(ServerLink& link, mcp::Method method, std::string_view params,
                      std::variant<Call, OwnRequest> what, Time now);
  // A request whose answer changes nothing, so nobody waits for it.
  void SendAside(ServerLink& link, mcp::Method method, std::string_view params);
  void SendToServer(const ServerLink& link, std::string message);
  void SendCancelled(const ServerLink& link, int64_t id, std::string_view reason);
  ServerLink* LinkOf(ConnectionId connection);

  // server_side.cpp
  void OnServerRequest(ServerLink& link, const jsonrpc::Request& request, Time now);
  void OnServerNotification(ServerLink& link, const jsonrpc::Notification& notification, Time now);
  void OnServerResponse(ServerLink& link, const jsonrpc::Response& response, Time now);
  void OnCallAnswered(Call call, const jsonrpc::Response& response, Time now);
  std::string ObjectionTo(json::Value payload) const;
  bool Withhold(Call& call, json::Value payload, Time now);
  std::shared_ptr<const json::Document> CleanedBySettings(json::Value value) const;
  void OnProgress(ServerLink& link, json::Value params);
  void OnLogMessage(const ServerLink& link, json::Value params);
  void OnResourceUpdated(const ServerLink& link, json::Value params);
  void CountNoise(ServerLink& link, std::string_view what);

  std::shared_ptr<const Policy> policy_;
  Limits limits_;
  Names names_;
  Warden warden_;
  Catalog catalog_;
  std::shared_ptr<const flow::Store> definitions_;  // as public text
  std::vector<ServerLink> links_;                   // by ServerIndex
  std::map<ClientId, Session> sessions_;
  uint32_t next_connection_ = 1;
  uint64_t next_held_ = 1;
  uint64_t next_call_ = 1;
  int64_t next_question_ = 1;
  bool started_ = false;
  bool ended_ = false;
  std::vector<Action> actions_;
};

}  // namespace weir::router
