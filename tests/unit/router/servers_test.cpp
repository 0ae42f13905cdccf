// A server's life: handshake, lists over pages, changes, crashes, noise.
#include <set>

#include "runtime/jsonrpc/write.h"
#include "tests/unit/router/script.h"

namespace weir::router {
namespace {

using jsonrpc::WriteNotification;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* kInitialized =
    R"({"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}})";
const std::string kToolsChanged = WriteNotification("notifications/tools/list_changed", "");

std::shared_ptr<TablePolicy> Servers(const std::vector<std::string>& names) {
  auto policy = std::make_shared<TablePolicy>();
  for (const std::string& name : names) policy->AllowAll(policy->AddServer(name, seconds(5)));
  return policy;
}

std::string Call(const std::string& name) {
  return R"({"name":")" + name + R"("})";
}

std::vector<std::string> ToolsOf(Script& script, uint32_t client = 1) {
  static int id = 100;
  return Each(script.client(client).Ask(std::to_string(++id), "tools/list"), {"result", "tools"});
}

// Answers the request for a page of tools. `cursor` is raw; empty: the last page.
void NextPage(Script& script, const std::string& items, const std::string& cursor) {
  script.server(0).Answer(R"({"tools":)" + items +
                          (cursor.empty() ? "}" : ",\"nextCursor\":" + cursor + "}"));
}

// Up to the first tools/list, which is in the inbox.
void Initialize(Script& script) {
  script.server(0).Answer(kInitialized);
  CHECK(TextAt(script.server(0).Take(), {"method"}) == "notifications/initialized");
}

TEST_CASE("servers are started in parallel and greeted with nothing that weir cannot honour") {
  Script script(Servers({"a", "b"}));
  for (const ServerIndex server : {0u, 1u}) {
    const std::string hello = script.server(server).Take();
    CHECK(TextAt(hello, {"method"}) == "initialize");
    CHECK(TextAt(hello, {"params", "protocolVersion"}) == "2025-11-25");
    CHECK(At(hello, {"params", "capabilities"}) == "{}");
  }
}

TEST_CASE("every listed revision of a server is spoken, others end it") {
  for (const std::string revision : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}) {
    Script script(Servers({"a"}));
    script.server(0).Serve({.revision = revision, .tools = Tools({"t"})});
    CHECK(ToolsOf(script).size() == 1);
  }
  for (const std::string revision : {"2026-07-28", "1.0"}) {
    Script script(Servers({"a"}));
    script.server(0).Serve({.revision = revision});
    CHECK_FALSE(script.server(0).running());
  }
  Script script(Servers({"a"}));
  script.server(0).Fail(R"({"code":1,"message":"no"})");
  CHECK_FALSE(script.server(0).running());
}

TEST_CASE("lists are read over all their pages; an empty cursor is one") {
  Script script(Servers({"a"}));
  Initialize(script);
  CHECK(At(script.server(0).inbox().front(), {"params"}).empty());
  NextPage(script, Tools({"x"}), "\"\"");
  CHECK(At(script.server(0).inbox().front(), {"params"}) == R"({"cursor":""})");
  NextPage(script, Tools({"y"}), R"("c\u0032")");
  CHECK(At(script.server(0).inbox().front(), {"params"}) == R"({"cursor":"c2"})");
  NextPage(script, Tools({"z"}), "");
  CHECK(ToolsOf(script) == std::vector<std::string>{"a__x", "a__y", "a__z"});
}

TEST_CASE("pages are read up to the limit and not one past it") {
  Script script(Servers({"a"}), {.list_pages_max = 3});
  Initialize(script);
  for (const std::string page : {"1", "2", "3"})
    NextPage(script, Tools({"t" + page}), "\"" + page + "\"");
  CHECK(script.server(0).empty());
  CHECK(ToolsOf(script).size() == 3);
}

TEST_CASE("items are read up to the limit and not one past it") {
  for (const size_t count : {4u, 5u}) {
    Script script(Servers({"a"}), {.list_items_max = 4});
    Initialize(script);
    std::vector<std::string> names;
    for (size_t i = 0; i < count; ++i) names.push_back("t" + std::to_string(i));
    NextPage(script, Tools(names), "");
    CHECK(ToolsOf(script).size() == 4);
    bool said = false;
    for (const Log& log : script.TakeLogs())
      said |= log.text.find("more than 4 items") != std::string::npos;
    CHECK(said == (count == 5));
  }
}

