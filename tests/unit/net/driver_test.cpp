// The driver with a real router, real processes and a client at the other end of socket pairs. The
// policy is a fake that allows everything, as decisions are not what is tested here.
#include "runtime/net/driver.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "runtime/keeper/processes.h"

namespace weir::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class AllowAll : public Policy {
 public:
  explicit AllowAll(const std::string& mode)
      : servers_{{.name = "s",
                  .launch = {WEIR_STUBBORN_SERVER, mode},
                  .environment = {},
                  .call_timeout = seconds(20),
                  .result_bytes_max = 1 << 20}} {}

  std::span<const ServerSettings> servers() const override { return servers_; }
  std::span<const RouteSettings> routes() const override { return {}; }
  std::span<const RuleText> rules() const override { return rules_; }
  AgentMask AgentOfClient(std::string_view) const override { return {1}; }
  std::optional<AgentMask> AgentNamed(std::string_view) const override { return AgentMask{1}; }
  std::string_view AgentName(AgentMask) const override { return "tester"; }
  std::optional<TargetId> Resolve(ServerIndex, Verb, std::string_view) const override { return 0; }
  bool MayPass(TargetId, AgentMask) const override { return true; }
  std::vector<uint32_t> PassingRules(TargetId, AgentMask) const override { return {0}; }
  std::span<const LabelSettings> labels() const override { return {}; }
  std::span<const RateLimitSettings> rate_limits() const override { return {}; }
  const GuardSettings& guard() const override { return guard_; }
  Decision Decide(TargetId, const Request&) const noexcept override {
    return {Outcome::kAllow, Because::kRule, 0};
  }
  uint64_t ResultLabels(TargetId, const Request&) const noexcept override { return 0; }
  std::span<const uint32_t> RateLimitsOf(TargetId, AgentMask) const override { return {}; }

 private:
  GuardSettings guard_;
  std::vector<ServerSettings> servers_;
  std::vector<RuleText> rules_{{Outcome::kAllow, "allow any: *.*", "test:1:1", ""}};
};

class Notes : public Observer {
 public:
  void Log(router::LogLevel, std::string_view text) override { logged.emplace_back(text); }
  bool Audit(const router::AuditRecord& record) override {
    audited.push_back(record);
    return audit_works;
  }
  std::vector<std::string> logged;
  std::vector<router::AuditRecord> audited;
  bool audit_works = true;
};

class Session {
 public:
  explicit Session(const std::string& mode = "mcp", size_t message_bytes_max = 1 << 20) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    signal(SIGPIPE, SIG_IGN);
    Settings settings{.keeper = WEIR_KEEPER, .agent = std::nullopt, .limits = {}};
    settings.limits.message_bytes_max = message_bytes_max;
    driver.emplace(io, std::make_shared<AllowAll>(mode), settings, notes);
  }

  void Connect() {
    int input[2];
    int output[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input) == 0);
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, output) == 0);
    to_weir.reset(input[0]);
    from_weir.reset(output[0]);
    fcntl(to_weir.get(), F_SETFL, O_NONBLOCK);
    fcntl(from_weir.get(), F_SETFL, O_NONBLOCK);
    REQUIRE(driver->AddClient(UniqueFd(input[1]), UniqueFd(output[1])));
  }
  void Initialize() {
    Send(R"({"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":)"
         R"("2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}})");
    Send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    UntilHeard("\"id\":\"i\"");
  }
  void Send(std::string line) {
    line += '\n';
    for (size_t sent = 0; sent < line.size();) {
      const ssize_t size = write(to_weir.get(), line.data() + sent, line.size() - sent);
      if (size > 0) sent += static_cast<size_t>(size);
      if (size < 0) io.run_for(milliseconds(2));
    }
  }
  static std::string Call(int id, size_t padding = 0) {
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
           R"(,"method":"tools/call","params":{"name":"s__count","arguments":{"x":")" +
           std::string(padding, 'x') + "\"}}}";
  }
  template <typename Condition>
  bool Within(milliseconds time, Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + time;
    while (!condition() && std::chrono::steady_clock::now() < deadline) io.run_for(milliseconds(5));
    return condition();
  }
  void Listen() {
    char chunk[4096];
    for (ssize_t size = 1; size > 0;) {
      size = read(from_weir.get(), chunk, sizeof chunk);
      if (size > 0) heard.append(chunk, static_cast<size_t>(size));
    }
  }
  void UntilHeard(const std::string& text) {
    INFO("waiting for " << text);
    REQUIRE(Within(seconds(15), [&] {
      Listen();
      return heard.find(text) != std::string::npos;
    }));
  }
  void UntilStopped() {
    REQUIRE(Within(seconds(20), [&] { return io.stopped(); }));
    CHECK(keeper::ChildrenOf(getpid()).empty());
    Listen();
  }

  boost::asio::io_context io;
  Notes notes;
  std::optional<Driver> driver;
  UniqueFd to_weir;
  UniqueFd from_weir;
  std::string heard;
};

