#include "runtime/telemetry/text.h"

#include <catch2/catch.hpp>

namespace weir::telemetry {
namespace {

using std::chrono::milliseconds;

TEST_CASE("times are UTC with milliseconds") {
  CHECK(FormatTime(WallTime(milliseconds(0))) == "1970-01-01T00:00:00.000Z");
  CHECK(FormatTime(WallTime(milliseconds(1'795'421'109'042))) == "2026-11-23T08:05:09.042Z");
  CHECK(FormatTime(WallTime(milliseconds(-1))) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("text stays as it is, what hides in it is spelled out") {
  CHECK(Visible("Grüße, 你好, \"quoted\" \\ 🙂") == "Grüße, 你好, \"quoted\" \\ 🙂");
  CHECK(Visible("a\nb\tc\r") == "a\\nb\\tc\\r");
  CHECK(Visible("\x1b[31mred\x7f") == "\\x1b[31mred\\x7f");
  CHECK(Visible("\xC2\x9B") == "\\u009b");  // CSI of the C1 set
  CHECK(Visible("a\u202Eb\u200Bc") == "a\\u202eb\\u200bc");
  CHECK(Visible("\xF3\xA0\x81\x81") == "\\U000e0041");  // a tag character
  CHECK(Visible("\xFF\xC3") == "\\xff\\xc3");
  CHECK(Visible(std::string_view("\0", 1)) == "\\x00");
}

}  // namespace
}  // namespace weir::telemetry
