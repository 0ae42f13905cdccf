// Real processes, each stubborn in its way. Only processes that a test itself started are ever
// looked at.
#include "runtime/net/server_link.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "runtime/keeper/processes.h"

namespace weir::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr size_t kMessageBytesMax = size_t{16} << 20;

ServerSettings Stubborn(const std::string& mode) {
  return {.name = mode,
          .launch = {WEIR_STUBBORN_SERVER, mode},
          .environment = {{"ONLY", "this"}},
          .call_timeout = {},
          .result_bytes_max = 0};
}

bool Exists(pid_t id) {
  return kill(id, 0) == 0;
}

// One server and everything that it said.
class Run {
 public:
  explicit Run(const ServerSettings& server) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    auto launched = Launch(server, WEIR_KEEPER);
    REQUIRE(launched.ok());
    keeper = launched->keeper;
    link = std::make_shared<ServerLink>(
        io, kMessageBytesMax,
        ServerLink::Events{
            .message = [this](Line line) { lines.push_back(std::move(line)); },
            .queue_changed = [] {},
            .errors = [this](std::string line) { errors.push_back(std::move(line)); },
            .keeper_lost = [] { keeper::KillChildrenExcept({}); },
            .down = [this](std::string reason) { down = std::move(reason); }});
    link->Start(std::move(*launched));
  }

  template <typename Condition>
  void Until(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + seconds(20);
    while (!condition() && std::chrono::steady_clock::now() < deadline) io.run_for(milliseconds(5));
    REQUIRE(condition());
  }
  void UntilDown() {
    Until([this] { return !down.empty(); });
    CHECK(!Exists(keeper));
    CHECK(keeper::ChildrenOf(getpid()).empty());
  }
  pid_t FirstLineAsPid() {
    Until([this] { return !lines.empty(); });
    return std::stoi(lines.front().text);
  }

  boost::asio::io_context io;
  std::shared_ptr<ServerLink> link;
  pid_t keeper = 0;
  std::vector<Line> lines;
  std::vector<std::string> errors;
  std::string down;
};

TEST_CASE("lines go to a server and come back; it ends when its stdin does") {
  Run run(Stubborn("echo"));
  run.link->Send("one");
  run.link->Send(std::string(1 << 20, 'x'));
  run.Until([&] { return run.lines.size() == 2; });
  CHECK(run.lines[0].text == "one");
  CHECK(run.lines[1].text.size() == 1 << 20);
  run.link->Stop("enough");
  run.UntilDown();
  CHECK(run.down == "enough; it exited with status 0");
}

TEST_CASE("a server sees its own environment, three descriptors and default signals") {
  signal(SIGPIPE, SIG_IGN);
  Run run(Stubborn("show-itself"));
  run.UntilDown();
  REQUIRE(run.lines.size() == 4);
  CHECK(run.lines[0].text == "environment: ONLY=this;");
  CHECK(run.lines[1].text == "descriptors: 0;1;2;");
  CHECK(run.lines[2].text == "signals not as they should be: 0");
  CHECK(run.lines[3].text == "leads");
}

