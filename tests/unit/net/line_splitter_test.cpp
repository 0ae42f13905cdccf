#include "runtime/net/line_splitter.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <vector>

namespace weir::net {
namespace {

std::vector<Line> Split(std::string_view input, size_t line_bytes_max, size_t chunk_bytes) {
  LineSplitter splitter(line_bytes_max);
  std::vector<Line> lines;
  for (size_t at = 0; at < input.size(); at += chunk_bytes) {
    std::string_view chunk = input.substr(at, chunk_bytes);
    while (auto line = splitter.Take(chunk)) lines.push_back(std::move(*line));
    CHECK(chunk.empty());
  }
  if (auto line = splitter.Finish()) lines.push_back(std::move(*line));
  return lines;
}

TEST_CASE("splits at LF and CRLF, whatever the chunks") {
  for (size_t chunk = 1; chunk < 20; ++chunk) {
    CHECK(Split("one\ntwo\r\nthree\n", 5, chunk) == std::vector<Line>{{"one"}, {"two"}, {"three"}});
  }
}

TEST_CASE("a last line may lack its line break") {
  CHECK(Split("one\ntwo", 5, 64) == std::vector<Line>{{"one"}, {"two"}});
  CHECK(Split("one\ntwo\r", 3, 64) == std::vector<Line>{{"one"}, {"two"}});
}

TEST_CASE("empty lines are left out, a CR inside a line is kept") {
  CHECK(Split("\n\r\n\n", 5, 1).empty());
  CHECK(Split("a\rb\n", 5, 1) == std::vector<Line>{{"a\rb"}});
}

TEST_CASE("a line at the limit passes, one byte more does not") {
  for (size_t chunk = 1; chunk < 20; ++chunk) {
    CHECK(Split("12345\n12345\r\nx\n", 5, chunk) == std::vector<Line>{{"12345"}, {"12345"}, {"x"}});
    CHECK(Split("123456\nx\n", 5, chunk) == std::vector<Line>{{"12345", true}, {"x"}});
    CHECK(Split("123456\r\nx\n", 5, chunk) == std::vector<Line>{{"12345", true}, {"x"}});
    CHECK(Split("12345\r\r\nx", 5, chunk) == std::vector<Line>{{"12345", true}, {"x"}});
    CHECK(Split("12345\r6789\nx", 5, chunk) == std::vector<Line>{{"12345", true}, {"x"}});
  }
}

TEST_CASE("a line that is too long is reported once, before it ends") {
  LineSplitter splitter(5);
  std::string_view input = "123456";
  CHECK(splitter.Take(input) == Line{"12345", true});
  CHECK(!splitter.Take(input));
  input = "7890";
  CHECK(!splitter.Take(input));
  input = "\nnext\n";
  CHECK(splitter.Take(input) == Line{"next"});
}

TEST_CASE("an oversize line without an end is no line at the end") {
  CHECK(Split("12345678", 5, 3) == std::vector<Line>{{"12345", true}});
}

TEST_CASE("chunks make no difference") {
  CHECK(rc::check([] {
    const auto input = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab\r\n")));
    const auto limit = *rc::gen::inRange<size_t>(1, 6);
    const auto chunk = *rc::gen::inRange<size_t>(1, 9);
    RC_ASSERT(Split(input, limit, chunk) == Split(input, limit, input.size() + 1));
  }));
}

}  // namespace
}  // namespace weir::net
