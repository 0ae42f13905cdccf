#include "runtime/telemetry/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <vector>

#include "compiler/json/document.h"
#include "runtime/telemetry/write.h"

namespace weir::telemetry {
namespace {

using router::LogLevel;

const WallTime kEpoch{};

class Pipe {
 public:
  Pipe() { REQUIRE(pipe(ends_) == 0); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close(ends_[0]);
    close(ends_[1]);
  }
  int write_end() const { return ends_[1]; }
  std::string ReadAll() const {
    fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    std::string all(1 << 20, '\0');
    const ssize_t size = read(ends_[0], all.data(), all.size());
    return all.substr(0, size < 0 ? 0 : static_cast<size_t>(size));
  }

 private:
  int ends_[2] = {-1, -1};
};

TEST_CASE("a line of text") {
  CHECK(LogLine({}, LogLevel::kInfo, "server `a` says \x1b[2J", kEpoch) ==
        "1970-01-01T00:00:00.000Z info    server `a` says \\x1b[2J\n");
  CHECK(LogLine({.colors = true}, LogLevel::kError, "x", kEpoch) ==
        "1970-01-01T00:00:00.000Z \x1b[31merror\x1b[0m   x\n");
}

TEST_CASE("a line of JSON") {
  const LogOptions options{.format = LogFormat::kJson, .colors = true};
  const std::string line = LogLine(options, LogLevel::kWarning, "a \"b\"\n\x1b", kEpoch);
  CHECK(line.find('\n') == line.size() - 1);
  const auto document = json::Document::Parse(line.substr(0, line.size() - 1));
  REQUIRE(document.ok());
  CHECK(document->root().Find("level")->string() == "warning");
  CHECK(document->root().Find("message")->string() == "a \"b\"\n\x1b");
}

TEST_CASE("no line is longer than what can be written without blocking") {
  for (const LogFormat format : {LogFormat::kText, LogFormat::kJson}) {
    for (const size_t size : {100u, 3'839u, 3'840u, 3'841u, 1u << 20}) {
      for (const char fill : {'x', '\x1b', '"', '\xff'}) {
        const std::string line =
            LogLine({.format = format}, LogLevel::kInfo, std::string(size, fill), kEpoch);
        CHECK(line.size() <= kUnblockedBytesMax);
        CHECK(line.back() == '\n');
      }
    }
  }
}

TEST_CASE("lower levels are left out") {
  const Pipe pipe;
  Log log({.least = LogLevel::kWarning}, pipe.write_end());
  log.Write(LogLevel::kInfo, "left out");
  CHECK(pipe.ReadAll().empty());
  log.Write(LogLevel::kWarning, "kept");
  CHECK(pipe.ReadAll().ends_with("kept\n"));
}

TEST_CASE("nobody reads: lines are lost, counted, and weir goes on") {
  const Pipe pipe;
  Log log({}, pipe.write_end());
  for (int i = 0; i < 100; ++i) log.Write(LogLevel::kInfo, std::string(2'000, 'x'));
  const std::string before = pipe.ReadAll();
  CHECK(before.size() <= 65'536);
  CHECK(before.size() > 50'000);
  log.Write(LogLevel::kInfo, "again");
  const std::string after = pipe.ReadAll();
  CHECK(after.find("log lines lost, as nobody read them: ") != std::string::npos);
  CHECK(after.ends_with("again\n"));
}

}  // namespace
}  // namespace weir::telemetry