TEST_CASE("a call goes through, is audited, and all ends with the client") {
  Session session;
  session.Connect();
  session.Initialize();
  session.Send(Session::Call(1));
  session.UntilHeard("\"id\":1");
  CHECK(session.heard.find("\"isError\":true") == std::string::npos);
  REQUIRE(session.notes.audited.size() == 2);
  CHECK(session.notes.audited[0].event == router::AuditEvent::kDecision);
  CHECK(session.notes.audited[1].event == router::AuditEvent::kEnd);
  CHECK(session.notes.audited[1].target == "count");
  CHECK(session.notes.audited[1].result == "ok");
  session.to_weir.reset();
  session.UntilStopped();
  CHECK(!session.driver->audit_failed());
}

TEST_CASE("requests from a file are all answered, though the file ends at once") {
  Session session;
  std::string path = "/tmp/weir-driver-XXXXXX";
  const int file = mkstemp(path.data());
  REQUIRE(file >= 0);
  session.to_weir.reset(file);
  const std::string initialize =
      R"({"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"2025-06-18",)"
      R"("capabilities":{},"clientInfo":{"name":"t","version":"1"}}})";
  const std::string text = initialize + "\n" + Session::Call(1) + "\n" + Session::Call(2);
  REQUIRE(write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  int output[2];
  REQUIRE(pipe2(output, O_CLOEXEC | O_NONBLOCK) == 0);
  session.from_weir.reset(output[0]);
  REQUIRE(session.driver->AddClient(UniqueFd(open(path.c_str(), O_RDONLY | O_CLOEXEC)),
                                    UniqueFd(output[1])));
  unlink(path.c_str());
  session.UntilStopped();
  for (const char* answer : {"\"id\":\"i\"", "\"id\":1", "\"id\":2"}) {
    CHECK(session.heard.find(answer) != std::string::npos);
  }
}

TEST_CASE("an audit that cannot be written stops everything, and the call is not done") {
  Session session;
  session.Connect();
  session.Initialize();
  session.notes.audit_works = false;
  session.Send(Session::Call(1));
  session.UntilStopped();
  CHECK(session.driver->audit_failed());
  REQUIRE(session.notes.audited.size() == 1);
  CHECK(session.notes.audited[0].event == router::AuditEvent::kDecision);
  CHECK(session.heard.find("\"id\":1") == std::string::npos);
}

TEST_CASE("a message at the limit passes, one byte more is refused, and the client stays") {
  const size_t limit = 10'000;
  const size_t frame = Session::Call(1).size();
  Session session("mcp", limit);
  session.Connect();
  session.Initialize();
  session.Send(Session::Call(1, limit - frame));
  session.UntilHeard("\"id\":1");
  session.Send(Session::Call(2, limit - frame + 1));
  session.Send(Session::Call(3));
  session.UntilHeard("\"id\":3");
  CHECK(session.heard.find("\"id\":2") == std::string::npos);
  session.driver->Shutdown();
  session.UntilStopped();
}

TEST_CASE("a client that does not read its answers is not read either") {
  Session session;
  session.Connect();
  session.Initialize();
  const std::string ping =
      R"({"jsonrpc":"2.0","id":")" + std::string(1'000, 'x') + R"(","method":"ping"})" + "\n";
  constexpr size_t kPlenty = 4 * kQueueBytesSoftMax;
  constexpr int kQuietTurns = 200;  // of 5 ms: nothing more will be read
  size_t sent = 0;
  int quiet = 0;
  const bool is_over = session.Within(seconds(60), [&] {
    const size_t before = sent;
    for (ssize_t size = 1; size > 0 && sent < kPlenty;) {
      const size_t at = sent % ping.size();
      size = write(session.to_weir.get(), ping.data() + at, ping.size() - at);
      if (size > 0) sent += static_cast<size_t>(size);
    }
    quiet = sent == before ? quiet + 1 : 0;
    return sent >= kPlenty || quiet >= kQuietTurns;
  });
  CHECK(is_over);
  CHECK(sent < kPlenty);
  CHECK(sent > kQueueBytesSoftMax);
  session.driver->Shutdown();
  session.UntilStopped();
}

TEST_CASE("a client that stops reading for good is noticed") {
  Session session;
  session.Connect();
  session.Initialize();
  session.from_weir.reset();
  session.Send(R"({"jsonrpc":"2.0","id":7,"method":"ping"})");
  session.Within(seconds(15), [&] { return session.io.stopped(); });
  CHECK(session.io.stopped());
}

TEST_CASE("a server that cannot be started does not keep the client from being served") {
  Session session("no-such-mode");
  session.Connect();
  session.Initialize();
  session.Send(R"({"jsonrpc":"2.0","id":7,"method":"ping"})");
  session.UntilHeard("\"id\":7");
  session.driver->Shutdown();
  session.UntilStopped();
}

TEST_CASE("a destroyed driver leaves nothing behind either") {
  std::vector<pid_t> keepers;
  {
    Session session;
    session.Connect();
    session.Initialize();
    keepers = keeper::ChildrenOf(getpid());
    CHECK(keepers.size() == 1);
  }
  for (const pid_t id : keepers) CHECK(waitpid(id, nullptr, 0) == id);
  CHECK(keeper::ChildrenOf(getpid()).empty());
}

}  // namespace
}  // namespace weir::net
