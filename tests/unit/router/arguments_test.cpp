// Arguments that a tool's definition does not name.
#include "tests/unit/router/script.h"

namespace weir::router {
namespace {

struct Fixture {
  explicit Fixture(std::optional<ArgumentMode> mode) {
    policy->AddServer("files");
    if (mode) policy->SetArguments(0, *mode);
    policy->Add({0, Verb::kCall, "read", ~uint64_t{0}, [this](auto arguments, auto) {
                   decided = arguments ? arguments->raw() : "";
                   return Decision{Outcome::kAllow, Because::kRule, 0};
                 }});
    script.emplace(policy);
    script->server(0).Serve(
        {.tools =
             R"([{"name":"read","inputSchema":{"type":"object","properties":{"path":{"type":"string"}},"required":["path"]}}])"});
  }
  // The denial; what was forwarded is in `forwarded`.
  std::string Call(const std::string& arguments) {
    const std::string answer = script->client().Ask(
        "1", "tools/call", R"({"name":"files__read","arguments":)" + arguments + "}");
    if (!answer.empty()) return ToolErrorText(answer);
    const std::string sent = script->server(0).Take();
    forwarded = At(sent, {"params", "arguments"});
    script->server(0).Answer(At(sent, {"id"}), "{}");
    script->client().Take();
    return {};
  }
  std::shared_ptr<TablePolicy> policy = std::make_shared<TablePolicy>();
  std::optional<Script> script;
  std::string decided, forwarded;
};

const std::string kOdd = R"({"path" : "a","sidenote":"secret"})";

TEST_CASE("strict: what the schema does not name is denied, and the argument is named") {
  Fixture f(ArgumentMode::kStrict);
  CHECK_THAT(f.Call(kOdd), Catch::Contains("`/sidenote`, the schema names no such argument"));
  CHECK_THAT(f.Call(R"({"path":1})"), Catch::Contains("`/path`, it is of the wrong type"));
  CHECK_THAT(f.Call("{}"), Catch::Contains("`/path`, it is missing"));
  CHECK(f.decided.empty());
  const std::vector<AuditRecord> audit = f.script->TakeAudit();
  REQUIRE(audit.size() == 3);
  CHECK(audit[0].decision == Decision{Outcome::kDeny, Because::kSchema, 0});
  CHECK(f.Call(R"({"path":"a"})").empty());
  CHECK(f.forwarded == R"({"path":"a"})");
}

TEST_CASE("strip: it is left out of what is decided on and of what is forwarded") {
  Fixture f(ArgumentMode::kStrip);
  CHECK(f.Call(kOdd).empty());
  CHECK(f.forwarded == R"({"path":"a"})");
  CHECK(f.decided == f.forwarded);
  CHECK_THAT(f.Call(R"({"sidenote":"x"})"), Catch::Contains("it is missing"));
}

TEST_CASE("open, and where nothing is said: arguments go as they came") {
  for (const auto mode : {std::optional(ArgumentMode::kOpen), std::optional<ArgumentMode>()}) {
    Fixture f(mode);
    CHECK(f.Call(kOdd).empty());
    CHECK(f.forwarded == kOdd);
  }
}

}  // namespace
}  // namespace weir::router
