// What stays known over a change of policy: the data of conversations, and what servers are held
// to.
#include <random>

#include "runtime/jsonrpc/write.h"
#include "tests/unit/router/script.h"

namespace weir::router {
namespace {

using std::chrono::milliseconds;
using Strings = std::vector<std::string>;

constexpr std::string_view kSecret =
    "The Halvorsen merger closes on Friday the 13th of next month.";
const std::string kToolsChanged =
    jsonrpc::WriteNotification("notifications/tools/list_changed", "");

std::string TextResult(std::string_view text) {
  return R"({"content":[{"type":"text","text":)" + json::Quote(text) + "}]}";
}

std::string Call(const std::string& name, std::string_view text) {
  return R"({"name":")" + name + R"(","arguments":{"text":)" + json::Quote(text) + "}}";
}

// Labels as in the test's title; nothing may cross unless a test opens a way.
std::shared_ptr<TablePolicy> Isolating(const Strings& servers) {
  auto policy = std::make_shared<TablePolicy>();
  for (const std::string& server : servers) policy->AllowAll(policy->AddServer(server));
  policy->Isolate();
  return policy;
}

struct Fixture {
  Fixture() : Fixture(Isolating({"files", "web"})) {}
  explicit Fixture(std::shared_ptr<TablePolicy> policy) : script(std::move(policy)) {
    for (const ServerIndex server : {0u, 1u}) script.server(server).Serve(kWares);
  }
  void Read(ServerIndex server = 0) {
    script.client() >> jsonrpc::WriteRequest("1", "tools/call", Call("files__read", ""));
    script.server(server).Answer(TextResult(kSecret));
    script.client().TakeAll();
  }
  // What comes at once; empty: it is with the server, and stays there.
  std::string Send(const std::string& server, std::string_view text = kSecret) {
    script.client().TakeAll();
    static int id = 100;
    return script.client().Ask(std::to_string(++id), "tools/call", Call(server + "__send", text));
  }
  const Wares kWares{.tools = Tools({"read", "send"})};
  Script script;
};

TEST_CASE("what was read before does not leave after, whatever the order of the servers") {
  Fixture f;
  f.Read();
  f.script.Reload(Isolating({"mail", "web", "files"}));
  f.script.server(0).Serve(f.kWares);
  for (const std::string sink : {"web", "mail"}) {
    const std::string denial = ToolErrorText(f.Send(sink));
    CHECK_THAT(denial, Catch::Contains("It carries the label `files`") &&
                           Catch::Contains("from call 1 (`files.read`), verbatim"));
  }
  CHECK(f.Send("files").empty());
  CHECK(f.Send("web", "Nothing of it at all is in here").empty());
}

TEST_CASE("the answer to a call that was open carries its labels after") {
  Fixture f;
  f.script.client() >> jsonrpc::WriteRequest("1", "tools/call", Call("files__read", ""));
  f.script.Reload(Isolating({"web", "files"}));
  f.script.server(1).Answer(TextResult(kSecret));
  CHECK_THAT(ToolErrorText(f.Send("web")), Catch::Contains("the label `files`"));
  CHECK(f.Send("files").empty());
}

TEST_CASE("a flow that the new policy opens is open for what was read before, and the reverse") {
  Fixture f;
  f.Read();
  const auto open = Isolating({"web", "files"});
  open->LetIn(0, 0b10);
  f.script.Reload(open);
  CHECK(f.Send("web").empty());
  f.script.Reload(Isolating({"web", "files"}));
  CHECK_THAT(ToolErrorText(f.Send("web")), Catch::Contains("the label `files`"));
}

TEST_CASE("what a server brought that is gone is not free") {
  Fixture f;
  f.Read();
  const auto open = Isolating({"web", "mail"});
  open->LetIn(0, 0b11);
  f.script.Reload(open);
  f.script.server(1).Serve(f.kWares);
  bool said = false;
  for (const Log& log : f.script.TakeLogs()) {
    said |= log.level == LogLevel::kWarning &&
            log.text.find("data with the label `files`, which") != std::string::npos;
  }
  CHECK(said);
  for (const std::string sink : {"web", "mail"}) {
    const std::string denial = ToolErrorText(f.Send(sink));
    CHECK_THAT(denial,
               Catch::Contains("The policy has no label for it, so it counts as every one") &&
                   Catch::Contains("from call 1 (`files.read`), verbatim") &&
                   Catch::Contains("only `flow any` opens a way for it"));
  }
  // Nor does it become free, or its own again, as a server of the name comes back.
  f.script.Reload(Isolating({"files", "web"}));
  f.script.server(0).Serve(f.kWares);
  CHECK_THAT(ToolErrorText(f.Send("web")), Catch::Contains("it counts as every one"));
  CHECK_THAT(ToolErrorText(f.Send("files")), Catch::Contains("it counts as every one"));
}

TEST_CASE("a label that is called otherwise now does not set its content free") {
  const auto before = Isolating({"files", "web"});
  before->Give(0, before->AddLabel("confidential"));
  Fixture f(before);
  f.Read();
  const auto after = Isolating({"files", "web"});
  after->AddLabel("secret");
  after->LetIn(1, 0b101);
  f.script.Reload(after);
  CHECK_THAT(ToolErrorText(f.Send("web")), Catch::Contains("it counts as every one"));
}

TEST_CASE("labels by session stay on a session") {
  const auto policy_of = [](const Strings& servers) {
    const auto policy = Isolating(servers);
    for (ServerIndex i = 0; i < servers.size(); ++i) {
      if (servers[i] == "files") policy->Give(i, uint64_t{1} << servers.size());
    }
    policy->AddLabel("untrusted", true);
    return policy;
  };
  Fixture f(policy_of({"files", "web"}));
  f.Read();
  f.script.Reload(policy_of({"web", "mail", "files"}));
  CHECK_THAT(ToolErrorText(f.Send("web", "other words")),
             Catch::Contains("the label `untrusted`") &&
                 Catch::Contains("as everything in this conversation since call 1"));
}

TEST_CASE("a piece that was sent before counts with what is sent after") {
  Fixture f;
  f.Read();
  CHECK(f.Send("web", kSecret.substr(0, 20)).empty());
  f.script.Reload(Isolating({"mail", "web", "files"}));
  CHECK_THAT(ToolErrorText(f.Send("web", kSecret.substr(20, 20))),
             Catch::Contains("begun in an earlier call"));
}

TEST_CASE("runs are as short as the new policy asks, also of what was read before") {
  Fixture f;
  f.Read();
  CHECK(f.Send("web", "Halvorsen merger c").empty());
  const auto policy = Isolating({"files", "web"});
  policy->AddLabel("short", false, 16);
  f.script.Reload(policy);
  CHECK_THAT(ToolErrorText(f.Send("web", "x Halvorsen merger c")), Catch::Contains("`files`"));
}

TEST_CASE("conversations stay apart") {
  Fixture f;
  f.Read();
  f.script.client(2);
  f.script.Reload(Isolating({"web", "files"}));
  CHECK(f.script.client(2).Ask("1", "tools/call", Call("web__send", kSecret)).empty());
}

// ---- What servers are held to ----

std::shared_ptr<const lock::LockFile> Pinned(const std::string& server, const Strings& tools) {
  auto file = std::make_shared<lock::LockFile>();
  for (const std::string& tool : tools) {
    const auto document =
        json::Document::Parse(R"({"name":)" + json::Quote(tool) + R"(,"inputSchema":{}})");
    file->servers[server].of(guard::DefinitionKind::kTool)[tool] =
        *lock::MakeItem(document->root());
  }
  return file;
}

Strings ToolsOf(Script& script) {
  static int id = 1'000;
  script.client().TakeAll();
  return Each(script.client().Ask(std::to_string(++id), "tools/list"), {"result", "tools"});
}

void ListAnew(Script& script, ServerIndex server, const Strings& tools) {
  script.server(server) << kToolsChanged;
  script.Pass(milliseconds(50));
  script.server(server).Serve({.tools = Tools(tools)});
}

TEST_CASE("without a lock file, a change of policy agrees to nothing that servers have changed") {
  Script script(Isolating({"a", "b"}));
  script.server(0).Serve({.tools = Tools({"t"})});
  script.server(1).Serve({.tools = Tools({"t"})});
  ListAnew(script, 0, {"t", "new"});
  CHECK(ToolsOf(script) == Strings{"a__t", "b__t"});
  script.Reload(Isolating({"b", "a"}));
  CHECK(ToolsOf(script) == Strings{"b__t", "a__t"});
  ListAnew(script, 1, {"t", "newer"});
  CHECK(ToolsOf(script) == Strings{"b__t", "a__t"});
}

TEST_CASE("a server that had listed nothing yet is held to what it lists first") {
  Script script(Isolating({"a"}));
  script.Reload(Isolating({"b", "a"}));
  script.server(0).Serve({.tools = Tools({"t"})});
  script.server(1).Serve({.tools = Tools({"t", "u"})});
  CHECK(ToolsOf(script) == Strings{"b__t", "a__t", "a__u"});
  ListAnew(script, 1, {"t", "u", "new"});
  CHECK(ToolsOf(script) == Strings{"b__t", "a__t", "a__u"});
}

TEST_CASE("a server that is another program now is held to what that one lists first") {
  Script script(Isolating({"a"}));
  script.server(0).Serve({.tools = Tools({"t"})});
  const auto policy = Isolating({"a"});
  policy->SetLaunch(0, "another");
  script.Reload(policy);
  script.server(0).Down();
  script.server(0).Serve({.tools = Tools({"u"})});
  CHECK(ToolsOf(script) == Strings{"a__u"});
}

TEST_CASE("a lock file that has come, or changed, counts at once") {
  Script script(Isolating({"a"}));
  script.server(0).Serve({.tools = Tools({"t", "u", "v"})});
  CHECK(ToolsOf(script) == Strings{"a__t", "a__u", "a__v"});
  script.Reload(Isolating({"a"}), Pinned("a", {"t", "u"}));
  CHECK(script.client().Take() == kToolsChanged);
  CHECK(ToolsOf(script) == Strings{"a__t", "a__u"});
  // Arguments are held against the schema from now on, which names none.
  CHECK_THAT(ToolErrorText(script.client().Ask("1", "tools/call",
                                               R"({"name":"a__t","arguments":{"odd":1}})")),
             Catch::Contains("do not fit the tool's schema"));
  script.Reload(Isolating({"a"}), Pinned("a", {"u", "v"}));
  CHECK(ToolsOf(script) == Strings{"a__u", "a__v"});
  // A lock file that is gone lets nothing in either.
  script.Reload(Isolating({"a"}));
  CHECK(ToolsOf(script) == Strings{"a__u", "a__v"});
}

TEST_CASE("what the guard does is what the new policy says") {
  Script script(Isolating({"a"}), {}, Pinned("a", {"t"}));
  script.server(0).Serve({.tools = Tools({"t", "new"})});
  CHECK(ToolsOf(script) == Strings{"a__t"});
  const auto policy = Isolating({"a"});
  policy->SetGuard({.drift = Reaction::kWarn});
  script.Reload(policy, Pinned("a", {"t"}));
  CHECK(ToolsOf(script) == Strings{"a__t", "a__new"});
}

// ---- All of it together ----

// Policies, servers and requests at random: each request is answered once, and the secret never
// reaches another server than its own.
TEST_CASE("two hundred changes of policy while calls go on") {
  const auto seed = GENERATE(range(1u, 5u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto pick = [&](size_t below) { return random() % below; };
  const auto random_policy = [&] {
    Strings names{"files", "web", "mail", "disk", "chat"};
    std::shuffle(names.begin(), names.end(), random);
    names.resize(1 + pick(names.size()));
    const auto policy = Isolating(names);
    for (ServerIndex i = 0; i < names.size(); ++i) {
      if (pick(8) == 0) policy->SetLaunch(i, "another");
    }
    if (pick(2) == 0)
      policy->AddLabel("private", pick(4) == 0, 16 + static_cast<uint32_t>(pick(9)));
    return std::pair(names, policy);
  };
  Strings names{"files", "web"};
  Fixture f;
  Script& script = f.script;
  f.Read();
  int asked = 0;
  int answered = 0;
  const auto play_server = [&](ServerIndex index) {
    Script::ServerPeer& server = script.server(index);
    if (!server.running()) return server.Down();
    server.Serve({.tools = Tools({"read", "send"})});
    while (!server.empty()) {
      const std::string message = server.Take();
      if (names[index] != "files") {
        CHECK(message.find("Halvorsen") == std::string::npos);
      }
      if (TextAt(message, {"method"}) != "tools/call") continue;
      const std::string& text = names[index] == "files" ? std::string(kSecret) : "nothing";
      server.Answer(At(message, {"id"}), TextResult(text));
    }
  };
  const auto take_answers = [&] {
    for (const std::string& message : script.client().TakeAll()) {
      if (!At(message, {"id"}).empty()) ++answered;
    }
  };
  for (int round = 0; round < 200; ++round) {
    for (size_t step = 0; step < 12; ++step) {
      const std::string& to = names[pick(names.size())];
      const std::string call =
          pick(2) == 0 ? Call(to + "__read", "x") : Call(to + "__send", kSecret);
      script.client() >> jsonrpc::WriteRequest(std::to_string(++asked), "tools/call", call);
      if (pick(3) == 0) play_server(static_cast<ServerIndex>(pick(names.size())));
      if (pick(10) == 0) script.server(static_cast<ServerIndex>(pick(names.size()))).Down();
      script.Pass(milliseconds(pick(2'000)));
    }
    take_answers();
    const auto [new_names, policy] = random_policy();
    names = new_names;
    script.Reload(policy);
  }
  for (int i = 0; i < 4; ++i) {
    for (ServerIndex server = 0; server < names.size(); ++server) play_server(server);
    script.Pass(std::chrono::seconds(31));
  }
  take_answers();
  CHECK(answered == asked);
  CHECK_FALSE(script.router().Owes(ClientId{1}));
}

}  // namespace
}  // namespace weir::router
