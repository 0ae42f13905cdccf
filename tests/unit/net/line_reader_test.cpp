#include "runtime/net/line_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <string>

namespace weir::net {
namespace {

constexpr int kLines = 60'000;
constexpr int kPipeBytes = 1 << 20;

// A pipe that holds more than the reader takes at once: "line 0\n" and so on, then its end.
UniqueFd FilledPipe() {
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  UniqueFd output(ends[0]);
  const UniqueFd input(ends[1]);
  REQUIRE(fcntl(input.get(), F_SETPIPE_SZ, kPipeBytes) >= kPipeBytes);
  std::string text;
  for (int i = 0; i < kLines; ++i) text += "line " + std::to_string(i) + "\n";
  REQUIRE(write(input.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  return output;
}

// Calls `meddle` at each line; every line must come once, in order, whatever that does.
template <typename Meddle>
void CheckAllLinesCome(Meddle meddle) {
  boost::asio::io_context io;
  const auto reader = std::make_shared<LineReader>(io, 100);
  int count = 0;
  bool in_order = true;
  bool ended = false;
  REQUIRE(reader->Start(
      FilledPipe(),
      [&](const Line& line) {
        in_order &= line.text == "line " + std::to_string(count++);
        meddle(io, *reader, count);
      },
      [&] { ended = true; }));
  io.run();
  CHECK(in_order);
  CHECK(count == kLines);
  CHECK(ended);
}

TEST_CASE("all lines come, in order") {
  CheckAllLinesCome([](auto&, LineReader&, int) {});
}

TEST_CASE("resuming a reader while it hands on lines disturbs nothing") {
  CheckAllLinesCome([](auto&, LineReader& reader, int) { reader.SetPaused(false); });
}

TEST_CASE("a reader that is paused and resumed again and again loses nothing") {
  CheckAllLinesCome([](auto& io, LineReader& reader, int count) {
    if (count % 1'000 != 0) return;
    reader.SetPaused(true);
    boost::asio::post(io, [&reader] { reader.SetPaused(false); });
  });
}

TEST_CASE("draining a reader while it hands on lines takes all that is there") {
  CheckAllLinesCome([](auto&, LineReader& reader, int count) {
    reader.SetPaused(false);
    if (count == 10) reader.Drain(2 * kPipeBytes);
  });
}

TEST_CASE("a closed reader says nothing more") {
  boost::asio::io_context io;
  const auto reader = std::make_shared<LineReader>(io, 100);
  int count = 0;
  REQUIRE(reader->Start(
      FilledPipe(),
      [&](const Line&) {
        if (++count == 5) reader->Close();
      },
      [&] { count = -1; }));
  io.run();
  CHECK(count == 5);
}

}  // namespace
}  // namespace weir::net
