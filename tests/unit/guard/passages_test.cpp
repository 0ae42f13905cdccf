#include "runtime/guard/passages.h"

#include <algorithm>
#include <catch2/catch.hpp>

namespace weir::guard {
namespace {

std::vector<Passage> Of(const std::string& text) {
  const auto document = json::Document::Parse(text);
  REQUIRE(document.ok());
  return PassagesOf(document.value().root());
}

bool Has(const std::vector<Passage>& passages, const std::string& pointer, Role role) {
  return std::any_of(passages.begin(), passages.end(),
                     [&](const Passage& p) { return p.pointer == pointer && p.role == role; });
}

TEST_CASE("every text of a definition is there, with its role") {
  const auto passages =
      Of(R"({"name":"n","description":"d","annotations":{"title":"t","trust":"max"},
    "inputSchema":{"type":"object","$comment":"c","properties":{"a/b":{"type":"string","default":"x","enum":["e"],
    "examples":["y"],"x-hint":"h"}},"required":["a/b"],"patternProperties":{".*":{"description":"p"}}}})");
  CHECK(Has(passages, "/name", Role::kName));
  CHECK(Has(passages, "/description", Role::kProse));
  CHECK(Has(passages, "/annotations/title", Role::kProse));
  CHECK(Has(passages, "/annotations/trust", Role::kKey));
  CHECK(Has(passages, "/annotations/trust", Role::kOdd));
  CHECK(Has(passages, "/inputSchema/$comment", Role::kProse));
  CHECK(Has(passages, "/inputSchema/properties/a~1b", Role::kKey));
  CHECK(Has(passages, "/inputSchema/properties/a~1b/default", Role::kProse));
  CHECK(Has(passages, "/inputSchema/properties/a~1b/enum/0", Role::kChoice));
  CHECK(Has(passages, "/inputSchema/properties/a~1b/examples/0", Role::kProse));
  CHECK(Has(passages, "/inputSchema/properties/a~1b/x-hint", Role::kOdd));
  CHECK(Has(passages, "/inputSchema/properties/a~1b/type", Role::kOdd));
  CHECK(Has(passages, "/inputSchema/required/0", Role::kOdd));
  CHECK(Has(passages, "/inputSchema/patternProperties/.*/description", Role::kProse));
}

TEST_CASE("a property with a keyword's name is a property") {
  const auto passages = Of(R"({"properties":{"description":{"description":"d"}}})");
  CHECK(Has(passages, "/properties/description", Role::kKey));
  CHECK(Has(passages, "/properties/description/description", Role::kProse));
}

TEST_CASE("passages are bounded") {
  const auto with = [](size_t count) {
    std::string text = "{\"enum\":[\"x\"";
    for (size_t i = 1; i < count; ++i) text += ",\"x\"";
    return Of(text + "]}").size();
  };
  CHECK(with(kPassagesMax) == kPassagesMax);
  CHECK(with(kPassagesMax + 1) == kPassagesMax);
}

TEST_CASE("what a parameter describes knows the choices of the whole definition") {
  const auto choices = [](const std::string& first) {
    return Of(R"({"properties":{"a":{"enum":[")" + first +
              R"(","two","not a name"]},"b":{"description":"d"}}})")
        .back()
        .whole->choices;
  };
  CHECK(choices("one") == "one two ");
  // Two blanks, and the other choice, which has room to the last byte.
  const size_t room = kChoicesBytesMax - std::string_view("two  ").size();
  CHECK(choices(std::string(room, 'x')) == std::string(room, 'x') + " two ");
  CHECK(choices(std::string(room + 1, 'x')) == std::string(room + 1, 'x') + " ");
}

TEST_CASE("names are taken apart") {
  CHECK(WordsOf("readPrivateKey") == "read Private Key");
  CHECK(WordsOf("read_private-key.x") == "read private key x");
}

}  // namespace
}  // namespace weir::guard
