#include "runtime/schema/validate.h"

#include <catch2/catch.hpp>
#include <tuple>
#include <vector>

namespace weir::schema {
namespace {

std::optional<Misfit> Check(const std::string& schema, const std::string& value,
                            Unnamed unnamed = Unnamed::kFit) {
  const auto schema_document = json::Document::Parse(schema, {.nesting_max = 512});
  const auto document = json::Document::Parse(value, {.nesting_max = 512});
  REQUIRE(schema_document.ok());
  REQUIRE(document.ok());
  return Validate(schema_document->root(), document->root(), unnamed);
}

TEST_CASE("each keyword holds and fails") {
  // schema, what fits, what does not
  const std::vector<std::tuple<std::string, std::string, std::string>> cases = {
      {R"({"type":"integer"})", "1.0", "1.5"},
      {R"({"type":["string","null"]})", "null", "1"},
      {R"({"enum":[1,{"a":[2]}]})", R"({"a":[2.0]})", R"({"a":[3]})"},
      {R"({"const":{"a":1,"b":2}})", R"({"b":2,"a":1})", R"({"a":1})"},
      {R"({"allOf":[{"type":"number"},{"minimum":3}]})", "3", "2.9"},
      {R"({"anyOf":[{"type":"string"},{"minimum":3}]})", "3", "2"},
      {R"({"oneOf":[{"minimum":3},{"maximum":5}]})", "6", "4"},
      {R"({"not":{"type":"string"}})", "1", "\"a\""},
      {R"({"if":{"type":"string"},"then":{"minLength":2},"else":{"minimum":2}})", "2", "\"a\""},
      {R"({"if":{"type":"string"},"then":{"minLength":2},"else":{"minimum":2}})", "\"ab\"", "1"},
      {R"({"properties":{"a":{"type":"string"}}})", R"({"a":"","b":1})", R"({"a":1})"},
      {R"({"patternProperties":{"^x":{"type":"string"}}})", R"({"a":1})", R"({"xa":1})"},
      {R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1})", R"({"b":1})"},
      {R"({"additionalProperties":{"type":"string"}})", R"({"a":""})", R"({"a":1})"},
      {R"({"propertyNames":{"maxLength":1}})", R"({"a":1})", R"({"ab":1})"},
      {R"({"required":["a"]})", R"({"a":null})", R"({"b":1})"},
      {R"({"dependentRequired":{"a":["b"]}})", R"({"a":1,"b":1})", R"({"a":1})"},
      {R"({"items":{"type":"string"}})", R"(["a"])", R"(["a",1])"},
      {R"({"prefixItems":[{"type":"string"}],"items":{"type":"null"}})", R"(["a",null])",
       R"(["a","b"])"},
      {R"({"contains":{"type":"null"},"maxContains":1})", "[null]", "[null,null]"},
      {R"({"uniqueItems":true})", R"([1,"1"])", "[1,1.0]"},
      {R"({"pattern":"^a+$"})", "\"aa\"", "\"ab\""},
      {R"({"multipleOf":0.1})", "0.3", "0.35"},
      {R"({"minimum":1})", "1", "0"},
      {R"({"maximum":1})", "1", "2"},
      {R"({"exclusiveMinimum":1})", "1.1", "1"},
      {R"({"exclusiveMaximum":1})", "0.9", "1"},
      {R"({"minLength":2})", "\"\\u00e4\\u00e4\"", "\"\\u00e4\""},
      {R"({"maxLength":1})", "\"\\u00e4\"", "\"ab\""},
      {R"({"minItems":1})", "[1]", "[]"},
      {R"({"maxItems":1})", "[1]", "[1,2]"},
      {R"({"minProperties":1})", R"({"a":1})", "{}"},
      {R"({"maxProperties":1})", "{}", R"({"a":1,"b":1})"},
      {R"({"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":"null"}}})", "null", "1"},
      {"true", "1", "1"},
  };
  for (const auto& [schema, fits, does_not] : cases) {
    INFO(schema);
    CHECK_FALSE(Check(schema, fits));
    if (schema != "true") CHECK(Check(schema, does_not));
  }
  CHECK(Check("false", "1"));
}

TEST_CASE("a misfit says where") {
  const auto misfit =
      Check(R"({"properties":{"a/b":{"items":{"type":"string"}}}})", R"({"a/b":["x",1]})");
  REQUIRE(misfit);
  CHECK(misfit->pointer == "/a~1b/1");
  CHECK_FALSE(misfit->unnamed);
}

TEST_CASE("members without a name do not fit where that is asked") {
  const auto fits = [](const std::string& schema, const std::string& value) {
    return !Check(schema, value, Unnamed::kDoNotFit);
  };
  CHECK_FALSE(fits("{}", R"({"a":1})"));
  CHECK(fits(R"({"properties":{"a":{}}})", R"({"a":{"anything":1}})"));
  CHECK_FALSE(fits(R"({"properties":{"a":{"properties":{}}}})", R"({"a":{"b":1}})"));
  CHECK(fits(R"({"allOf":[{"properties":{"a":{}}},{"$ref":"#/$defs/x"}],)"
             R"("$defs":{"x":{"patternProperties":{"^b":{}}}}})",
             R"({"a":1,"bc":2})"));
  CHECK_FALSE(fits(R"({"anyOf":[{"properties":{"a":{"type":"null"}}},{"properties":{"b":{}}}]})",
                   R"({"a":1,"b":2})"));
  CHECK(fits(R"({"additionalProperties":{"type":"string"}})", R"({"env":"x"})"));
  CHECK_FALSE(fits(R"({"additionalProperties":true})", R"({"env":"x"})"));
  const auto misfit = Check(R"({"properties":{}})", R"({"side/note":1})", Unnamed::kDoNotFit);
  REQUIRE(misfit);
  CHECK(misfit->pointer == "/side~1note");
  CHECK(misfit->unnamed);
}

TEST_CASE("what cannot be checked does not fit, not even within `not` or `anyOf`") {
  const std::vector<std::string> odd_schemas = {R"({"$ref":"https://schemas.example/a"})",
                                                R"({"$ref":"#/nowhere"})",
                                                R"({"$ref":1})",
                                                R"({"$ref":"#anchor"})",
                                                R"x({"pattern":"(?=a)"})x",
                                                R"({"$ref":"#"})"};
  for (const std::string& odd : odd_schemas) {
    INFO(odd);
    CHECK(Check(odd, "\"a\""));
    CHECK(Check(R"({"not":)" + odd + "}", "\"a\""));
    CHECK(Check(R"({"anyOf":[)" + odd + ",{}]}", "\"a\""));
    CHECK(Check(R"({"if":)" + odd + "}", "\"a\""));
  }
}

TEST_CASE("a check ends") {
  // Doubles with every level.
  std::string doubling = R"({"$defs":{"d0":{"type":"string"})";
  for (int i = 1; i <= 40; ++i) {
    const std::string below = R"({"$ref":"#/$defs/d)" + std::to_string(i - 1) + "\"}";
    doubling += ",\"d" + std::to_string(i) + R"(":{"allOf":[)" + below + "," + below + "]}";
  }
  CHECK_THAT(Check(doubling + R"(},"$ref":"#/$defs/d40"})", "\"a\"")->text,
             Catch::Contains("too long"));
  std::string many = "[0";
  for (int i = 1; i < 2'000; ++i) many += "," + std::to_string(i);
  CHECK_THAT(Check(R"({"uniqueItems":true})", many + "]")->text, Catch::Contains("too long"));
  for (const int depth : {kDepthMax - 1, kDepthMax}) {
    std::string chain = R"({"$defs":{"d0":{})";
    for (int i = 1; i <= depth; ++i) {
      chain +=
          ",\"d" + std::to_string(i) + R"(":{"$ref":"#/$defs/d)" + std::to_string(i - 1) + "\"}";
    }
    const auto misfit =
        Check(chain + R"(},"$ref":"#/$defs/d)" + std::to_string(depth - 1) + "\"}", "1");
    CHECK(misfit.has_value() == (depth == kDepthMax));
  }
  const std::string longest = std::string(kPatternBytesMax, 'a');
  CHECK_FALSE(Check(R"({"pattern":")" + longest + "\"}", '"' + longest + '"'));
  CHECK(Check(R"({"pattern":")" + longest + "a\"}", '"' + longest + "a\""));
}

}  // namespace
}  // namespace weir::schema
