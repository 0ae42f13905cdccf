// What is written reads back, on one line.
#include "runtime/jsonrpc/write.h"

#include <catch2/catch.hpp>

#include "runtime/jsonrpc/message.h"

namespace weir::jsonrpc {
namespace {

TEST_CASE("envelopes keep what they carry as it was spelled") {
  CHECK(WriteRequest("7", "tools/call", R"({"a":1.0})") ==
        R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"a":1.0}})");
  CHECK(WriteNotification("notifications/x", "") ==
        R"({"jsonrpc":"2.0","method":"notifications/x"})");
  CHECK(WriteResult("\"a\"", "{}") == R"({"jsonrpc":"2.0","id":"a","result":{}})");
  CHECK(WriteError("null", ErrorCode::kParseError, "a\nb") ==
        R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"a\nb"}})");
}

TEST_CASE("no line break of a forwarded value can begin a message of its own") {
  const std::string smuggled =
      "{\"x\":\r{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}\r\n}";
  const std::string line = WriteRequest("1", "m", smuggled);
  CHECK(line.find('\r') == std::string::npos);
  CHECK(line.find('\n') == std::string::npos);
  CHECK(std::holds_alternative<Message>(Read(line, {})));
}

}  // namespace
}  // namespace weir::jsonrpc
