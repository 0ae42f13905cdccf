#include "runtime/schema/strip.h"

#include <catch2/catch.hpp>

namespace weir::schema {
namespace {

json::Document Json(const std::string& text) {
  auto document = json::Document::Parse(text);
  REQUIRE(document.ok());
  return std::move(document).value();
}

json::Document Schema() {
  return Json(
      R"({"properties":{"a":{},"list":{"items":{"properties":{"b":{}}}}},"required":["a"]})");
}

TEST_CASE("what is not named is left out, the rest keeps its bytes") {
  const json::Document schema = Schema();
  const auto value = Json(R"({"a": 1.50,"x":1,"list":[{"b":1,"y":2},3],"z/~":{"a":1}})");
  const Stripped stripped = Strip(schema.root(), value.root());
  CHECK_FALSE(stripped.misfit);
  REQUIRE(stripped.document != nullptr);
  CHECK(stripped.document->text() == R"({"a":1.50,"list":[{"b":1},3]})");
}

TEST_CASE("where nothing is to be stripped, nothing is copied") {
  const json::Document schema = Schema();
  const Stripped stripped = Strip(schema.root(), Json(R"({"a":1})").root());
  CHECK_FALSE(stripped.misfit);
  CHECK(stripped.document == nullptr);
}

TEST_CASE("what is left has to fit, and there is an end to stripping") {
  const json::Document schema = Schema();
  CHECK(Strip(schema.root(), Json(R"({"x":1})").root()).misfit->pointer == "/a");
  for (const size_t count : {kStripsMax, kStripsMax + 1}) {
    std::string text = R"({"a":1)";
    for (size_t i = 0; i < count; ++i) text += ",\"x" + std::to_string(i) + "\":1";
    CHECK(Strip(schema.root(), Json(text + "}").root()).misfit.has_value() == (count > kStripsMax));
  }
}

}  // namespace
}  // namespace weir::schema