TEST_CASE("ignoring the end of stdin and SIGTERM ends in SIGKILL") {
  Run run(Stubborn("ignore"));
  const pid_t server = run.FirstLineAsPid();
  const auto begin = std::chrono::steady_clock::now();
  run.link->Stop("enough");
  run.UntilDown();
  const auto took = std::chrono::steady_clock::now() - begin;
  CHECK(took >= milliseconds(3'900));
  CHECK(took < seconds(8));
  CHECK(run.down == "enough; signal 9 ended it");
  CHECK(!Exists(server));
}

TEST_CASE("who slips away into a session of its own is ended too") {
  Run run(Stubborn("slip-away"));
  const pid_t grandchild = run.FirstLineAsPid();
  CHECK(Exists(grandchild));
  run.link->Stop("enough");
  run.UntilDown();
  CHECK(!Exists(grandchild));
}

TEST_CASE("a server that exits leaves no daemon behind") {
  Run run(Stubborn("slip-away-and-exit"));
  const pid_t grandchild = run.FirstLineAsPid();
  run.UntilDown();
  CHECK(run.down == "it exited with status 0");
  CHECK(!Exists(grandchild));
}

TEST_CASE("a server that kills its keeper gains nothing") {
  Run run(Stubborn("kill-keeper"));
  run.UntilDown();
  CHECK(run.down == "its keeper was killed");
  REQUIRE(run.lines.size() == 1);
  const std::string& pids = run.lines.front().text;
  CHECK(!Exists(std::stoi(pids)));
  CHECK(!Exists(std::stoi(pids.substr(pids.find(' ')))));
}

TEST_CASE("a flood on stderr neither blocks the server nor fills the log") {
  Run run(Stubborn("flood-errors"));
  run.Until([&] { return !run.lines.empty(); });
  CHECK(run.lines.front().text == "still here");
  run.link->Stop("enough");
  run.UntilDown();
  CHECK(run.errors.size() >= kErrorLinesBurst);
  CHECK(run.errors.size() < 1'000);
  for (const std::string& line : run.errors) CHECK(line.size() < kErrorLineBytesMax + 10);
}

TEST_CASE("17 MiB without a line break are skipped, and what follows is read") {
  Run run(Stubborn("giant-line"));
  run.Until([&] { return run.lines.size() == 2; });
  CHECK(run.lines[0].too_long);
  CHECK(run.lines[1] == Line{"after", false});
  run.link->Stop("enough");
  run.UntilDown();
}

TEST_CASE("how a server ended is told") {
  Run exited(Stubborn("exit-7"));
  exited.UntilDown();
  CHECK(exited.down == "it exited with status 7");
  Run crashed(Stubborn("crash"));
  crashed.UntilDown();
  CHECK(crashed.down == "signal 9 ended it");
}

TEST_CASE("what a server said last is not lost") {
  Run run(Stubborn("last-words"));
  run.link->SetPaused(true);
  run.UntilDown();
  REQUIRE(run.lines.size() == 5'000);
  CHECK(run.lines.back().text == "word 4999");
}

TEST_CASE("a server that closes its stdout and lives on is stopped") {
  Run run(Stubborn("close-output"));
  run.UntilDown();
  CHECK(run.down == "it closed its stdout; signal 9 ended it");
}

TEST_CASE("a program that the kernel cannot run is told as that") {
  ServerSettings server = Stubborn("echo");
  server.launch = {WEIR_SOURCE_DIR "/tests/unit/net/no_program"};
  Run run(server);
  run.UntilDown();
  CHECK(run.down == "it could not be started: Exec format error");
}

TEST_CASE("a server that does not read is backed up, until it has stalled for long") {
  const std::string mode = GENERATE("never-read", "drip");
  INFO(mode);
  Run run(Stubborn(mode));
  run.link->Send(std::string(kQueueBytesSoftMax / 2, 'x'));
  CHECK(!run.link->backed_up());
  run.link->Send(std::string(kQueueBytesSoftMax, 'x'));
  CHECK(run.link->backed_up());
  run.Until([&] { return !run.link->backed_up(); });
  CHECK(run.link->queued_bytes() > kQueueBytesSoftMax);
  run.link->Stop("it does not read");
  run.UntilDown();
}

// What happens when weir itself is killed: its descriptors close and nobody waits for anything.
TEST_CASE("servers end with weir, even one that is killed") {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t weir = fork();
  if (weir == 0) {
    auto launched = Launch(Stubborn("slip-away"), WEIR_KEEPER);
    pid_t pids[2] = {launched->keeper, 0};
    char text[32] = {};
    if (read(launched->output.get(), text, sizeof text - 1) > 0) pids[1] = std::atoi(text);
    if (write(ends[1], pids, sizeof pids) != sizeof pids) _exit(9);
    for (;;) pause();
  }
  pid_t pids[2] = {};
  REQUIRE(read(ends[0], pids, sizeof pids) == sizeof pids);
  CHECK(Exists(pids[0]));
  CHECK(Exists(pids[1]));
  kill(weir, SIGKILL);
  waitpid(weir, nullptr, 0);
  waitpid(pids[0], nullptr, 0);  // the keeper has come to this process, being the next subreaper
  CHECK(!Exists(pids[0]));
  CHECK(!Exists(pids[1]));
}

}  // namespace
}  // namespace weir::net
