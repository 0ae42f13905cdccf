// What is decided, forwarded, answered and recorded.
#include "runtime/jsonrpc/write.h"
#include "tests/unit/router/script.h"

namespace weir::router {
namespace {

using jsonrpc::WriteNotification;
using std::chrono::milliseconds;

std::string Call(const std::string& name, const std::string& rest = R"("arguments":{})") {
  return R"({"name":)" + json::Quote(name) + "," + rest + "}";
}

const Wares kWares{
    .revision = "2025-11-25",
    .tools =
        R"([{"name":"read","description":"reads","inputSchema":{"$defs":{ "x":1e2 }},"_meta":{"ui":{"resourceUri":"ui://a"}}}])",
    .prompts = R"([{"name":"hello","title":"Hello"}])",
    .resources = R"([{"uri":"file:///a","name":"a"}])",
    .templates = R"([{"uriTemplate":"file:///t/{id}","name":"t"}])"};

// One server that allows everything except what `decide` says about the tool `read`.
struct Fixture {
  explicit Fixture(TablePolicy::Decider decide = nullptr) {
    policy->AddServer("files", milliseconds(5'000), 100);
    if (decide) policy->Add({0, Verb::kCall, "read", ~uint64_t{0}, std::move(decide)});
    policy->AllowAll(0);
    script.emplace(policy);
    script->server(0).Serve(kWares);
  }
  std::shared_ptr<TablePolicy> policy = std::make_shared<TablePolicy>();
  std::optional<Script> script;

  Script::ClientPeer& client() { return script->client(); }
  Script::ServerPeer& server() { return script->server(0); }
};

TEST_CASE("definitions are passed on verbatim but for their names") {
  Fixture f;
  CHECK(
      At(f.client().Ask("1", "tools/list"), {"result", "tools"}) ==
      R"([{"name":"files__read","description":"reads","inputSchema":{"$defs":{ "x":1e2 }},"_meta":{"ui":{"resourceUri":"ui://a"}}}])");
  CHECK(At(f.client().Ask("2", "prompts/list"), {"result", "prompts"}) ==
        R"([{"name":"files__hello","title":"Hello"}])");
  CHECK(At(f.client().Ask("3", "resources/list"), {"result", "resources"}) == kWares.resources);
  CHECK(At(f.client().Ask("4", "resources/templates/list"), {"result", "resourceTemplates"}) ==
        kWares.templates);
}

TEST_CASE("an allowed call is forwarded with the bytes that were decided on") {
  std::string seen;
  Fixture f([&](std::optional<json::Value> arguments, std::string_view) {
    seen = arguments->raw();
    return Decision{Outcome::kAllow, Because::kRule, 0};
  });
  const std::string arguments = R"({"path" : "\u002e./x", "n":9007199254740993, "d":1.0})";
  f.client().Ask("1", "tools/call", Call("files__read", "\"arguments\":" + arguments));
  const std::string sent = f.server().Take();
  CHECK(At(sent, {"params", "arguments"}) == arguments);
  CHECK(seen == arguments);
  CHECK(TextAt(sent, {"params", "name"}) == "read");
  f.server().Answer(At(sent, {"id"}), R"({"content":[ ],"x":1.50})");
  CHECK(At(f.client().Take(), {"result"}) == R"({"content":[ ],"x":1.50})");
}

TEST_CASE("only what was decided on is forwarded") {
  Fixture f;
  f.client().Ask(
      "1", "tools/call",
      Call(
          "files__read",
          R"("arguments":{},"task":{"ttl":1},"extra":"x","_meta":{"secret":"x","progressToken":"p"})"));
  const std::string sent = f.server().Take();
  CHECK(At(sent, {"params"}) ==
        R"({"name":"read","arguments":{},"_meta":{"progressToken":)" + At(sent, {"id"}) + "}}");
}

TEST_CASE("a call without arguments is forwarded without") {
  Fixture f;
  f.client().Ask("1", "tools/call", R"({"name":"files__read"})");
  CHECK(At(f.server().Take(), {"params"}) == R"({"name":"read"})");
}

TEST_CASE("malformed calls are refused") {
  Fixture f;
  for (const std::string params :
       {R"({})", R"({"name":1})", R"({"name":"files__read","arguments":[]})",
        R"({"name":"files__read","arguments":null})"}) {
    CHECK(At(f.client().Ask("1", "tools/call", params), {"error", "code"}) == "-32602");
  }
  CHECK(f.server().empty());
}

TEST_CASE("a denial by a rule names the rule, its place and its reason, never the arguments") {
  Fixture f([](auto, auto) { return Decision{Outcome::kDeny, Because::kRule, 1}; });
  f.policy->AddRule(
      {Outcome::kDeny, "deny any: files.read where …", "policy.weir:7:1", "keys stay here"});
  const std::string text = ToolErrorText(f.client().Ask(
      "1", "tools/call", Call("files__read", R"("arguments":{"path":"/root/.ssh/id_rsa"})")));
  CHECK(text.find("`deny any: files.read where …` (policy.weir:7:1)") != std::string::npos);
  CHECK(text.find("keys stay here") != std::string::npos);
  CHECK(text.find("id_rsa") == std::string::npos);
  CHECK(f.server().empty());
  const auto audit = f.script->TakeAudit();
  REQUIRE(audit.size() == 1);
  CHECK(audit[0].decision == Decision{Outcome::kDeny, Because::kRule, 1});
  CHECK(audit[0].place == "policy.weir:7:1");
  CHECK(audit[0].because == "keys stay here");
  CHECK(audit[0].argument_bytes == 28);
  CHECK_FALSE(audit[0].duration);
  CHECK(audit[0].result.empty());
}

TEST_CASE("a denial by default says what would be allowed, at most three rules") {
  Fixture f([](auto, auto) { return Decision{}; });
  std::vector<uint32_t> rules;
  for (const char* number : {"1", "2", "3", "4"}) {
    rules.push_back(
        f.policy->AddRule({Outcome::kAllow, std::string("allow rule ") + number, "p:1:1", ""}));
  }
  f.policy->SetPassingRules({rules[0], rules[1], rules[2]});
  CHECK(ToolErrorText(f.client().Ask("1", "tools/call", Call("files__read")))
            .ends_with("allow rule 3` (p:1:1)"));
  f.policy->SetPassingRules(rules);
  const std::string text = ToolErrorText(f.client().Ask("1", "tools/call", Call("files__read")));
  CHECK(text.find("no rule allows it") != std::string::npos);
  CHECK(text.find("allow rule 4") == std::string::npos);
  CHECK(text.ends_with("and 1 more"));
}

TEST_CASE("what needs a person's approval is not done") {
  Fixture f([](auto, auto) { return Decision{Outcome::kAsk, Because::kRule, 0}; });
  CHECK(ToolErrorText(f.client().Ask("1", "tools/call", Call("files__read"))).find("approval") !=
        std::string::npos);
  CHECK(f.server().empty());
  CHECK(f.script->TakeAudit().at(0).decision.outcome == Outcome::kAsk);
}

TEST_CASE("a decision that fails, or names a rule that is not there, denies") {
  for (const Decision decision : {Decision{Outcome::kDeny, Because::kFailure, 0},
                                  Decision{Outcome::kAllow, Because::kRule, 99}}) {
    Fixture f([decision](auto, auto) { return decision; });
    CHECK(ToolErrorText(f.client().Ask("1", "tools/call", Call("files__read"))).find("failed") !=
          std::string::npos);
    CHECK(f.server().empty());
    CHECK(f.script->TakeAudit().at(0).decision.because == Because::kFailure);
  }
}

TEST_CASE("denied reads, prompts and completions are errors with the same text") {
  auto policy = std::make_shared<TablePolicy>();
  policy->AddServer("files");
  for (const Verb verb : {Verb::kRead, Verb::kPrompt, Verb::kComplete}) {
    policy->Add({0, verb, "*", ~uint64_t{0}, [](auto, auto) { return Decision{}; }});
  }
  Script script(policy);
  script.server(0).Serve(kWares);
  for (
      const auto& [method, params] : std::vector<std::pair<std::string, std::string>>{
          {"resources/read", R"({"uri":"file:///a"})"},
          {"resources/subscribe", R"({"uri":"file:///a"})"},
          {"prompts/get", R"({"name":"files__hello"})"},
          {"completion/complete",
           R"({"ref":{"type":"ref/prompt","name":"files__hello"},"argument":{"name":"a","value":""}})"}}) {
    const std::string answer = script.client().Ask("1", method, params);
    CHECK(At(answer, {"error", "code"}) == "-32000");
    CHECK(TextAt(answer, {"error", "message"}).find("denied by the policy") != std::string::npos);
  }
  CHECK(script.server(0).empty());
  CHECK(script.TakeAudit().size() == 4);
}

TEST_CASE("a call's record says how it ended") {
  Fixture f;
  const auto last = [&] {
    const auto audit = f.script->TakeAudit();
    REQUIRE(audit.size() == 1);
    return audit[0];
  };
  f.client().Ask("1", "tools/call", Call("files__read", R"("arguments":{"a":1})"));
  f.script->Pass(milliseconds(30));
  f.server().Answer(R"({"content":[]})");
  const AuditRecord ok = last();
  CHECK(ok.result == "ok");
  CHECK(ok.duration == milliseconds(30));
  CHECK(ok.result_bytes == 14);
  CHECK(ok.argument_bytes == 7);
  CHECK(ok.server == "files");
  CHECK(ok.target == "read");
  CHECK(ok.exposed == "files__read");
  CHECK(ok.rule == "allow any: *.*");
  f.client().Ask("2", "tools/call", Call("files__read"));
  f.server().Answer(R"({"content":[],"isError":true})");
  CHECK(last().result == "tool-error");
  f.client().Ask("3", "tools/call", Call("files__read"));
  f.client().TakeAll();
  f.server().Fail(R"({"code":-32602,"message":"no","data":{"x":1}})");
  CHECK(At(f.client().Take(), {"error"}) == R"({"code":-32602,"message":"no","data":{"x":1}})");
  CHECK(last().result == "error");
}

TEST_CASE("a call is on record before it goes out, and its end under the same number") {
  Fixture f;
  for (const std::string id : {"1", "2"}) f.client().Ask(id, "tools/call", Call("files__read"));
  const auto forwarded = f.script->TakeForwarded();
  REQUIRE(forwarded.size() == 2);
  CHECK(forwarded[0].exposed == "files__read");
  CHECK(forwarded[0].call != forwarded[1].call);
  CHECK_FALSE(forwarded[0].duration);
  CHECK(f.script->TakeAudit().empty());
  f.server().Take();
  f.server().Answer("{}");  // the second first
  const auto ended = f.script->TakeAudit();
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].event == AuditEvent::kEnd);
  CHECK(ended[0].call == forwarded[1].call);
  CHECK(f.script->TakeForwarded().empty());
}

TEST_CASE("results are allowed up to the limit and not one byte past it") {
  Fixture f;  // the limit is 100
  const auto result = [](size_t bytes) {
    return "{\"a\":\"" + std::string(bytes - 8, 'x') + "\"}";
  };
  f.client().Ask("1", "tools/call", Call("files__read"));
  f.server().Answer(result(100));
  CHECK(At(f.client().Take(), {"result"}).size() == 100);
  f.client().Ask("2", "tools/call", Call("files__read"));
  f.server().Answer(result(101));
  CHECK(ToolErrorText(f.client().Take()).find("over its limit of 100") != std::string::npos);
  CHECK(f.script->TakeAudit().at(1).result == "too-large");
}

TEST_CASE("a message from a server that framing threw away fails what it may have answered") {
  Fixture f;
  f.client().Ask("1", "tools/call", Call("files__read"));
  f.client().Ask("2", "resources/read", R"({"uri":"file:///a"})");
  const std::string first = f.server().Take();
  f.script->router().ServerMessageTooLarge(f.server().connection(), f.script->now());
  f.script->Collect();
  CHECK(ToolErrorText(f.client().Take()).find("`files`") != std::string::npos);
  CHECK(At(f.client().Take(), {"error", "code"}) == "-32000");
  f.server().Answer(At(first, {"id"}), "{}");  // late: swallowed
  CHECK(f.client().empty());
  for (const AuditRecord& record : f.script->TakeAudit()) CHECK(record.result == "too-large");
  f.client().Ask("3", "tools/call", Call("files__read"));
  CHECK(f.client().empty());  // the connection goes on
}

TEST_CASE("a call that takes too long is cancelled and fails; its late answer is swallowed") {
  Fixture f;
  f.client().Ask("\"x\"", "tools/call", Call("files__read"));
  const std::string id = At(f.server().Take(), {"id"});
  f.script->Pass(milliseconds(4'999));
  CHECK(f.client().empty());
  f.script->Pass(milliseconds(1));
  const std::string answer = f.client().Take();
  CHECK(At(answer, {"id"}) == "\"x\"");
  CHECK(ToolErrorText(answer).find("5000 ms") != std::string::npos);
  const std::string cancelled = f.server().Take();
  CHECK(TextAt(cancelled, {"method"}) == "notifications/cancelled");
  CHECK(At(cancelled, {"params", "requestId"}) == id);
  f.server().Answer(id, "{}");
  CHECK(f.client().empty());
  CHECK(f.script->TakeAudit().at(0).result == "timeout");
}

TEST_CASE(
    "a client's cancellation reaches the server under the server's id, and nothing comes back") {
  Fixture f;
  f.client().Ask("\"x\"", "tools/call", Call("files__read"));
  const std::string id = At(f.server().Take(), {"id"});
  f.client() >> WriteNotification("notifications/cancelled",
                                  R"({"requestId":"x","reason":"changed \"my\" mind"})");
  const std::string cancelled = f.server().Take();
  CHECK(At(cancelled, {"params", "requestId"}) == id);
  CHECK(TextAt(cancelled, {"params", "reason"}) == "changed \"my\" mind");
  f.server().Answer(id, "{}");
  CHECK(f.client().empty());
  CHECK(f.script->TakeAudit().at(0).result == "cancelled");
  CHECK(At(f.client().Ask("\"x\"", "ping"), {"result"}) == "{}");
}

TEST_CASE("progress comes back under the client's token, of its own type, while the call is open") {
  Fixture f;
  for (const std::string token : {"\"t\"", "7", "9007199254740993"}) {
    f.client().Ask("1", "tools/call",
                   Call("files__read", "\"_meta\":{\"progressToken\":" + token + "}"));
    const std::string sent = f.server().Take();
    const std::string minted = At(sent, {"params", "_meta", "progressToken"});
    const std::string progress = WriteNotification(
        "notifications/progress",
        "{\"progressToken\":" + minted + R"(,"progress":1.50,"total":3,"message":"m"})");
    f.server() << progress;
    CHECK(At(f.client().Take(), {"params"}) ==
          "{\"progressToken\":" + token + R"(,"progress":1.50,"total":3,"message":"m"})");
    f.server().Answer(At(sent, {"id"}), "{}");
    f.client().Take();
    f.server() << progress;
    CHECK(f.client().empty());
  }
}

TEST_CASE("a call for which no progress was asked gets none") {
  Fixture f;
  f.client().Ask("1", "tools/call", Call("files__read"));
  const std::string sent = f.server().Take();
  CHECK(At(sent, {"params", "_meta"}).empty());
  f.server() << WriteNotification("notifications/progress",
                                  "{\"progressToken\":" + At(sent, {"id"}) + ",\"progress\":1}");
  CHECK(f.client().empty());
}

TEST_CASE("resources are read by their URI, listed or from a template; others are not there") {
  Fixture f;
  f.client().Ask("1", "resources/read", R"({"uri":"file:///a"})");
  CHECK(At(f.server().Take(), {"params"}) == R"({"uri":"file:///a"})");
  f.client().Ask("2", "resources/read", R"({"uri":"file:///t/7"})");
  CHECK(At(f.server().Take(), {"params"}) == R"({"uri":"file:///t/7"})");
  const std::string answer = f.client().Ask("3", "resources/read", R"({"uri":"file:///b"})");
  CHECK(At(answer, {"error", "code"}) == "-32002");
  CHECK(f.server().empty());
  CHECK(f.script->TakeAudit().at(0).decision.because == Because::kNotExposed);
}

TEST_CASE("the policy is asked about the URI that is read") {
  std::string seen;
  auto policy = std::make_shared<TablePolicy>();
  policy->AddServer("files");
  policy->Add({0, Verb::kRead, "*", ~uint64_t{0}, [&](auto, std::string_view uri) {
                 seen = uri;
                 return Decision{};
               }});
  Script script(policy);
  script.server(0).Serve(kWares);
  script.client().Ask("1", "resources/read", R"({"uri":"file:///\u0074/9"})");
  CHECK(seen == "file:///t/9");
}

TEST_CASE("updates reach those who subscribed, until they unsubscribe") {
  Fixture f;
  auto& other = f.script->client(2);
  f.client().Ask("1", "resources/subscribe", R"({"uri":"file:///a"})");
  const std::string updated =
      WriteNotification("notifications/resources/updated", R"({"uri":"file:///a"})");
  f.server() << updated;
  CHECK(f.client().empty());  // not yet
  f.server().Answer("{}");
  CHECK(At(f.client().Take(), {"result"}) == "{}");
  f.server() << updated;
  CHECK(TextAt(f.client().Take(), {"params", "uri"}) == "file:///a");
  CHECK(other.empty());
  other.Ask("1", "resources/subscribe", R"({"uri":"file:///a"})");
  f.server().Answer("{}");
  other.TakeAll();
  CHECK(At(f.client().Ask("2", "resources/unsubscribe", R"({"uri":"file:///a"})"), {"result"}) ==
        "{}");
  CHECK(f.server().empty());  // the other one still wants it
  f.server() << updated;
  CHECK(f.client().empty());
  CHECK_FALSE(other.empty());
  f.script->router().ClientClosed(ClientId{2}, f.script->now());
  f.script->Collect();
  CHECK(TextAt(f.server().Take(), {"method"}) == "resources/unsubscribe");
}

TEST_CASE("subscriptions are allowed up to the limit and not one past it") {
  auto policy = std::make_shared<TablePolicy>();
  policy->AllowAll(policy->AddServer("files"));
  Script script(policy, {.client_subscriptions_max = 2});
  script.server(0).Serve(kWares);
  const auto subscribe = [&](const std::string& id) {
    const std::string answer =
        script.client().Ask("1", "resources/subscribe", "{\"uri\":\"file:///t/" + id + "\"}");
    if (!answer.empty()) return answer;
    script.server(0).Answer("{}");
    return script.client().Take();
  };
  CHECK(At(subscribe("1"), {"result"}) == "{}");
  CHECK(At(subscribe("2"), {"result"}) == "{}");
  CHECK(At(subscribe("3"), {"error", "code"}) == "-32000");
  CHECK(At(subscribe("2"), {"result"}) == "{}");
}

TEST_CASE("prompts are got under their own names") {
  Fixture f;
  f.client().Ask("1", "prompts/get", R"({"name":"files__hello","arguments":{"a":"b"}})");
  const std::string sent = f.server().Take();
  CHECK(TextAt(sent, {"method"}) == "prompts/get");
  CHECK(At(sent, {"params"}) == R"({"name":"hello","arguments":{"a":"b"}})");
  CHECK(At(f.client().Ask("2", "prompts/get", R"({"name":"hello"})"), {"error", "code"}) ==
        "-32602");
}

TEST_CASE("completion goes to the prompt's or the template's server, its reference rewritten") {
  Fixture f;
  f.client().Ask(
      "1", "completion/complete",
      R"({"ref":{"type":"ref/prompt","name":"files__hello"},"argument":{"name":"a","value":"v"},"context":{"arguments":{}}})");
  CHECK(
      At(f.server().Take(), {"params"}) ==
      R"({"ref":{"type":"ref/prompt","name":"hello"},"argument":{"name":"a","value":"v"},"context":{"arguments":{}}})");
  f.client().Ask(
      "2", "completion/complete",
      R"({"ref":{"type":"ref/resource","uri":"file:///t/{id}"},"argument":{"name":"id","value":"v"}})");
  CHECK(At(f.server().Take(), {"params", "ref"}) ==
        R"({"type":"ref/resource","uri":"file:///t/{id}"})");
  CHECK(At(f.client().Ask("3", "completion/complete",
                          R"({"ref":{"type":"ref/prompt","name":"x"},"argument":{}})"),
           {"error", "code"}) == "-32602");
}

TEST_CASE("routes are names of the policy's own, beside the server's") {
  auto policy = std::make_shared<TablePolicy>();
  policy->AllowAll(policy->AddServer("files"));
  policy->AddRoute("read_file", 0, "read");
  policy->AddRoute("gone", 0, "nothing");
  Script script(policy);
  script.server(0).Serve(kWares);
  CHECK(Each(script.client().Ask("1", "tools/list"), {"result", "tools"}) ==
        std::vector<std::string>{"read_file", "files__read"});
  script.client().Ask("2", "tools/call", Call("read_file"));
  CHECK(TextAt(script.server(0).Take(), {"params", "name"}) == "read");
  CHECK(At(script.client().Ask("3", "tools/call", Call("gone")), {"error", "code"}) == "-32602");
}

TEST_CASE("log levels go to the servers, log messages to who wants and may see them") {
  auto policy = std::make_shared<TablePolicy>();
  const AgentMask coder = policy->AddAgent("coder");
  policy->Allow(policy->AddServer("files"), Verb::kCall, "*", coder.bit);
  Script script(policy);
  script.server(0).Serve(kWares);
  auto& sees = script.client(1, "coder");
  auto& blind = script.client(2, "other");
  const std::string info =
      WriteNotification("notifications/message", R"({"level":"info","logger":"l","data":{"a":1}})");
  script.server(0) << info;
  CHECK(At(sees.Take(), {"params"}) == R"({"level":"info","logger":"files/l","data":{"a":1}})");
  CHECK(blind.empty());
  CHECK(At(sees.Ask("1", "logging/setLevel", R"({"level":"warning"})"), {"result"}) == "{}");
  CHECK(TextAt(script.server(0).Take(), {"params", "level"}) == "warning");
  script.server(0) << info;
  CHECK(sees.empty());
  script.server(0) << WriteNotification("notifications/message", R"({"level":"error","data":"x"})");
  CHECK(TextAt(sees.Take(), {"params", "logger"}) == "files");
  CHECK(At(sees.Ask("2", "logging/setLevel", R"({"level":"loud"})"), {"error", "code"}) ==
        "-32602");
}

TEST_CASE("a client that goes takes its calls with it") {
  Fixture f;
  f.client().Ask("1", "tools/call", Call("files__read"));
  const std::string id = At(f.server().Take(), {"id"});
  f.script->router().ClientClosed(ClientId{1}, f.script->now());
  f.script->Collect();
  CHECK(At(f.server().Take(), {"params", "requestId"}) == id);
  CHECK(f.script->TakeAudit().at(0).result == "cancelled");
  f.server().Answer(id, "{}");
}

}  // namespace
}  // namespace weir::router
