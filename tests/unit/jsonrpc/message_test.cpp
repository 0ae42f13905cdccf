// Which texts are which messages, and what is refused.
#include "runtime/jsonrpc/message.h"

#include <catch2/catch.hpp>

namespace weir::jsonrpc {
namespace {

Message Accepted(std::string text) {
  ReadResult result = Read(std::move(text), {});
  if (auto* refusal = std::get_if<Refusal>(&result)) FAIL(refusal->text);
  return std::get<Message>(std::move(result));
}

Refusal Refused(std::string text, const json::Limits& limits = {}) {
  ReadResult result = Read(std::move(text), limits);
  REQUIRE(std::holds_alternative<Refusal>(result));
  return std::get<Refusal>(std::move(result));
}

std::string WithId(const std::string& id) {
  return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"ping"})";
}

TEST_CASE("requests, notifications and responses are told apart") {
  const Message request = Accepted(R"({"jsonrpc":"2.0","id":1,"method":"m","params":{"a":1}})");
  CHECK(std::get<Request>(request.body).method == "m");
  CHECK(std::get<Request>(request.body).params->raw() == R"({"a":1})");
  const Message notification = Accepted(R"({"jsonrpc":"2.0","method":"n"})");
  CHECK(std::get<Notification>(notification.body).method == "n");
  CHECK_FALSE(std::get<Notification>(notification.body).params);
  const Message result = Accepted(R"({"jsonrpc":"2.0","id":"x","result":[1]})");
  CHECK_FALSE(std::get<Response>(result.body).is_error);
  CHECK(std::get<Response>(result.body).payload.raw() == "[1]");
  const Message error = Accepted(R"({"jsonrpc":"2.0","id":2,"error":{"code":1,"message":""}})");
  CHECK(std::get<Response>(error.body).is_error);
}

TEST_CASE("ids are kept as spelled, whatever their magnitude") {
  for (const std::string id : {"0", "-1", "9007199254740993", "123456789012345678901234567890",
                               "\"a\"", "\"\"", R"("\u0061")"}) {
    const Message message = Accepted(WithId(id));
    CHECK(std::get<Request>(message.body).id.raw == id);
  }
}

TEST_CASE("ids are equal by what they mean") {
  const auto id = [](const std::string& raw) {
    return std::get<Request>(Accepted(WithId(raw)).body).id;
  };
  CHECK(id("\"a\"") == id(R"("\u0061")"));
  CHECK(id("0") == id("-0"));
  CHECK_FALSE(id("1") == id("\"1\""));
  CHECK_FALSE(id("\"i1\"") == id("1"));
  CHECK_FALSE(id("9007199254740992") == id("9007199254740993"));
}

TEST_CASE("ids that are no string or integer are refused") {
  for (const std::string id : {"null", "1.0", "1e3", "true", "[]", "{}"}) {
    const Refusal refusal = Refused(WithId(id));
    CHECK(refusal.code == ErrorCode::kInvalidRequest);
    CHECK(refusal.id == "null");
  }
}

TEST_CASE("ids are allowed up to their limit and not one byte past it") {
  const std::string longest = "\"" + std::string(kIdBytesMax - 2, 'x') + "\"";
  CHECK(std::get<Request>(Accepted(WithId(longest)).body).id.raw == longest);
  CHECK(Refused(WithId("\"x" + longest.substr(1))).code == ErrorCode::kInvalidRequest);
}

TEST_CASE("what is no message is refused, with its id where that is known") {
  CHECK(Refused("{").code == ErrorCode::kParseError);
  CHECK(Refused(R"({"jsonrpc":"2.0","id":1,"id":2,"method":"m"})").code == ErrorCode::kParseError);
  for (const std::string text :
       {"[]", "1", "{}", R"([{"jsonrpc":"2.0","id":1,"method":"m"}])", R"({"id":1,"method":"m"})",
        R"({"jsonrpc":2.0,"id":1,"method":"m"})", R"({"jsonrpc":"1.0","id":1,"method":"m"})",
        R"({"jsonrpc":"2.0","id":1,"method":1})",
        R"({"jsonrpc":"2.0","id":1,"method":"m","params":[]})",
        R"({"jsonrpc":"2.0","id":1,"method":"m","params":null})",
        R"({"jsonrpc":"2.0","id":1,"method":"m","result":1})", R"({"jsonrpc":"2.0","id":1})",
        R"({"jsonrpc":"2.0","id":1,"result":1,"error":{}})", R"({"jsonrpc":"2.0","result":1})",
        R"({"jsonrpc":"2.0","id":null,"error":{}})", R"({"jsonrpc":"2.0","id":1,"error":"x"})"}) {
    CAPTURE(text);
    CHECK(Refused(text).code == ErrorCode::kInvalidRequest);
  }
  CHECK(Refused(R"({"jsonrpc":"2.0","id":"q","method":1})").id == "\"q\"");
}

TEST_CASE("the limits are those that are given") {
  const std::string text = R"({"jsonrpc":"2.0","method":"m","params":{"a":[]}})";
  CHECK(std::holds_alternative<Message>(Read(text, {.bytes_max = text.size(), .nesting_max = 3})));
  CHECK(Refused(text, {.bytes_max = text.size() - 1}).code == ErrorCode::kParseError);
  CHECK(Refused(text, {.nesting_max = 2}).code == ErrorCode::kParseError);
}

}  // namespace
}  // namespace weir::jsonrpc
