// Quoting for the wire and for logs.
#include <catch2/catch.hpp>

#include "compiler/json/document.h"

namespace weir::json {
namespace {

TEST_CASE("quoting escapes what ends a string or a line, or what a terminal obeys") {
  CHECK(Quote("") == "\"\"");
  CHECK(Quote("a\"b\\c/") == R"("a\"b\\c/")");
  CHECK(Quote("\b\f\n\r\t") == R"("\b\f\n\r\t")");
  CHECK(Quote(std::string_view("\0\x1b[31m\x7f", 7)) == R"("\u0000\u001b[31m\u007f")");
  CHECK(Quote("\xC2\x9B") == R"("\u009b")");  // CSI in one code point
  CHECK(Quote("\xE2\x80\xA8\xE2\x80\xA9") == R"("\u2028\u2029")");
  CHECK(Quote("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80") == "\"gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80\"");
}

TEST_CASE("bytes that are no UTF-8 are replaced one by one") {
  const std::string fffd = "\xEF\xBF\xBD";
  CHECK(Quote("\xFF") == "\"" + fffd + "\"");
  CHECK(Quote("\xC0\xAF") == "\"" + fffd + fffd + "\"");             // overlong
  CHECK(Quote("\xED\xA0\x80") == "\"" + fffd + fffd + fffd + "\"");  // a surrogate
  CHECK(Quote("\xE2\x82") == "\"" + fffd + fffd + "\"");             // cut off
  CHECK(Quote("\xF4\x90\x80\x80x") == "\"" + fffd + fffd + fffd + fffd + "x\"");
}

TEST_CASE("what is quoted reads back as itself") {
  for (const std::string text :
       {"plain", "\x01\x1f\x7f", "\xF0\x9F\x98\x80\xE2\x80\xA8", "\\u0041"}) {
    Result<Document> read = Document::Parse(Quote(text));
    REQUIRE(read.ok());
    CHECK(read->root().string() == text);
  }
}

}  // namespace
}  // namespace weir::json
