// The whole compiler: texts in, policies that decide out.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "compiler/pipeline/compile.h"
#include "compiler/pipeline/settings.h"

namespace weir::pipeline {
namespace {

constexpr std::string_view kPolicy = R"(weir 1;
agent coder { client "claude-code"; }
agent ci { client "ci-runner"; }
server files {
  launch "files-server" "/srv/work";
  tools read_*, write_file;
}
server git { launch "git-server"; limit 5 s, result 1 MiB; }
route read_file -> files.read_text_file;

allow coder: files.read_*   // whatever it reads,
  where path(args.path) within "/srv/work";
ask coder: files.write_file because "it changes a file";
allow any: git.status;
deny ci: git.*;
deny any: *.* where args.path == "/srv/work/secret";
)";

std::shared_ptr<const Policy> PolicyOf(std::string_view text, Engine engine = Engine::kNative) {
  Compiled compiled = CompileText("policy.weir", std::string(text), {engine});
  for (const auto& diagnostic : compiled.diagnostics) UNSCOPED_INFO(diagnostic.message);
  REQUIRE(compiled.policy);
  return compiled.policy;
}

Request RequestOf(AgentMask agent, std::optional<json::Value> arguments) {
  Request request;
  request.agent = agent;
  request.arguments = arguments;
  return request;
}

Request ReadOf(std::string_view uri) {
  Request request;
  request.uri = uri;
  return request;
}

Decision Decide(const Policy& policy, AgentMask agent, ServerIndex server, std::string_view tool,
                const std::string& arguments) {
  const auto target = policy.Resolve(server, Verb::kCall, tool);
  REQUIRE(target);
  const auto document = json::Document::Parse(arguments);
  REQUIRE(document);
  return policy.Decide(*target, RequestOf(agent, document->root()));
}

constexpr AgentMask kCoder{1};
constexpr AgentMask kCi{2};

TEST_CASE("a policy decides, on either engine") {
  for (Engine engine : {Engine::kNative, Engine::kInterpreter}) {
    const auto policy = PolicyOf(kPolicy, engine);
    const auto decide = [&](AgentMask agent, std::string_view tool, const char* arguments) {
      return Decide(*policy, agent, 0, tool, arguments);
    };
    CHECK(decide(kCoder, "read_file", R"({"path":"/srv/work/a"})") ==
          Decision{Outcome::kAllow, Because::kRule, 0});
    CHECK(decide(kCoder, "read_file", R"({"path":"/srv/work/../../etc/passwd"})") == Decision{});
    CHECK(decide(kCoder, "read_file", R"({"path":"/srv/work/secret"})") ==
          Decision{Outcome::kDeny, Because::kRule, 4});
    CHECK(decide(kCoder, "read_file", "{}") == Decision{});
    CHECK(decide(kCoder, "write_file", "{}") == Decision{Outcome::kAsk, Because::kRule, 1});
    CHECK(decide(kCi, "read_file", R"({"path":"/srv/work/a"})") == Decision{});
    CHECK(Decide(*policy, kCi, 1, "status", "{}") == Decision{Outcome::kDeny, Because::kRule, 3});
    CHECK(Decide(*policy, AgentMask{}, 1, "status", "{}") ==
          Decision{Outcome::kAllow, Because::kRule, 2});
  }
}

TEST_CASE("what is outside of `tools` does not exist") {
  const auto policy = PolicyOf(kPolicy);
  CHECK_FALSE(policy->Resolve(0, Verb::kCall, "delete_file"));
  CHECK_FALSE(policy->Resolve(7, Verb::kCall, "read_file"));
  CHECK_FALSE(policy->Resolve(0, Verb::kRead, "file:///a"));
}

TEST_CASE("whatever cannot be decided is denied") {
  const auto policy = PolicyOf(kPolicy);
  const Decision failed{Outcome::kDeny, Because::kFailure, 0};
  const auto target = policy->Resolve(1, Verb::kCall, "status");
  REQUIRE(target);
  const auto list = json::Document::Parse("[]");
  CHECK(policy->Decide(*target, RequestOf(kCoder, list->root())) == failed);
  CHECK(policy->Decide(99, RequestOf(kCoder, std::nullopt)) == failed);
  CHECK(policy->Decide(*target, RequestOf(AgentMask{0}, std::nullopt)) == failed);
  CHECK(policy->Decide(*target, RequestOf(AgentMask{3}, std::nullopt)) == failed);
  CHECK(policy->Decide(*target, RequestOf(kCoder, std::nullopt)) ==
        Decision{Outcome::kAllow, Because::kRule, 2});
}

TEST_CASE("what may pass is listed") {
  const auto policy = PolicyOf(kPolicy);
  const TargetId read = *policy->Resolve(0, Verb::kCall, "read_file");
  const TargetId status = *policy->Resolve(1, Verb::kCall, "status");
  CHECK(policy->MayPass(read, kCoder));
  CHECK_FALSE(policy->MayPass(read, kCi));
  CHECK_FALSE(policy->MayPass(read, AgentMask{}));
  CHECK(policy->MayPass(status, AgentMask{}));
  CHECK_FALSE(policy->MayPass(status, kCi));  // always denied
  CHECK_FALSE(policy->MayPass(99, kCoder));
  CHECK(policy->PassingRules(read, kCoder) == std::vector<uint32_t>{0});
}

TEST_CASE("agents are known by the exact name of their client") {
  const auto policy = PolicyOf(kPolicy);
  CHECK(policy->AgentOfClient("claude-code") == kCoder);
  CHECK(policy->AgentOfClient("Claude-Code") == AgentMask{});
  CHECK(policy->AgentOfClient("") == AgentMask{});
  CHECK(policy->AgentNamed("ci") == kCi);
  CHECK_FALSE(policy->AgentNamed("claude-code"));
  CHECK(policy->AgentName(kCoder) == "coder");
  CHECK(policy->AgentName(AgentMask{}) == "unknown");
  CHECK(policy->AgentName(AgentMask{0}) == "unknown");
}

TEST_CASE("settings are handed on, with defaults") {
  const auto policy = PolicyOf(kPolicy);
  REQUIRE(policy->servers().size() == 2);
  CHECK(policy->servers()[0].launch == std::vector<std::string>{"files-server", "/srv/work"});
  CHECK(policy->servers()[0].call_timeout == kCallTimeoutDefault);
  CHECK(policy->servers()[0].result_bytes_max == kResultBytesDefault);
  CHECK(policy->servers()[1].call_timeout == std::chrono::seconds(5));
  CHECK(policy->servers()[1].result_bytes_max == uint64_t{1} << 20);
  REQUIRE(policy->routes().size() == 1);
  CHECK(policy->routes()[0].tool == "read_text_file");
}

TEST_CASE("rules are shown as written, on one line, without `because`") {
  const auto policy = PolicyOf(kPolicy);
  CHECK(policy->rules()[0].source ==
        "allow coder: files.read_* where path(args.path) within \"/srv/work\"");
  CHECK(policy->rules()[0].place == "policy.weir:11:1");
  CHECK(policy->rules()[1].source == "ask coder: files.write_file");
  CHECK(policy->rules()[1].because == "it changes a file");
}

TEST_CASE("what servers may ask of the client, and what the answers may carry") {
  const auto policy = PolicyOf(R"(weir 1;
agent coder { client "claude-code"; }
label private;
label secret;
server files { launch "f"; tools *; takes private; }
server git { launch "g"; tools *; }
server web { launch "w"; tools *; }
allow coder: files.*, git.*, web.*;
allow {files, web}: elicit because "forms";
allow any-server: sample;
deny web: sample;
ask git: roots;
flow files -> git.*;
flow secret -> git.push;
flow private -> git.* where args.ok == true;
flow any -> web.* after ask;
)");
  const auto& servers = policy->servers();
  const auto outcomes = [&](size_t server) {
    std::vector<Outcome> all;
    for (const auto& rule : servers[server].client_requests) all.push_back(rule.outcome);
    return all;
  };
  using enum Outcome;
  CHECK(outcomes(0) == std::vector{kAllow, kAllow, kDeny});  // sample, elicit, roots
  CHECK(outcomes(1) == std::vector{kAllow, kDeny, kAsk});
  CHECK(outcomes(2) == std::vector{kDeny, kAllow, kDeny});
  CHECK(servers[0].client_requests[1].source == "allow {files, web}: elicit because \"forms\"");
  CHECK(servers[0].client_requests[1].place == "policy.weir:9:1");
  CHECK(servers[0].client_requests[1].because == "forms");
  CHECK(servers[2].client_requests[0].source == "deny web: sample");
  CHECK(servers[2].client_requests[2].source.empty());
  CHECK(servers[0].answer_labels == 0b01001);  // its own and `private`
  CHECK(servers[1].answer_labels ==
        0b00011);  // not what goes to one tool, or where something holds
  CHECK(servers[2].answer_labels == 0b00100);  // nor what a person would be asked for
}

TEST_CASE("comments and line breaks go, strings stay") {
  CHECK(OnOneLine("a  b\n\tc") == "a b c");
  CHECK(OnOneLine("a // x\n b") == "a b");
  CHECK(OnOneLine("a/* x */b") == "a b");
  CHECK(OnOneLine(R"(a "x  // \" y" b)") == R"(a "x  // \" y" b)");
  CHECK(OnOneLine("\"open") == "\"open");
  CHECK(OnOneLine("\"open\\") == "\"open\\");
  CHECK(OnOneLine("// only") == "");
  CHECK(OnOneLine("/* open") == "");
}

TEST_CASE("a policy with mistakes is diagnostics and nothing else") {
  const Compiled compiled = CompileText("policy.weir", "weir 1; allow coder: files.*;");
  CHECK_FALSE(compiled.policy);
  CHECK_FALSE(compiled.diagnostics.empty());
}

TEST_CASE("a pattern of too many states is matched all the same, with a warning") {
  // A window of 40 code points behind an `a`: the automaton would have to remember all of them.
  const std::string glob = "**a" + std::string(40, '?');
  const std::string text =
      "weir 1; server s { launch \"x\"; } allow any: s.t where args.x like \"" + glob + "\";";
  const Compiled compiled = CompileText("policy.weir", text);
  REQUIRE(compiled.policy);
  REQUIRE_FALSE(compiled.diagnostics.empty());
  const diagnostics::Diagnostic& warning = compiled.diagnostics.back();
  CHECK(warning.kind == diagnostics::Kind::kAutomatonOverBudget);
  CHECK(warning.message.find("`args.x`") != std::string::npos);
  CHECK(compiled.sources.TextOf(warning.span).starts_with("allow any: s.t"));
  const auto outcome = [&](const std::string& x) {
    return Decide(*compiled.policy, AgentMask{}, 0, "t", R"({"x":")" + x + "\"}").outcome;
  };
  CHECK(outcome("ba" + std::string(40, 'x')) == Outcome::kAllow);
  CHECK(outcome("ba" + std::string(39, 'x')) == Outcome::kDeny);
}

TEST_CASE("a file that cannot be read is a diagnostic") {
  const Compiled compiled = CompileFile("/nonexistent/policy.weir");
  CHECK_FALSE(compiled.policy);
  REQUIRE(compiled.diagnostics.size() == 1);
  CHECK(compiled.diagnostics[0].kind == diagnostics::Kind::kUnreadableFile);
}

TEST_CASE("many threads may ask") {
  const auto policy = PolicyOf(kPolicy);
  const TargetId read = *policy->Resolve(0, Verb::kCall, "read_file");
  const auto document = json::Document::Parse(R"({"path":"/srv/work/./a"})");
  std::atomic<int> allowed = 0;
  const auto ask = [&] {
    for (int i = 0; i < 1'000; ++i) {
      const Decision decision = policy->Decide(read, RequestOf(kCoder, document->root()));
      if (decision.outcome == Outcome::kAllow) ++allowed;
    }
  };
  std::thread first(ask);
  std::thread second(ask);
  first.join();
  second.join();
  CHECK(allowed == 2'000);
}

TEST_CASE("resources are told apart by their uri") {
  const auto policy = PolicyOf(R"(weir 1;
server files { launch "x"; }
allow any: read files where uri like "file:///srv/**";
)");
  const auto target = policy->Resolve(0, Verb::kRead, "file:///srv/a");
  REQUIRE(target);
  CHECK(policy->Decide(*target, ReadOf("file:///srv/a/b")).outcome == Outcome::kAllow);
  CHECK(policy->Decide(*target, ReadOf("file:///etc/passwd")).outcome == Outcome::kDeny);
}

}  // namespace
}  // namespace weir::pipeline
