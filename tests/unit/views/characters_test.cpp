#include "compiler/views/characters.h"

#include <catch2/catch.hpp>
#include <string>

namespace weir::views {
namespace {

TEST_CASE("one code point of each length is decoded, at both ends of its range") {
  struct Row {
    const char* text;
    char32_t code_point;
    uint32_t bytes;
  };
  const Row rows[] = {{"\x01", 0x1, 1},
                      {"\x7F", 0x7F, 1},
                      {"\xC2\x80", 0x80, 2},
                      {"\xDF\xBF", 0x7FF, 2},
                      {"\xE0\xA0\x80", 0x800, 3},
                      {"\xED\x9F\xBF", 0xD7FF, 3},
                      {"\xEE\x80\x80", 0xE000, 3},
                      {"\xEF\xBF\xBF", 0xFFFF, 3},
                      {"\xF0\x90\x80\x80", 0x10000, 4},
                      {"\xF4\x8F\xBF\xBF", 0x10FFFF, 4}};
  for (const Row& row : rows) {
    std::optional<DecodedCodePoint> decoded = DecodeCodePoint(std::string(row.text) + "x");
    REQUIRE(decoded);
    CHECK(decoded->code_point == row.code_point);
    CHECK(decoded->bytes == row.bytes);
  }
}

TEST_CASE("what is no UTF-8 is not decoded") {
  const char* texts[] = {"",
                         "\x80",
                         "\xBF",
                         "\xC3",
                         "\xC3(",
                         "\xC0\xAF",
                         "\xC1\xBF",
                         "\xE0\x80\xAF",
                         "\xE0\x9F\xBF",
                         "\xED\xA0\x80",
                         "\xED\xBF\xBF",
                         "\xF0\x80\x80\xAF",
                         "\xF0\x8F\xBF\xBF",
                         "\xF4\x90\x80\x80",
                         "\xF8\x88\x80\x80\x80",
                         "\xFE",
                         "\xFF",
                         "\xE6\x96"};
  for (std::string text : texts) {
    CAPTURE(text);
    CHECK_FALSE(DecodeCodePoint(text));
  }
}

TEST_CASE("percent escapes are undone once") {
  CHECK(PercentDecode("a%20b%2525") == "a b%25");
  CHECK(PercentDecode("") == "");
  CHECK_FALSE(PercentDecode("%"));
  CHECK_FALSE(PercentDecode("%4"));
  CHECK_FALSE(PercentDecode("%g0"));
  CHECK_FALSE(PercentDecode("100%"));
}

}  // namespace
}  // namespace weir::views
