// SIGHUP: what is read aside reaches the driver, or the log.
#include "runtime/net/reload.h"

#include <signal.h>

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "tests/support/table_policy.h"

namespace weir::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Lines = std::vector<std::string>;

class Notes : public Observer {
 public:
  void Log(router::LogLevel, std::string_view text) override { logged.emplace_back(text); }
  bool Audit(const router::AuditRecord&) override { return true; }
  Lines logged;
};

// A reading that ends when the test says so.
class Gate {
 public:
  void Pass() {
    std::unique_lock lock(mutex_);
    ++waiting;
    open_.wait(lock, [&] { return tickets_ > 0; });
    --tickets_;
  }
  void Open() {
    {
      const std::lock_guard lock(mutex_);
      ++tickets_;
    }
    open_.notify_one();
  }
  std::atomic<int> waiting = 0;

 private:
  std::mutex mutex_;
  std::condition_variable open_;
  int tickets_ = 0;
};

struct Fixture {
  Fixture() { driver.Begin(); }
  bool Until(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + seconds(10);
    while (!condition() && std::chrono::steady_clock::now() < deadline) io.run_for(milliseconds(2));
    return condition();
  }
  RulesRead Good(std::string said = {}) const {
    return {Rules{.policy = std::make_shared<testing::TablePolicy>()}, std::move(said)};
  }
  boost::asio::io_context io;
  Notes notes;
  Driver driver{io, std::make_shared<testing::TablePolicy>(), Settings{.keeper = "none"}, notes};
};

TEST_CASE("rules that are in order are served, and the log has what is doubtful about them") {
  Fixture f;
  const Reloader reloader(f.io, f.driver, f.notes, [&] { return f.Good("one\ntwo\n"); });
  raise(SIGHUP);
  REQUIRE(f.Until([&] { return f.notes.logged.size() == 3; }));
  CHECK(f.notes.logged == Lines{"one", "two", "policy reloaded"});
  raise(SIGHUP);
  CHECK(f.Until([&] { return f.notes.logged.size() == 6; }));
}

TEST_CASE("rules that are not in order leave those before in place") {
  Fixture f;
  const Reloader reloader(f.io, f.driver, f.notes, [] {
    return RulesRead{std::nullopt, "policy.weir:1:1: no\n"};
  });
  raise(SIGHUP);
  REQUIRE(f.Until([&] { return f.notes.logged.size() == 2; }));
  CHECK(f.notes.logged ==
        Lines{"policy.weir:1:1: no", "policy not reloaded: the one before goes on"});
}

TEST_CASE("a reading that fails altogether is one that is not in order") {
  Fixture f;
  const Reloader reloader(f.io, f.driver, f.notes,
                          []() -> RulesRead { throw std::runtime_error("no memory"); });
  raise(SIGHUP);
  REQUIRE(f.Until([&] { return f.notes.logged.size() == 2; }));
  CHECK(f.notes.logged[0] == "no memory");
}

TEST_CASE("nobody waits for a reading, and of several signals during one the last counts") {
  Fixture f;
  Gate gate;
  std::atomic<int> calls = 0;
  const Reloader reloader(f.io, f.driver, f.notes, [&] {
    const int call = ++calls;
    gate.Pass();
    return f.Good("reading " + std::to_string(call));
  });
  raise(SIGHUP);
  REQUIRE(f.Until([&] { return gate.waiting == 1; }));
  bool went_on = false;
  boost::asio::steady_timer timer(f.io, milliseconds(1));
  timer.async_wait([&](boost::system::error_code) { went_on = true; });
  CHECK(f.Until([&] { return went_on; }));
  for (int i = 0; i < 3; ++i) {
    raise(SIGHUP);
    f.io.run_for(milliseconds(5));
  }
  CHECK(gate.waiting == 1);
  gate.Open();
  REQUIRE(f.Until([&] { return gate.waiting == 2; }));
  CHECK(f.notes.logged.empty());
  gate.Open();
  REQUIRE(f.Until([&] { return f.notes.logged.size() == 2; }));
  CHECK(f.notes.logged == Lines{"reading 2", "policy reloaded"});
  f.io.run_for(milliseconds(20));
  CHECK(calls == 2);
}

TEST_CASE("an end in the middle of a reading waits for it and drops it") {
  Fixture f;
  std::atomic<bool> begun = false;
  std::atomic<bool> read = false;
  {
    const Reloader reloader(f.io, f.driver, f.notes, [&] {
      begun = true;
      std::this_thread::sleep_for(milliseconds(50));
      read = true;
      return f.Good();
    });
    raise(SIGHUP);
    REQUIRE(f.Until([&] { return begun.load(); }));
    f.driver.Shutdown();
  }
  CHECK(read);
  CHECK(f.notes.logged.empty());
}

TEST_CASE("after its end a driver takes no rules") {
  Fixture f;
  f.driver.Shutdown();
  f.driver.Reload(*f.Good().rules);
  CHECK(f.notes.logged.empty());
}

}  // namespace
}  // namespace weir::net
