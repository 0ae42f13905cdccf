// Everything that is said to clients and to the audit.
#include <utility>

#include "runtime/jsonrpc/write.h"
#include "runtime/router/impl.h"

namespace weir::router {

void Router::Impl::SendToClient(const Session& session, std::string message) {
  actions_.push_back(router::SendToClient{session.id, std::move(message)});
}

void Router::Impl::Answer(Session& session, const jsonrpc::Id& id, std::string message) {
  session.in_flight.erase(id.key);
  SendToClient(session, std::move(message));
}

void Router::Impl::AnswerError(Session& session, const jsonrpc::Id& id, jsonrpc::ErrorCode code,
                               std::string_view text) {
  Answer(session, id, jsonrpc::WriteError(id.raw, code, text));
}

void Router::Impl::AnswerFailure(Session& session, const jsonrpc::Id& id, mcp::Method method,
                                 std::string_view text) {
  if (method != mcp::Method::kToolsCall) {
    AnswerError(session, id, jsonrpc::ErrorCode::kServerError, text);
    return;
  }
  const std::string content =
      jsonrpc::ObjectWriter().String("type", "text").String("text", text).Take();
  Answer(session, id,
         jsonrpc::WriteResult(id.raw, jsonrpc::ObjectWriter()
                                          .Raw("content", "[" + content + "]")
                                          .Raw("isError", "true")
                                          .Take()));
}

void Router::Impl::EndCall(Call call, std::string result, Time now) {
  call.audit.event = AuditEvent::kEnd;
  call.audit.duration = now - call.sent;
  call.audit.result = std::move(result);
  actions_.push_back(std::move(call.audit));
  WithdrawAfterCall(call.server, call.client, now);
}

void Router::Impl::FailCall(Call call, std::string_view text, std::string result, Time now) {
  const auto session = sessions_.find(call.client);
  if (session != sessions_.end()) AnswerFailure(session->second, call.client_id, call.method, text);
  EndCall(std::move(call), std::move(result), now);
}

void Router::Impl::FailCalls(ServerLink& link, std::string_view text, const std::string& result,
                             Time now) {
  std::erase_if(link.pending, [&](auto& item) {
    auto* call = std::get_if<Call>(&item.second.what);
    if (call != nullptr) FailCall(std::move(*call), text, result, now);
    return call != nullptr;
  });
  WithdrawAll(link, now);
}

void Router::Impl::Say(LogLevel level, std::string text) {
  actions_.push_back(Log{level, std::move(text)});
}

const ServerSettings& Router::Impl::SettingsOf(const ServerLink& link) const {
  return policy_->servers()[link.server];
}

std::string_view Router::Impl::NameOf(const ServerLink& link) const {
  return SettingsOf(link).name;
}

}  // namespace weir::router
