// A client's life: handshake, ids, limits, lists, and what is refused.
#include "runtime/jsonrpc/write.h"
#include "tests/unit/router/script.h"

namespace weir::router {
namespace {

std::shared_ptr<TablePolicy> OneServer() {
  auto policy = std::make_shared<TablePolicy>();
  policy->AllowAll(policy->AddServer("files"));
  return policy;
}

std::string Call(const std::string& name, const std::string& arguments = "{}") {
  return R"({"name":)" + json::Quote(name) + R"(,"arguments":)" + arguments + "}";
}

TEST_CASE("initialize is answered at once, in the client's revision or the latest") {
  Script script(OneServer());
  for (const auto& [asked, given] :
       std::vector<std::pair<std::string, std::string>>{{"2024-11-05", "2024-11-05"},
                                                        {"2025-03-26", "2025-03-26"},
                                                        {"2025-06-18", "2025-06-18"},
                                                        {"2025-11-25", "2025-11-25"},
                                                        {"2026-07-28", "2025-11-25"},
                                                        {"x", "2025-11-25"}}) {
    static uint32_t number = 10;
    auto& client = script.OpenOnly(++number);
    const std::string answer =
        client.Ask("1", "initialize", R"({"protocolVersion":")" + asked + "\"}");
    CHECK(TextAt(answer, {"result", "protocolVersion"}) == given);
    CHECK(TextAt(answer, {"result", "serverInfo", "name"}) == "weir");
    CHECK(At(answer, {"result", "capabilities", "tasks"}).empty());
  }
}

TEST_CASE("before initialize there is only ping") {
  Script script(OneServer());
  auto& client = script.OpenOnly(1);
  CHECK(At(client.Ask("1", "ping"), {"result"}) == "{}");
  CHECK(At(client.Ask("2", "tools/list"), {"error", "code"}) == "-32600");
  CHECK(At(client.Ask("3", "initialize", "{}"), {"error", "code"}) == "-32602");
  CHECK(
      At(client.Ask("4", "initialize", R"({"protocolVersion":"2025-06-18"})"), {"error"}).empty());
  CHECK(At(client.Ask("5", "initialize", R"({"protocolVersion":"2025-06-18"})"),
           {"error", "code"}) == "-32600");
}

TEST_CASE("unknown methods are refused at once, unknown notifications ignored") {
  Script script(OneServer());
  auto& early = script.OpenOnly(2);
  CHECK(At(early.Ask("1", "server/discover"), {"error", "code"}) == "-32601");
  auto& client = script.client();
  CHECK(At(client.Ask("1", "tasks/list"), {"error", "code"}) == "-32601");
  client >> jsonrpc::WriteNotification("notifications/whatever", "{}");
  client >> jsonrpc::WriteNotification("notifications/roots/list_changed", "");
  CHECK(client.empty());
}

TEST_CASE("what is no message is answered, never forwarded") {
  Script script(OneServer());
  auto& client = script.client();
  script.server(0).Serve({});
  const auto code = [&](std::string text) {
    client >> std::move(text);
    return At(client.Take(), {"error", "code"});
  };
  CHECK(code("{") == "-32700");
  CHECK(code("[]") == "-32600");
  CHECK(
      code(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","name":"b"}})") ==
      "-32700");
  CHECK(
      code(
          R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","n\u0061me":"b"}})") ==
      "-32700");
  CHECK(code("\"\xFF\"") == "-32700");
  CHECK(code(R"({"jsonrpc":"2.0","id":null,"method":"ping"})") == "-32600");
  CHECK(code(R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})") == "-32600");
  CHECK(script.server(0).empty());
}

TEST_CASE("nesting of a message is allowed up to the limit and not one past it") {
  Script script(OneServer());
  script.server(0).Serve({.tools = Tools({"t"})});
  auto& client = script.client();
  const auto call = [&](int depth) {  // two levels are the message's own
    const auto n = static_cast<size_t>(depth - 3);
    client >> jsonrpc::WriteRequest(
                  "1", "tools/call",
                  Call("files__t", R"({"a":)" + std::string(n, '[') + std::string(n, ']') + "}"));
  };
  call(128);
  CHECK_FALSE(script.server(0).empty());
  CHECK(client.empty());
  script.server(0).TakeAll();
  call(129);
  CHECK(At(client.Take(), {"error", "code"}) == "-32700");
  CHECK(script.server(0).empty());
}

TEST_CASE("the size of a message is allowed up to the limit and not one past it") {
  const std::string message = jsonrpc::WriteRequest("1", "ping", "");
  Script script(OneServer(), {.message_bytes_max = message.size()});
  auto& client = script.OpenOnly(1);
  client >> message;
  CHECK(At(client.Take(), {"result"}) == "{}");
  client >> message + " ";
  CHECK(At(client.Take(), {"error", "code"}) == "-32700");
  script.router().ClientMessageTooLarge(ClientId{1}, script.now());
  script.Collect();
  CHECK(At(client.Take(), {"error", "code"}) == "-32600");
}

TEST_CASE("ids come back as they were spelled, strings and integers of any magnitude") {
  Script script(OneServer());
  script.server(0).Serve({.tools = Tools({"t"})});
  auto& client = script.client();
  for (const std::string id : {"7", "\"7\"", "9007199254740993", "9007199254740992",
                               "123456789012345678901234567890", "-5", "\"\"", R"("\u00e4")"}) {
    client.Ask(id, "tools/call", Call("files__t"));
    script.server(0).Answer("{}");
    CHECK(At(client.Take(), {"id"}) == id);
  }
}

TEST_CASE("an id that is in flight is refused, and the first request is not disturbed") {
  Script script(OneServer());
  script.server(0).Serve({.tools = Tools({"t"})});
  auto& client = script.client();
  client.Ask("\"a\"", "tools/call", Call("files__t"));
  CHECK(At(client.Ask(R"("\u0061")", "ping"), {"error", "code"}) == "-32600");
  script.server(0).Answer(R"({"content":[]})");
  CHECK(At(client.Take(), {"result", "content"}) == "[]");
  CHECK(At(client.Ask("\"a\"", "ping"), {"result"}) == "{}");
}

TEST_CASE("requests in flight are allowed up to the limit and not one past it") {
  Script script(OneServer());
  script.server(0).Serve({.tools = Tools({"t"})});
  auto& client = script.client();
  const int max = 1'000;
  for (int i = 0; i < max; ++i)
    client >> jsonrpc::WriteRequest(std::to_string(i), "tools/call", Call("files__t"));
  CHECK(client.empty());
  CHECK(At(client.Ask("5000", "tools/call", Call("files__t")), {"error", "code"}) == "-32000");
  CHECK(At(script.client(2).Ask("1", "ping"), {"result"}) ==
        "{}");  // another client is not affected
  script.server(0).Answer("{}");
  CHECK(At(client.Take(), {"id"}) == "0");
  client.Ask("5000", "tools/call", Call("files__t"));
  CHECK(client.empty());
}

TEST_CASE("lists wait for all servers, but not past a server's start deadline") {
  auto policy = OneServer();
  policy->AllowAll(policy->AddServer("slow"));
  Script script(policy, {.start_deadline = std::chrono::seconds(10)});
  auto& client = script.client();
  CHECK(client.Ask("1", "tools/list") == "");
  script.server(0).Serve({.tools = Tools({"t"})});
  CHECK(client.empty());
  script.Pass(std::chrono::milliseconds(9'999));
  CHECK(client.empty());
  script.Pass(std::chrono::milliseconds(1));
  CHECK(Each(client.Take(), {"result", "tools"}) == std::vector<std::string>{"files__t"});
  script.server(1).Serve({.tools = Tools({"late"})});
  CHECK(TextAt(client.Take(), {"method"}) == "notifications/tools/list_changed");
  CHECK(Each(client.Ask("2", "tools/list"), {"result", "tools"}) ==
        std::vector<std::string>{"files__t", "slow__late"});
}

TEST_CASE("a server that cannot start holds nobody up") {
  auto policy = OneServer();
  policy->AllowAll(policy->AddServer("broken"));
  Script script(policy);
  auto& client = script.client();
  CHECK(client.Ask("1", "tools/list") == "");
  script.server(0).Serve({.tools = Tools({"t"})});
  script.server(1).Down("no such file");
  CHECK(Each(client.Take(), {"result", "tools"}) == std::vector<std::string>{"files__t"});
}

TEST_CASE("a call to a server that is ready does not wait for the others") {
  auto policy = OneServer();
  policy->AllowAll(policy->AddServer("slow"));
  Script script(policy);
  auto& client = script.client();
  CHECK(client.Ask("1", "tools/call", Call("files__t")) == "");
  CHECK(client.Ask("2", "tools/call", Call("slow__t")) == "");
  script.server(0).Serve({.tools = Tools({"t"})});
  CHECK(client.empty());
  CHECK(TextAt(script.server(0).Take(), {"method"}) == "tools/call");
  script.server(1).Serve({.tools = Tools({"other"})});
  CHECK(At(client.Take(), {"error", "code"}) == "-32602");
}

TEST_CASE("a request that waits can be cancelled") {
  Script script(OneServer());
  auto& client = script.client();
  client.Ask("1", "tools/list");
  client >> jsonrpc::WriteNotification("notifications/cancelled", R"({"requestId":1})");
  script.server(0).Serve({});
  CHECK(client.empty());
  CHECK(At(client.Ask("1", "ping"), {"result"}) == "{}");
}

TEST_CASE("what waits for servers to start is bounded in bytes, not only in number") {
  Script script(OneServer(), {.message_bytes_max = 1'000});
  auto& client = script.client();
  const auto waiting = [](const std::string& id, size_t bytes) {
    const auto message = [&id](const std::string& padding) {
      return jsonrpc::WriteRequest(id, "tools/call", R"({"name":"later","x":")" + padding + "\"}");
    };
    return message(std::string(bytes - message("").size(), 'x'));
  };
  client >> waiting("1", 600);
  client >> waiting("2", 400);
  CHECK(client.empty());
  client >> waiting("3", 200);
  const std::string refused = client.Take();
  CHECK(At(refused, {"id"}) == "3");
  CHECK(At(refused, {"error", "code"}) == "-32000");
  client >> jsonrpc::WriteNotification("notifications/cancelled", R"({"requestId":2})");
  client >> waiting("4", 400);
  CHECK(client.empty());
  script.server(0).Serve({});
  CHECK(client.TakeAll().size() == 2);
}

TEST_CASE("a cursor that was never given is refused") {
  Script script(OneServer());
  script.server(0).Serve({});
  CHECK(At(script.client().Ask("1", "tools/list", R"({"cursor":""})"), {"error", "code"}) ==
        "-32602");
}

TEST_CASE("the agent is taken from the client's name unless it is fixed") {
  auto policy = std::make_shared<TablePolicy>();
  const ServerIndex server = policy->AddServer("files");
  const AgentMask coder = policy->AddAgent("coder");
  policy->Allow(server, Verb::kCall, "secret", coder.bit);
  Script script(policy);
  script.server(0).Serve({.tools = Tools({"secret"})});
  CHECK(Each(script.client(1, "coder").Ask("1", "tools/list"), {"result", "tools"}).size() == 1);
  CHECK(Each(script.client(2, "Coder").Ask("1", "tools/list"), {"result", "tools"}).empty());
  auto& fixed = script.OpenOnly(3, AgentMask{});
  fixed.Ask("0", "initialize", R"({"protocolVersion":"2025-11-25","clientInfo":{"name":"coder"}})");
  CHECK(Each(fixed.Ask("1", "tools/list"), {"result", "tools"}).empty());
}

}  // namespace
}  // namespace weir::router
