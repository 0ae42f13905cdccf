#include "runtime/net/line_reader.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace weir::net {
namespace {

// A pipe whose reading end is a LineReader; what it reads is collected.
struct Reading {
  Reading() {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    output = UniqueFd(ends[1]);
    REQUIRE(reader->Start(
        UniqueFd(ends[0]),
        [this](Line line) {
          lines.push_back(std::move(line.text));
          on_line();
        },
        [this] { ended = true; }));
  }
  void Write(const std::string& text) {
    REQUIRE(write(output.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }

  void Poll() {
    io.restart();  // with nothing to wait for it has stopped
    io.poll();
  }

  boost::asio::io_context io;
  std::shared_ptr<LineReader> reader = std::make_shared<LineReader>(io, 100);
  UniqueFd output;
  std::vector<std::string> lines;
  std::function<void()> on_line = [] {};
  bool ended = false;
};

TEST_CASE("lines come in order, and the end after them") {
  Reading reading;
  reading.Write("a\nb\nc");
  reading.output = UniqueFd();
  reading.io.run();
  CHECK(reading.lines == std::vector<std::string>{"a", "b", "c"});
  CHECK(reading.ended);
}

TEST_CASE("resuming while a chunk is handed on does not read over it") {
  Reading reading;
  reading.on_line = [&reading] {
    if (reading.lines.size() == 1) reading.Write("4\n5\n6\n");
    reading.reader->SetPaused(false);
    if (reading.lines.size() == 6) reading.output = UniqueFd();
  };
  reading.Write("1\n2\n3\n");
  reading.io.run();
  CHECK(reading.lines == std::vector<std::string>{"1", "2", "3", "4", "5", "6"});
}

TEST_CASE("draining while a chunk is handed on does not read over it") {
  Reading reading;
  reading.on_line = [&reading] {
    if (reading.lines.size() != 1) return reading.reader->SetPaused(false);
    reading.Write("4\n5\n");
    reading.reader->Drain(1'000);
  };
  reading.Write("1\n2\n3\n");
  reading.io.run();
  CHECK(reading.lines == std::vector<std::string>{"1", "2", "3", "4", "5"});
  CHECK(reading.ended);
}

TEST_CASE("a paused reader reads nothing until it is resumed") {
  Reading reading;
  reading.reader->SetPaused(true);
  reading.Write("1\n");
  reading.Poll();
  CHECK(reading.lines == std::vector<std::string>{"1"});  // that read was under way already
  reading.Write("2\n");
  reading.Poll();
  CHECK(reading.lines == std::vector<std::string>{"1"});
  reading.output = UniqueFd();
  reading.reader->SetPaused(false);
  reading.Poll();
  CHECK(reading.lines == std::vector<std::string>{"1", "2"});
}

}  // namespace
}  // namespace weir::net