TEST_CASE("a list is read up to the limit of its bytes and not one past it") {
  const std::string two = Tools({"t0", "t1"});
  for (const size_t limit : {two.size() - 3, two.size() - 4}) {  // without brackets and comma
    Script script(Servers({"a"}), {.list_bytes_max = limit});
    Initialize(script);
    NextPage(script, two, "\"more\"");
    const bool all = limit == two.size() - 3;
    CHECK(script.server(0).empty() != all);  // past the limit no further page is asked for
    if (all) NextPage(script, "[]", "");
    CHECK(ToolsOf(script).size() == (all ? 2 : 1));
  }
}

TEST_CASE("a server that never answers initialize is started again, one that is slow is not") {
  Script script(Servers({"a"}), {.initialize_timeout = seconds(60)});
  const std::string hello = script.server(0).Take();
  script.Pass(milliseconds(59'999));
  CHECK(script.server(0).running());
  script.server(0).Answer(At(hello, {"id"}), kInitialized);
  script.Pass(seconds(1));
  CHECK(script.server(0).running());
  Script hung(Servers({"a"}), {.initialize_timeout = seconds(60)});
  hung.Pass(seconds(60));
  CHECK_FALSE(hung.server(0).running());
  hung.server(0).Down("stopped");
  hung.Pass(milliseconds(250));
  CHECK(hung.starts(0) == 2);
}

TEST_CASE("lists that did not change cost nothing and tell nobody") {
  Script script(Servers({"a"}));
  script.server(0).Serve({.tools = R"([{"name":"t"},{"name":7}])"});
  script.client().Ask("1", "tools/list");
  script.TakeLogs();
  script.server(0) << kToolsChanged;
  script.Pass(milliseconds(50));
  CHECK_FALSE(script.server(0).empty());
  script.server(0).Serve({.tools = R"([{"name":"t"},{"name":7}])"});
  CHECK(script.client().empty());
  CHECK(script.TakeLogs().empty());  // what is wrong with them was said before
}

TEST_CASE("names are exposed up to the limit of their length and not one past it") {
  Script script(Servers({"a"}));
  const std::string longest(61, 'x');
  script.server(0).Serve({.tools = Tools({longest, longest + "x"})});
  const auto names = ToolsOf(script);
  CHECK(names.at(0) == "a__" + longest);
  CHECK(names.at(1).size() == 64);
  script.client().Ask("1", "tools/call", Call(names.at(1)));
  CHECK(TextAt(script.server(0).Take(), {"params", "name"}) == longest + "x");
}

TEST_CASE("a list that fails or does not come leaves the others") {
  Script script(Servers({"a"}));
  script.server(0).Answer(
      R"({"protocolVersion":"2025-06-18","capabilities":{"tools":{},"prompts":{},"resources":{}}})");
  script.server(0).Take();
  NextPage(script, Tools({"t"}), "");
  script.server(0).Fail(R"({"code":-32601,"message":"no prompts"})");
  script.Pass(seconds(5));  // resources never come
  script.Pass(seconds(5));  // nor templates
  CHECK(ToolsOf(script) == std::vector<std::string>{"a__t"});
}

TEST_CASE("lists are merged in the policy's order, whoever is ready first") {
  const auto run = [](const std::vector<ServerIndex>& order) {
    Script script(Servers({"a", "b", "c"}));
    for (const ServerIndex server : order)
      script.server(server).Serve({.tools = Tools({"z", "y"})});
    return ToolsOf(script);
  };
  const auto expected = run({0, 1, 2});
  CHECK(expected == std::vector<std::string>{"a__z", "a__y", "b__z", "b__y", "c__z", "c__y"});
  CHECK(run({2, 1, 0}) == expected);
  CHECK(run({1, 2, 0}) == expected);
}

TEST_CASE("changes within the window are one, and told once, and only if they can be seen") {
  auto policy = std::make_shared<TablePolicy>();
  policy->Allow(policy->AddServer("a"), Verb::kCall, "t");
  policy->Allow(0, Verb::kCall, "u");
  policy->SetGuard({.drift = Reaction::kWarn});
  Script script(policy, {.list_changed_window = milliseconds(50)});
  script.server(0).Serve({.tools = Tools({"t"})});
  CHECK(ToolsOf(script).size() == 1);
  for (int i = 0; i < 4; ++i) script.server(0) << kToolsChanged;
  CHECK(script.server(0).empty());
  script.Pass(milliseconds(49));
  CHECK(script.server(0).empty());
  script.Pass(milliseconds(1));
  script.server(0).Serve({.tools = Tools({"t", "u"})});
  const auto told = script.client().TakeAll();
  REQUIRE(told.size() == 1);
  CHECK(TextAt(told[0], {"method"}) == "notifications/tools/list_changed");
  CHECK(ToolsOf(script).size() == 2);
  script.server(0) << kToolsChanged;  // to something that the policy gives nobody
  script.Pass(milliseconds(50));
  script.server(0).Serve({.tools = Tools({"t", "u", "hidden"})});
  CHECK(script.client().empty());
  CHECK(script.server(0).empty());
}

TEST_CASE("a change while the lists are read is not lost") {
  Script script(Servers({"a"}));
  Initialize(script);
  script.server(0) << kToolsChanged;
  NextPage(script, Tools({"t"}), "");
  CHECK(script.server(0).empty());
  script.Pass(milliseconds(50));
  CHECK(TextAt(script.server(0).Take(), {"method"}) == "tools/list");
}

TEST_CASE("a crash fails that server's calls only, and it comes back") {
  Script script(Servers({"a", "b"}));
  for (const ServerIndex server : {0u, 1u}) script.server(server).Serve({.tools = Tools({"t"})});
  auto& client = script.client();
  CHECK(ToolsOf(script).size() == 2);
  client.Ask("1", "tools/call", Call("a__t"));
  client.Ask("2", "tools/call", Call("b__t"));
  const ConnectionId dead = script.server(0).connection();
  script.server(0).Down("signal 9");
  const std::string failed = client.Take();
  CHECK(At(failed, {"id"}) == "1");
  CHECK(ToolErrorText(failed).find("`a`") != std::string::npos);
  CHECK(client.empty());
  CHECK(script.TakeAudit().at(0).result == "server-down");
  CHECK(ToolErrorText(client.Ask("3", "tools/call", Call("a__t"))).find("not running") !=
        std::string::npos);
  CHECK(ToolsOf(script).size() == 2);  // still listed
  script.server(1).Answer("{}");
  CHECK(At(client.Take(), {"id"}) == "2");
  script.Pass(milliseconds(250));
  CHECK(script.starts(0) == 2);
  CHECK(script.server(0).connection() != dead);
  script.server(0).Serve({.tools = Tools({"t"})});
  CHECK(client.empty());  // nothing has changed
  client.Ask("4", "tools/call", Call("a__t"));
  script.server(0).Answer("{}");
  CHECK(At(client.Take(), {"id"}) == "4");
}

TEST_CASE("what is different after a restart is told") {
  Script script(Servers({"a"}));
  script.server(0).Serve({.tools = Tools({"t"})});
  ToolsOf(script);
  script.server(0).Down();
  script.Pass(milliseconds(250));
  script.server(0).Serve({.tools = Tools({"u"})});
  CHECK(TextAt(script.client().Take(), {"method"}) == "notifications/tools/list_changed");
}

TEST_CASE("restarts back off exponentially up to the limit, and start over after a stable time") {
  Script script(Servers({"a"}),
                {.restart_backoff_min = milliseconds(250), .restart_backoff_max = seconds(1)});
  size_t starts = 1;
  for (const int wait : {250, 500, 1'000, 1'000}) {
    script.server(0).Down();
    script.Pass(milliseconds(wait - 1));
    CHECK(script.starts(0) == starts);
    script.Pass(milliseconds(1));
    CHECK(script.starts(0) == ++starts);
  }
  script.server(0).Serve({});
  script.Pass(milliseconds(999));
  script.server(0).Down();
  script.Pass(milliseconds(999));
  CHECK(script.starts(0) == starts);  // not stable for long enough
  script.Pass(milliseconds(1));
  CHECK(script.starts(0) == ++starts);
  script.server(0).Serve({});
  script.Pass(seconds(1));
  script.server(0).Down();
  script.Pass(milliseconds(250));
  CHECK(script.starts(0) == ++starts);
}

TEST_CASE("subscriptions and log levels outlive a server's process") {
  Script script(Servers({"a"}));
  const Wares wares{.resources = R"([{"uri":"x:y","name":"y"}])"};
  script.server(0).Serve(wares);
  auto& client = script.client();
  client.Ask("1", "logging/setLevel", R"({"level":"error"})");
  client.Ask("2", "resources/subscribe", R"({"uri":"x:y"})");
  script.server(0).Serve({});  // the log level stays unanswered
  for (const std::string& message : script.server(0).TakeAll()) {
    script.server(0).Answer(At(message, {"id"}), "{}");
  }
  script.server(0).Down();
  script.Pass(milliseconds(250));
  script.server(0).Serve(wares);
  std::set<std::string> methods;
  for (const std::string& message : script.server(0).TakeAll())
    methods.insert(TextAt(message, {"method"}));
  CHECK(methods == std::set<std::string>{"logging/setLevel", "resources/subscribe"});
}

TEST_CASE("noise is skipped, counted and logged now and then") {
  Script script(Servers({"a"}));
  script.server(0).Serve({.tools = Tools({"t"})});
  script.TakeLogs();
  for (int i = 0; i < 20'000; ++i) {
    script.server(0) << (i % 2 == 0 ? "No OTLP \x1b[31m configured"
                                    : R"({"level":30,"msg":"pino"})");
  }
  CHECK(script.TakeLogs().size() == 7);  // three, and each power of ten from then on
  CHECK(script.client().empty());
  CHECK(ToolsOf(script).size() == 1);
}

TEST_CASE("servers may ping; whatever else they ask is refused") {
  Script script(Servers({"a"}));
  script.server(0).Serve({});
  script.server(0) << jsonrpc::WriteRequest("\"p\"", "ping", "");
  CHECK(script.server(0).Take() == R"({"jsonrpc":"2.0","id":"p","result":{}})");
  for (const std::string method :
       {"roots/list", "sampling/createMessage", "elicitation/create", "tools/list"}) {
    script.server(0) << jsonrpc::WriteRequest("1", method, "{}");
    CHECK(At(script.server(0).Take(), {"error", "code"}) == "-32601");
  }
  CHECK(script.client().empty());
}

TEST_CASE("a list that is too large to be framed is given up, not waited for") {
  Script script(Servers({"a"}));
  Initialize(script);
  script.server(0).Take();
  script.router().ServerMessageTooLarge(script.server(0).connection(), script.now());
  script.Collect();
  CHECK(ToolsOf(script).empty());
  Script other(Servers({"a"}));
  other.router().ServerMessageTooLarge(other.server(0).connection(), other.now());
  other.Collect();
  CHECK_FALSE(other.server(0).running());
}

TEST_CASE("shutdown stops every server, fails what is open, and starts nothing again") {
  Script script(Servers({"a", "b"}));
  script.server(0).Serve({.tools = Tools({"t"})});
  auto& client = script.client();
  client.Ask("1", "tools/call", Call("a__t"));
  CHECK(client.Ask("2", "tools/list") == "");  // waits for b
  script.router().Shutdown(script.now());
  script.Collect();
  CHECK_FALSE(script.server(0).running());
  CHECK_FALSE(script.server(1).running());
  const auto answers = client.TakeAll();
  CHECK(answers.size() == 2);
  script.server(0).Down();
  script.Pass(seconds(60));
  CHECK(script.starts(0) == 1);
  CHECK_FALSE(script.router().NextDeadline());
  CHECK(ToolErrorText(client.Ask("3", "tools/call", Call("a__t"))).find("`a`") !=
        std::string::npos);
}

}  // namespace
}  // namespace weir::router
