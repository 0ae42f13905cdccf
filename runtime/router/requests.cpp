// What is decided and, if it passes, forwarded. The upstream message is put together from the raw
// bytes of the very values that the policy looks at, and of nothing else: unknown members of
// `params` and `_meta` do not travel.
#include <utility>

#include "runtime/jsonrpc/write.h"
#include "runtime/lock/compare.h"
#include "runtime/router/impl.h"

namespace weir::router {
namespace {

using jsonrpc::ErrorCode;
using jsonrpc::ObjectWriter;

constexpr size_t kAuditNameBytesMax = 256;

std::optional<json::Value> Param(const jsonrpc::Request& request, std::string_view name) {
  return request.params ? request.params->Find(name) : std::nullopt;
}

std::optional<std::string> StringParam(const jsonrpc::Request& request, std::string_view name) {
  const auto value = Param(request, name);
  if (!value || !value->is_string()) return std::nullopt;
  return std::string(value->string());
}

// A string or an integer, like an id.
std::optional<std::string> ProgressToken(const jsonrpc::Request& request) {
  const auto meta = Param(request, "_meta");
  const auto token = meta ? meta->Find("progressToken") : std::nullopt;
  const auto id = token ? jsonrpc::ReadId(*token) : std::nullopt;
  return id ? std::optional(id->raw) : std::nullopt;
}

bool HasCapability(const mcp::Capabilities& capabilities, mcp::Method method) {
  return method != mcp::Method::kResourcesSubscribe || capabilities.subscribe;
}

std::string Shortened(std::string_view name) {
  return std::string(name.substr(0, kAuditNameBytesMax));
}

}  // namespace

template <ListKind kind>
Step Router::Impl::OnNamed(Session& session, const jsonrpc::Request& request, Time now) {
  const auto name = StringParam(request, "name");
  const auto arguments = Param(request, "arguments");
  if (!name || (arguments && !arguments->is_object())) {
    AnswerError(session, request.id, ErrorCode::kInvalidParams,
                "`name` is a string and `arguments` an object");
    return Step::kDone;
  }
  const Entry* entry = catalog_.Find(kind, *name);
  if (entry == nullptr || !Sees(session, *entry)) {
    return NotThere(session, request, FactsOf(kind).verb, *name, catalog_.FindHeld(kind, *name));
  }
  ObjectWriter params;
  params.String("name", entry->own_key);
  if (arguments) params.Raw("arguments", arguments->raw());
  Decide(session, request,
         {.method = *mcp::MethodOf(request.method),
          .question = {.server = entry->server,
                       .verb = FactsOf(kind).verb,
                       .target = entry->own_key,
                       .agent = session.agent,
                       .arguments = arguments,
                       .definition = entry->definition},
          .exposed = *name,
          .sent = arguments,
          .params = params.Take(),
          .progress_token = ProgressToken(request),
          .subscription = {},
          .guard = entry->guard,
          .ask = entry->ask},
         now);
  return Step::kDone;
}
template Step Router::Impl::OnNamed<ListKind::kTools>(Session&, const jsonrpc::Request&, Time);
template Step Router::Impl::OnNamed<ListKind::kPrompts>(Session&, const jsonrpc::Request&, Time);

namespace {

struct NotThereText {
  ErrorCode code;
  std::string_view what;
  std::string_view list;
};

constexpr NotThereText NotThereWords(Verb verb) {
  switch (verb) {
    case Verb::kCall:
      return {ErrorCode::kInvalidParams, "tool", "tools/list"};
    case Verb::kRead:
      return {ErrorCode::kResourceNotFound, "resource", "resources/list"};
    case Verb::kPrompt:
      return {ErrorCode::kInvalidParams, "prompt", "prompts/list"};
    case Verb::kComplete:
      break;
  }
  return {ErrorCode::kInvalidParams, "reference", "prompts/list or resources/templates/list"};
}

}  // namespace

// The same answer whether nobody has it or this agent may not see it. Before all servers have
// listed theirs, it may still come.
Step Router::Impl::NotThere(Session& session, const jsonrpc::Request& request, Verb verb,
                            std::string_view name, const HeldEntry* held) {
  if (!Settled()) return Step::kWait;
  // Who may not see it even if it were in order does not hear of it.
  if (held != nullptr && !policy_->MayPass(held->target, session.agent)) held = nullptr;
  AuditRecord audit;
  audit.call = next_call_++;
  audit.agent = policy_->AgentName(session.agent);
  audit.verb = verb;
  audit.exposed = Shortened(name);
  audit.conversation = session.id.value;
  audit.decision = {Outcome::kDeny, Because::kNotExposed, 0};
  audit.because = "there is no such thing for this agent";
  if (held != nullptr) {
    audit.server = policy_->servers()[held->server].name;
    audit.target = Shortened(held->own_key);
    audit.because = audit.guard = held->because;
  }
  audit.argument_bytes = request.params ? request.params->raw().size() : 0;
  actions_.push_back(std::move(audit));
  const auto [code, what, list] = NotThereWords(verb);
  if (held != nullptr) {
    AnswerFailure(session, request.id, *mcp::MethodOf(request.method),
                  "The " + std::string(what) + " " + json::Quote(Shortened(name)) +
                      " is held back by weir and was not used.\nBecause: " + held->because +
                      "\nA person who has reviewed it (`weir diff`, `weir scan`) can accept it: "
                      "`weir pin --accept " +
                      lock::AcceptWord(policy_->servers()[held->server].name, held->own_key) +
                      "`.");
    return Step::kDone;
  }
  AnswerError(session, request.id, code,
              "Unknown " + std::string(what) + ": " + json::Quote(Shortened(name)) +
                  ". The policy exposes none of that name to this agent; " + std::string(list) +
                  " shows all that it does.");
  return Step::kDone;
}

Step Router::Impl::OnRead(Session& session, const jsonrpc::Request& request, Time now) {
  return ReadResource(session, request, now, false);
}

Step Router::Impl::OnSubscribe(Session& session, const jsonrpc::Request& request, Time now) {
  return ReadResource(session, request, now, true);
}

// A subscription tells when there is something new to read, so it needs the same decision.
Step Router::Impl::ReadResource(Session& session, const jsonrpc::Request& request, Time now,
                                bool subscribe) {
  const auto uri = StringParam(request, "uri");
  if (!uri) {
    AnswerError(session, request.id, ErrorCode::kInvalidParams, "`uri` is a string");
    return Step::kDone;
  }
  const Entry* entry =
      catalog_.FindUri(*uri, [&](const Entry& candidate) { return Sees(session, candidate); });
  if (entry == nullptr) {
    return NotThere(session, request, Verb::kRead, *uri,
                    catalog_.FindHeld(ListKind::kResources, *uri));
  }
  const bool is_new = subscribe && !session.subscriptions.contains(*uri);
  if (is_new && session.subscriptions.size() >= limits_.client_subscriptions_max) {
    AnswerError(session, request.id, ErrorCode::kServerError,
                "more than " + std::to_string(limits_.client_subscriptions_max) + " subscriptions");
    return Step::kDone;
  }
  Decide(session, request,
         {.method = *mcp::MethodOf(request.method),
          .question = {.server = entry->server,
                       .verb = Verb::kRead,
                       .target = *uri,
                       .agent = session.agent,
                       .uri = *uri},
          .exposed = *uri,
          .sent = Param(request, "uri"),
          .params = ObjectWriter().Raw("uri", Param(request, "uri")->raw()).Take(),
          .progress_token = ProgressToken(request),
          .subscription = subscribe ? *uri : "",
          .guard = entry->guard,
          .ask = entry->ask},
         now);
  return Step::kDone;
}

// Only of what was subscribed to, which was decided then.
Step Router::Impl::OnUnsubscribe(Session& session, const jsonrpc::Request& request, Time) {
  const auto uri = StringParam(request, "uri");
  if (!uri) {
    AnswerError(session, request.id, ErrorCode::kInvalidParams, "`uri` is a string");
    return Step::kDone;
  }
  if (const auto found = session.subscriptions.find(*uri); found != session.subscriptions.end()) {
    const ServerIndex server = found->second;
    session.subscriptions.erase(found);
    Unsubscribe(*uri, server);
  }
  Answer(session, request.id, jsonrpc::WriteResult(request.id.raw, "{}"));
  return Step::kDone;
}

// One client does so no more; the server need not know as long as another does.
void Router::Impl::Unsubscribe(const std::string& uri, ServerIndex server) {
  ServerLink& link = links_[server];
  if (!link.takes_calls()) return;
  for (const auto& [id, session] : sessions_) {
    const auto found = session.subscriptions.find(uri);
    if (found != session.subscriptions.end() && found->second == server) return;
  }
  SendAside(link, mcp::Method::kResourcesUnsubscribe, ObjectWriter().String("uri", uri).Take());
}

// `context` travels too, so the policy decides on the whole of `params`.
Step Router::Impl::OnComplete(Session& session, const jsonrpc::Request& request, Time now) {
  const auto ref = Param(request, "ref");
  const auto argument = Param(request, "argument");
  const auto type = ref ? ref->Find("type") : std::nullopt;
  const bool is_prompt = type && type->is_string() && type->string() == "ref/prompt";
  const auto key = ref ? ref->Find(is_prompt ? "name" : "uri") : std::nullopt;
  if (!key || !key->is_string() || !argument || !argument->is_object()) {
    AnswerError(session, request.id, ErrorCode::kInvalidParams, "`ref` or `argument` is malformed");
    return Step::kDone;
  }
  const ListKind kind = is_prompt ? ListKind::kPrompts : ListKind::kTemplates;
  const Entry* entry = catalog_.Find(kind, key->string());
  if (entry == nullptr || !Sees(session, *entry)) {
    return NotThere(session, request, Verb::kComplete, key->string(),
                    catalog_.FindHeld(kind, key->string()));
  }
  if (!links_[entry->server].capabilities.completions) {
    Answer(session, request.id,
           jsonrpc::WriteResult(request.id.raw, R"({"completion":{"values":[]}})"));
    return Step::kDone;
  }
  ObjectWriter params;
  params.Raw("ref", ObjectWriter()
                        .String("type", is_prompt ? "ref/prompt" : "ref/resource")
                        .String(is_prompt ? "name" : "uri", entry->own_key)
                        .Take());
  params.Raw("argument", argument->raw());
  if (const auto context = Param(request, "context")) params.Raw("context", context->raw());
  Decide(session, request,
         {.method = mcp::Method::kCompletionComplete,
          .question = {.server = entry->server,
                       .verb = Verb::kComplete,
                       .target = entry->own_key,
                       .agent = session.agent,
                       .arguments = request.params,
                       .uri = is_prompt ? "" : entry->own_key,
                       .definition = entry->definition},
          .exposed = std::string(key->string()),
          .sent = request.params,
          .params = params.Take(),
          .progress_token = ProgressToken(request),
          .subscription = {},
          .guard = entry->guard,
          .ask = entry->ask},
         now);
  return Step::kDone;
}

void Router::Impl::Decide(Session& session, const jsonrpc::Request& request, Outgoing outgoing,
                          Time now) {
  const std::optional<schema::Misfit> misfit = FitArguments(outgoing);
  const flow::Carried carried = Inspect(session, outgoing);
  const policy::Question& question = outgoing.question;
  const ServerLink& link = links_[question.server];
  policy::Verdict verdict = misfit ? Denial(*misfit) : policy::Judge(*policy_, question);
  if (verdict.passes() && outgoing.ask) {
    verdict = {{Outcome::kAsk, Because::kNotExposed, 0}, {}, {}, outgoing.guard};
  }
  AuditRecord audit;
  audit.call = next_call_++;
  audit.agent = policy_->AgentName(session.agent);
  audit.server = NameOf(link);
  audit.verb = question.verb;
  audit.target = question.target;
  audit.exposed = outgoing.exposed;
  audit.decision = verdict.decision;
  audit.rule = verdict.rule;
  audit.place = verdict.place;
  audit.because = verdict.because;
  audit.guard = outgoing.guard;
  audit.conversation = session.id.value;
  audit.argument_bytes =
      question.arguments ? question.arguments->raw().size() : question.uri.size();
  RecordData(outgoing, carried, audit);
  if (!verdict.passes()) {
    AnswerFailure(session, request.id, outgoing.method,
                  policy::DenialText(*policy_, question, verdict) +
                      PathText(session, question, carried, verdict.decision));
    actions_.push_back(std::move(audit));
    return;
  }
  Forward(session, request, std::move(outgoing), std::move(audit), now);
}

void Router::Impl::Forward(Session& session, const jsonrpc::Request& request, Outgoing outgoing,
                           AuditRecord audit, Time now) {
  ServerLink& link = links_[outgoing.question.server];
  if (!link.takes_calls() || !HasCapability(link.capabilities, outgoing.method)) {
    const std::string name(NameOf(link));
    AnswerFailure(
        session, request.id, outgoing.method,
        link.takes_calls()
            ? "The server `" + name + "` does not support this."
            : "The server `" + name + "` is not running. It is being restarted; try again later.");
    audit.result = link.takes_calls() ? "error" : "server-down";
    actions_.push_back(std::move(audit));
    return;
  }
  actions_.push_back(audit);
  audit.labels.clear();
  audit.flows.clear();
  audit.guard.clear();
  const policy::Question& question = outgoing.question;
  session.ledger->Sent(SinkOf(question), outgoing.sent);
  const uint64_t result_labels = policy::ResultLabels(*policy_, question);
  const int64_t id = link.next_id;
  if (outgoing.progress_token) {
    // Ours is the request's id: unique, and gone with the request.
    const std::string meta = ObjectWriter().Raw("progressToken", std::to_string(id)).Take();
    outgoing.params.pop_back();
    outgoing.params += R"(,"_meta":)" + meta + "}";
  }
  SendRequest(
      link, outgoing.method, outgoing.params,
      Call{link.server, session.id, request.id, outgoing.method, std::move(outgoing.progress_token),
           std::move(outgoing.subscription), now, std::move(audit), result_labels},
      now);
  session.in_flight[request.id.key] = Forwarded{link.server, id};
}

}  // namespace weir::router
