// Another policy while everything goes on: what stays, what ends, what begins.
#include "runtime/jsonrpc/write.h"
#include "tests/unit/router/script.h"

namespace weir::router {
namespace {

using jsonrpc::WriteNotification;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Strings = std::vector<std::string>;

const std::string kToolsChanged = WriteNotification("notifications/tools/list_changed", "");
constexpr const char* kDone = R"({"content":[]})";

struct ServerOf {
  std::string name;
  std::string program = "program";
  seconds timeout = seconds(30);
};

std::shared_ptr<TablePolicy> PolicyOf(const std::vector<ServerOf>& servers) {
  auto policy = std::make_shared<TablePolicy>();
  for (const ServerOf& server : servers) {
    const ServerIndex index = policy->AddServer(server.name, server.timeout);
    policy->SetLaunch(index, server.program);
    policy->AllowAll(index);
  }
  return policy;
}

std::string Params(const std::string& name) {
  return R"({"name":)" + json::Quote(name) + R"(,"arguments":{}})";
}

std::string NextId() {
  static int id = 1'000;
  return std::to_string(++id);
}

Strings ToolsOf(Script& script, uint32_t client = 1) {
  return Each(script.client(client).Ask(NextId(), "tools/list"), {"result", "tools"});
}

// A call, which goes to its server.
void Begin(Script& script, const std::string& id, const std::string& name) {
  REQUIRE(script.client().Ask(id, "tools/call", Params(name)).empty());
}

bool Says(Script& script, const std::string& text) {
  for (const Log& log : script.TakeLogs()) {
    if (log.text.find(text) != std::string::npos) return true;
  }
  return false;
}

// Servers a and b, each with a tool t, both ready, and a client that has seen them.
struct Fixture {
  Script script{PolicyOf({{"a"}, {"b"}})};
  Fixture() {
    script.server(0).Serve(kTools);
    script.server(1).Serve(kTools);
    CHECK(ToolsOf(script) == Strings{"a__t", "b__t"});
  }
  const Wares kTools{.tools = Tools({"t"})};
};

TEST_CASE("a policy that says the same changes nothing, and nobody hears of it") {
  Fixture f;
  const ConnectionId before = f.script.server(0).connection();
  f.script.Reload(PolicyOf({{"a"}, {"b"}}));
  CHECK(f.script.client().empty());
  CHECK(f.script.server(0).empty());
  CHECK(f.script.server(0).connection() == before);
  CHECK(f.script.starts(0) == 1);
  CHECK(ToolsOf(f.script) == Strings{"a__t", "b__t"});
}

TEST_CASE("a request that is open is answered, whatever the number of its server is now") {
  Fixture f;
  Begin(f.script, "7", "b__t");
  f.script.Reload(PolicyOf({{"c"}, {"b"}, {"a"}}));
  CHECK(f.script.client().empty());
  f.script.server(1).Answer(kDone);
  CHECK(At(f.script.client().Take(), {"id"}) == "7");
  const auto audit = f.script.TakeAudit();
  REQUIRE(audit.size() == 1);
  CHECK(audit[0].server == "b");
  CHECK(audit[0].result == "ok");
  Begin(f.script, "8", "a__t");
  CHECK(TextAt(f.script.server(2).Take(), {"method"}) == "tools/call");
}

TEST_CASE("progress and cancellation of an open request go on") {
  Fixture f;
  f.script.client() >> jsonrpc::WriteRequest("1", "tools/call",
                                             R"({"name":"b__t","_meta":{"progressToken":"mine"}})");
  const std::string upstream = At(f.script.server(1).Take(), {"id"});
  f.script.Reload(PolicyOf({{"b"}, {"a"}}));
  CHECK(f.script.client().Take() == kToolsChanged);  // their order
  f.script.server(0) << WriteNotification("notifications/progress",
                                          R"({"progressToken":)" + upstream + R"(,"progress":1})");
  CHECK(TextAt(f.script.client().Take(), {"params", "progressToken"}) == "mine");
  f.script.client() >> WriteNotification("notifications/cancelled", R"({"requestId":1})");
  const std::string cancelled = f.script.server(0).Take();
  CHECK(TextAt(cancelled, {"method"}) == "notifications/cancelled");
  CHECK(At(cancelled, {"params", "requestId"}) == upstream);
}

TEST_CASE("an open request is held to the shorter one of its time limits") {
  Fixture f;
  Begin(f.script, "1", "a__t");
  f.script.Reload(PolicyOf({{"a", "program", seconds(5)}, {"b", "program", seconds(60)}}));
  f.script.Pass(seconds(1));
  Begin(f.script, "2", "a__t");
  f.script.Pass(milliseconds(3'999));
  CHECK(f.script.client().empty());
  f.script.Pass(milliseconds(1));
  CHECK(At(f.script.client().Take(), {"id"}) == "1");
  f.script.Pass(milliseconds(1'000));
  CHECK(At(f.script.client().Take(), {"id"}) == "2");
}

TEST_CASE(
    "a server that is gone is stopped, its open calls say so, and its last words are unheard") {
  Fixture f;
  Begin(f.script, "1", "a__t");
  Begin(f.script, "2", "b__t");
  const std::string upstream = At(f.script.server(0).Take(), {"id"});
  f.script.Reload(PolicyOf({{"b"}}));
  CHECK_FALSE(f.script.gone("a").running());
  const std::string failed = f.script.client().Take();
  CHECK(At(failed, {"id"}) == "1");
  CHECK_THAT(ToolErrorText(failed), Catch::Contains("`a` is not in the policy any more"));
  CHECK(f.script.client().Take() == kToolsChanged);
  f.script.gone("a").Answer(upstream, kDone);
  f.script.gone("a").Down();
  CHECK(f.script.client().empty());
  f.script.server(0).Answer(kDone);
  CHECK(At(f.script.client().Take(), {"id"}) == "2");
  CHECK(ToolsOf(f.script) == Strings{"b__t"});
  const auto audit = f.script.TakeAudit();
  REQUIRE(audit.size() == 2);
  CHECK(audit[0].result == "server-down");
  CHECK(audit[1].result == "ok");
}

TEST_CASE("a server that is launched in another way ends first, and begins then") {
  Fixture f;
  Begin(f.script, "1", "a__t");
  const ConnectionId before = f.script.server(0).connection();
  f.script.Reload(PolicyOf({{"a", "another"}, {"b"}}));
  CHECK_THAT(ToolErrorText(f.script.client().Take()),
             Catch::Contains("`a` is started anew, as the policy has changed"));
  CHECK_FALSE(f.script.server(0).running());
  CHECK(f.script.starts(0) == 1);
  // What its predecessor still says is nothing to it.
  f.script.server(0) << kToolsChanged;
  f.script.server(0).Down();
  CHECK(f.script.starts(0) == 2);
  CHECK(f.script.server(0).connection() != before);
  f.script.server(0).Serve(f.kTools);
  CHECK(f.script.client().empty());
  CHECK(ToolsOf(f.script) == Strings{"a__t", "b__t"});
  Begin(f.script, "2", "a__t");
}

TEST_CASE("another environment is another way to be launched") {
  Fixture f;
  const auto policy = PolicyOf({{"a"}, {"b"}});
  policy->SetEnvironment(1, {{"HOME", "/srv"}});
  f.script.Reload(policy);
  CHECK(f.script.server(0).running());
  CHECK_FALSE(f.script.server(1).running());
}

TEST_CASE("clients hear of changes once the servers that begin are there") {
  Fixture f;
  f.script.Reload(PolicyOf({{"a", "another"}, {"b"}, {"c"}}));
  CHECK(f.script.client().empty());
  CHECK(f.script.client().Ask("1", "tools/list").empty());
  CHECK(f.script.client().Ask("2", "tools/call", Params("c__t")).empty());
  Begin(f.script, "3", "b__t");
  CHECK_FALSE(f.script.server(1).empty());
  f.script.server(2).Serve(f.kTools);
  CHECK(TextAt(f.script.server(2).Take(), {"method"}) == "tools/call");
  CHECK(f.script.client().empty());
  f.script.server(0).Down();
  f.script.server(0).Serve({.tools = Tools({"u"})});
  CHECK(f.script.client().Take() == kToolsChanged);
  CHECK(Each(f.script.client().Take(), {"result", "tools"}) == Strings{"a__u", "b__t", "c__t"});
  CHECK(f.script.client().empty());
}

TEST_CASE("who is not there in time is not waited for") {
  Fixture f;
  f.script.Reload(PolicyOf({{"a", "another"}, {"b"}}));
  f.script.client() >> jsonrpc::WriteRequest("1", "tools/list", "");
  f.script.Pass(milliseconds(9'999));
  CHECK(f.script.client().empty());
  f.script.Pass(milliseconds(1));
  CHECK(f.script.client().Take() == kToolsChanged);
  CHECK(Each(f.script.client().Take(), {"result", "tools"}) == Strings{"b__t"});
  f.script.server(0).Down();
  f.script.server(0).Serve(f.kTools);
  CHECK(f.script.client().Take() == kToolsChanged);
}

TEST_CASE("what may not be seen any more is gone at once, and what may be is there") {
  Fixture f;
  const auto policy = std::make_shared<TablePolicy>();
  policy->AddServer("a");
  policy->AddServer("b");
  policy->AllowAll(1);
  policy->AddRoute("short", 1, "t");
  f.script.Reload(policy);
  CHECK(f.script.client().Take() == kToolsChanged);
  CHECK(ToolsOf(f.script) == Strings{"short", "b__t"});
  CHECK_THAT(f.script.client().Ask("1", "tools/call", Params("a__t")),
             Catch::Contains("Unknown tool"));
  CHECK(f.script.server(0).empty());
  f.script.Reload(PolicyOf({{"a"}, {"b"}}));
  CHECK(f.script.client().Take() == kToolsChanged);
  CHECK(ToolsOf(f.script) == Strings{"a__t", "b__t"});
}

TEST_CASE("a client that never asked for a list does not hear that it has changed") {
  Fixture f;
  f.script.client(2);
  f.script.Reload(PolicyOf({{"b"}}));
  CHECK(f.script.client(1).Take() == kToolsChanged);
  CHECK(f.script.client(2).empty());
}

TEST_CASE("what waits for servers waits on, and is decided by the new policy") {
  Script script(PolicyOf({{"a"}, {"b"}}));
  script.server(1).Serve({.tools = Tools({"t"})});
  Begin(script, "1", "a__t");
  CHECK(script.client().Ask("2", "tools/list").empty());
  // Its handshake has begun, and its number changes.
  const auto policy = std::make_shared<TablePolicy>();
  policy->AddServer("b");
  policy->AddServer("a");
  policy->AllowAll(1);
  script.Reload(policy);
  CHECK(script.starts(1) == 1);
  CHECK(script.client().empty());
  script.server(1).Serve({.tools = Tools({"t"})});
  CHECK(Each(script.client().Take(), {"result", "tools"}) == Strings{"a__t"});
  CHECK(TextAt(script.server(1).Take(), {"method"}) == "tools/call");
}

TEST_CASE("what waits for a server that is gone waits no more") {
  Script script(PolicyOf({{"a"}, {"b"}}));
  script.server(1).Serve({.tools = Tools({"t"})});
  Begin(script, "1", "a__t");
  script.Reload(PolicyOf({{"b"}}));
  CHECK_THAT(script.client().Take(), Catch::Contains("Unknown tool"));
}

TEST_CASE("a list that is being read is read to its end") {
  Fixture f;
  f.script.server(0) << kToolsChanged;
  f.script.Pass(milliseconds(50));
  const auto policy = PolicyOf({{"b"}, {"a"}});
  policy->SetGuard({.drift = Reaction::kOff});
  f.script.Reload(policy);
  CHECK(f.script.client().Take() == kToolsChanged);
  f.script.server(1).Serve({.tools = Tools({"t", "u"})});
  CHECK(f.script.client().Take() == kToolsChanged);
  CHECK(ToolsOf(f.script) == Strings{"b__t", "a__t", "a__u"});
}

TEST_CASE("a server that is down keeps its pause, unless it is another one now") {
  Fixture f;
  f.script.server(0).Down();
  f.script.server(1).Down();
  f.script.Reload(PolicyOf({{"a"}, {"b", "another"}}));
  CHECK(f.script.starts(0) == 1);
  CHECK(f.script.starts(1) == 2);
  f.script.Pass(milliseconds(250));
  CHECK(f.script.starts(0) == 2);
  CHECK(f.script.starts(1) == 2);
}

TEST_CASE("a server that is ending is started once, in the last way that was said") {
  Fixture f;
  f.script.Reload(PolicyOf({{"a", "second"}, {"b"}}));
  f.script.Reload(PolicyOf({{"b"}, {"a", "third"}}));
  f.script.Reload(PolicyOf({{"b"}, {"a", "third"}}));
  CHECK(f.script.starts(1) == 1);
  f.script.server(1).Down();
  CHECK(f.script.starts(1) == 2);
  f.script.Pass(seconds(5));
  CHECK(f.script.starts(1) == 2);
}

TEST_CASE("a server whose handshake fails begins in its new way") {
  Script script(PolicyOf({{"a"}}));
  script.server(0).Fail(R"({"code":1,"message":"no"})");
  CHECK_FALSE(script.server(0).running());
  script.Reload(PolicyOf({{"a", "another"}}));
  script.server(0).Down();
  CHECK(script.starts(0) == 2);
  script.server(0).Serve({.tools = Tools({"t"})});
  CHECK(ToolsOf(script) == Strings{"a__t"});
}

TEST_CASE("who a client is follows from the new policy") {
  const auto policy_for = [](const std::vector<std::string>& agents, const std::string& reader) {
    auto policy = std::make_shared<TablePolicy>();
    policy->AddServer("a");
    for (const std::string& agent : agents) {
      const AgentMask mask = policy->AddAgent(agent);
      if (agent == reader) policy->Allow(0, Verb::kCall, "t", mask.bit);
    }
    return policy;
  };
  Script script(policy_for({"tester", "fixed"}, "tester"));
  script.server(0).Serve({.tools = Tools({"t"})});
  Script::ClientPeer& fixed = script.OpenOnly(5, AgentMask{0b10});
  fixed.Ask("1", "initialize", R"({"protocolVersion":"2025-11-25","clientInfo":{"name":"x"}})");
  const auto sees = [&](Script::ClientPeer& client) {
    return Each(client.Ask(NextId(), "tools/list"), {"result", "tools"}).size() == 1;
  };
  CHECK(sees(script.client()));
  CHECK_FALSE(sees(fixed));
  script.Reload(policy_for({"other", "fixed", "tester"}, "fixed"));
  CHECK(script.client().Take() == kToolsChanged);
  CHECK(fixed.Take() == kToolsChanged);
  CHECK_FALSE(sees(script.client()));
  CHECK(sees(fixed));
  script.Reload(policy_for({"x", "other"}, "x"));
  CHECK(fixed.Take() == kToolsChanged);
  CHECK_FALSE(sees(fixed));
}

TEST_CASE("a server that begins hears how much clients want to hear") {
  Fixture f;
  f.script.client().Ask("1", "logging/setLevel", R"({"level":"error"})");
  f.script.Reload(PolicyOf({{"a"}, {"b"}, {"c"}}));
  f.script.server(2).Serve(f.kTools);
  const std::string told = f.script.server(2).Take();
  CHECK(TextAt(told, {"method"}) == "logging/setLevel");
  CHECK(TextAt(told, {"params", "level"}) == "error");
}

TEST_CASE("before the start it is the new policy's servers that are started") {
  Router router(PolicyOf({{"a"}}), {});
  router.PolicyChanged(PolicyOf({{"b"}, {"c"}}), nullptr, Time(0));
  for (const Action& action : router.TakeActions()) {
    CHECK(std::holds_alternative<Log>(action));
  }
  router.Tick(Time(0));
  CHECK(router.TakeActions().size() == 2);
}

TEST_CASE("after the end it has no effect") {
  Fixture f;
  f.script.router().Shutdown(f.script.now());
  f.script.Collect();
  f.script.Reload(PolicyOf({{"a"}, {"b"}}));
  f.script.Pass(seconds(60));
  CHECK(f.script.starts(0) == 1);
  CHECK_FALSE(Says(f.script, "reloaded"));
}

// ---- What servers ask of clients ----

const std::string kElicit = R"({"message":"Which?","requestedSchema":{}})";

std::shared_ptr<TablePolicy> Asking(const std::vector<ServerOf>& servers, ServerIndex asks) {
  const auto policy = PolicyOf(servers);
  policy->AllowToAsk(asks, ClientVerb::kElicit);
  return policy;
}

// Server a has a call to answer, and asks the client before it does.
struct AskingFixture {
  Script script{Asking({{"a"}, {"b"}}, 0)};
  Script::ClientPeer& client = script.OpenOnly(1);
  std::string question;
  AskingFixture() {
    client.Ask("0", "initialize",
               R"({"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}}})");
    for (const ServerIndex server : {0u, 1u}) script.server(server).Serve({.tools = Tools({"t"})});
    Begin(script, "1", "a__t");
    script.server(0).Take();
    script.server(0) << jsonrpc::WriteRequest("5", "elicitation/create", kElicit);
    question = At(client.Take(), {"id"});
    CHECK_FALSE(question.empty());
  }
};

TEST_CASE("what a server asked is answered to it, whatever its number is now") {
  AskingFixture f;
  f.script.Reload(Asking({{"b"}, {"a"}}, 1));
  f.client >> jsonrpc::WriteResult(f.question, R"({"action":"decline"})");
  CHECK(TextAt(f.script.server(1).Take(), {"result", "action"}) == "decline");
  CHECK(f.script.server(0).empty());
}

TEST_CASE("a server that may not ask any more is started anew, and does not hear the answer") {
  AskingFixture f;
  f.script.Reload(PolicyOf({{"a"}, {"b"}}));
  CHECK_FALSE(f.script.server(0).running());
  CHECK_THAT(ToolErrorText(f.client.Take()), Catch::Contains("`a` is started anew"));
  CHECK(TextAt(f.client.Take(), {"method"}) == "notifications/cancelled");
  f.client >> jsonrpc::WriteResult(f.question, R"({"action":"decline"})");
  f.script.server(0).Down();
  CHECK(At(f.script.server(0).Take(), {"params", "capabilities"}) == "{}");
}

TEST_CASE("what a server asked that is gone is withdrawn") {
  AskingFixture f;
  f.script.Reload(PolicyOf({{"b"}}));
  const auto heard = f.client.TakeAll();
  REQUIRE(heard.size() == 2);
  CHECK_THAT(ToolErrorText(heard[0]), Catch::Contains("not in the policy any more"));
  CHECK(TextAt(heard[1], {"method"}) == "notifications/cancelled");
  f.client >> jsonrpc::WriteResult(f.question, R"({"action":"decline"})");
  CHECK(f.script.server(0).empty());
}

// ---- Subscriptions ----

constexpr const char* kSubscribe = R"({"uri":"x:one"})";
const Wares kResources{.resources = R"([{"uri":"x:one","name":"one"}])"};
const std::string kUpdated = WriteNotification("notifications/resources/updated", kSubscribe);

struct Subscribed {
  Script script{PolicyOf({{"a"}, {"b"}})};
  Subscribed() {
    script.server(0).Serve({});
    script.server(1).Serve(kResources);
    script.client().Ask("1", "resources/subscribe", kSubscribe);
  }
};

TEST_CASE("subscriptions go on at a server of another number") {
  Subscribed f;
  f.script.server(1).Answer("{}");
  f.script.client().TakeAll();
  f.script.Reload(PolicyOf({{"b"}, {"a"}}));
  f.script.server(0) << kUpdated;
  CHECK(f.script.client().Take() == kUpdated);
  f.script.server(1) << kUpdated;
  CHECK(f.script.client().empty());
}

TEST_CASE("a server that is started anew hears of subscriptions again") {
  Subscribed f;
  f.script.server(1).Answer("{}");
  f.script.Reload(PolicyOf({{"a"}, {"b", "another"}}));
  f.script.server(1).Down();
  f.script.server(1).Serve(kResources);
  CHECK(TextAt(f.script.server(1).Take(), {"method"}) == "resources/subscribe");
}

TEST_CASE("a subscription to what may not be read any more ends, also one that is being made") {
  const bool answered = GENERATE(true, false);
  Subscribed f;
  const std::string id = At(f.script.server(1).Take(), {"id"});
  if (answered) f.script.server(1).Answer(id, "{}");
  const auto policy = std::make_shared<TablePolicy>();
  policy->AddServer("a");
  policy->AddServer("b");
  policy->Allow(1, Verb::kCall, "*");
  f.script.Reload(policy);
  if (answered) {
    CHECK(TextAt(f.script.server(1).Take(), {"method"}) == "resources/unsubscribe");
  } else {
    f.script.server(1).Answer(id, "{}");
  }
  CHECK(At(f.script.client().Take(), {"id"}) == "1");
  f.script.server(1) << kUpdated;
  CHECK(f.script.client().empty());
}

TEST_CASE("subscriptions at a server that is gone are gone") {
  Subscribed f;
  f.script.server(1).Answer("{}");
  f.script.client().TakeAll();
  f.script.Reload(PolicyOf({{"a"}}));
  f.script.server(0) << kUpdated;
  f.script.Reload(PolicyOf({{"a"}, {"b"}}));
  f.script.server(1).Serve(kResources);
  f.script.server(1) << kUpdated;
  CHECK(f.script.client().empty());
}

}  // namespace
}  // namespace weir::router
