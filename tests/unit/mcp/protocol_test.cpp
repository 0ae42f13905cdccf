#include "runtime/mcp/protocol.h"

#include <catch2/catch.hpp>

namespace weir::mcp {
namespace {

Capabilities CapabilitiesOf(std::string result) {
  const Result<json::Document> document = json::Document::Parse(std::move(result));
  REQUIRE(document.ok());
  return ReadCapabilities(document.value().root());
}

TEST_CASE("a client gets its own revision, or the latest") {
  for (const std::string_view revision : kRevisions) CHECK(Negotiate(revision) == revision);
  for (const std::string_view other : {"2026-07-28", "1999-01-01", ""}) {
    CHECK(Negotiate(other) == "2025-11-25");
    CHECK_FALSE(IsSupported(other));
  }
}

TEST_CASE("methods are found by their wire names") {
  CHECK(MethodOf("tools/call") == Method::kToolsCall);
  CHECK(WireName(Method::kCompletionComplete) == "completion/complete");
  CHECK_FALSE(MethodOf("server/discover"));
  CHECK_FALSE(MethodOf("tasks/get"));
  for (size_t i = 0; i < kMethodCount; ++i) {
    CHECK(MethodOf(WireName(static_cast<Method>(i))) == static_cast<Method>(i));
  }
}

TEST_CASE("capabilities are those that a server declares") {
  const Capabilities some = CapabilitiesOf(
      R"({"protocolVersion":"2025-06-18","capabilities":{"tools":{},"resources":{"subscribe":true}}})");
  CHECK(some.tools);
  CHECK(some.resources);
  CHECK(some.subscribe);
  CHECK_FALSE(some.prompts);
  CHECK_FALSE(some.completions);
  CHECK_FALSE(CapabilitiesOf(R"({"capabilities":{"resources":{"subscribe":1}}})").subscribe);
  CHECK_FALSE(CapabilitiesOf(R"({"capabilities":{"tools":true}})").tools);
  CHECK_FALSE(CapabilitiesOf(R"({"capabilities":7})").tools);
  CHECK(CapabilitiesOf(R"({"protocolVersion":"2024-11-05","capabilities":{}})").completions);
}

TEST_CASE("our own capabilities are JSON") {
  CHECK(json::Document::Parse(std::string(OwnCapabilities())).ok());
}

TEST_CASE("log levels are ordered by severity") {
  CHECK(LogSeverity("debug") == 0);
  CHECK(LogSeverity("emergency") == 7);
  CHECK_FALSE(LogSeverity("verbose"));
  CHECK(LogLevelName(3) == "warning");
}

}  // namespace
}  // namespace weir::mcp
