// The examples of RFC 8785 and of its appendix on numbers.
#include "runtime/guard/canonical.h"

#include <catch2/catch.hpp>

namespace weir::guard {
namespace {

std::string CanonicalOf(const std::string& text) {
  const auto document = json::Document::Parse(text);
  REQUIRE(document.ok());
  const auto canonical = Canonical(document.value().root());
  REQUIRE(canonical.ok());
  return canonical.value();
}

TEST_CASE("RFC 8785, section 3.2.2: the sample") {
  const std::string input = R"({
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  })";
  CHECK(CanonicalOf(input) ==
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
        "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

TEST_CASE("RFC 8785, section 3.2.3: members by UTF-16 code units") {
  const std::string input =
      R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",)"
      R"("1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control",)"
      R"("\u00f6":"Latin Small Letter O With Diaeresis"})";
  CHECK(CanonicalOf(input) ==
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
        "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
        "\"\U0001F600\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
}

TEST_CASE("RFC 8785, appendix B: numbers") {
  CHECK(CanonicalOf("[0, -0, -0.0]") == "[0,0,0]");
  CHECK(CanonicalOf("[5e-324, -5e-324]") == "[5e-324,-5e-324]");
  CHECK(CanonicalOf("1.7976931348623157e308") == "1.7976931348623157e+308");
  CHECK(CanonicalOf("9007199254740992") == "9007199254740992");
  CHECK(CanonicalOf("295147905179352830000") == "295147905179352830000");
  CHECK(CanonicalOf("9.999999999999997e22") == "9.999999999999997e+22");
  CHECK(CanonicalOf("1e23") == "1e+23");
  CHECK(CanonicalOf("[999999999999999700000, 999999999999999900000, 1e21]") ==
        "[999999999999999700000,999999999999999900000,1e+21]");
  CHECK(CanonicalOf("[9.999999999999997e-7, 0.000001, 333333333.3333332]") ==
        "[9.999999999999997e-7,0.000001,333333333.3333332]");
  CHECK(CanonicalOf("-0.0000033333333333333333") == "-0.0000033333333333333333");
  CHECK(CanonicalOf("1424953923781206.2") == "1424953923781206.2");
}

TEST_CASE("a number that no double holds has no canonical form") {
  const auto document = json::Document::Parse("[1e400]");
  REQUIRE(document.ok());
  CHECK_FALSE(Canonical(document.value().root()).ok());
}

TEST_CASE("the digest does not depend on the spelling") {
  const auto a = json::Document::Parse(R"({"b": 1.0, "a": "\u0041"})");
  const auto b = json::Document::Parse(R"({"a":"A","b":1})");
  REQUIRE(DigestOf(a.value().root()).ok());
  CHECK(DigestOf(a.value().root()).value() == DigestOf(b.value().root()).value());
  // FIPS 180-2, "abc".
  CHECK(Sha256("abc").value() ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace weir::guard
