// Values of a request as a person reads them; credentials are cut.
#include "compiler/explain/values.h"

#include <catch2/catch.hpp>

namespace weir::explain {
namespace {

weir_value StringOf(std::string_view text) {
  weir_value value{WEIR_STRING, static_cast<uint32_t>(text.size()), {0}};
  value.as.bytes = text.data();
  return value;
}

weir_value Of(weir_kind kind, int64_t integer = 0) {
  weir_value value{static_cast<uint32_t>(kind), 0, {0}};
  value.as.integer = integer;
  return value;
}

TEST_CASE("every kind of value has words") {
  CHECK(Describe(StringOf("a\"b\n")) == R"("a\"b\n")");
  CHECK(Describe(StringOf("")) == R"("")");
  CHECK(Describe(Of(WEIR_ABSENT)) == "absent");
  CHECK(Describe(Of(WEIR_INVALID)) == "not valid");
  CHECK(Describe(Of(WEIR_NULL)) == "null");
  CHECK(Describe(Of(WEIR_BOOL, 1)) == "true");
  CHECK(Describe(Of(WEIR_INTEGER, -7)) == "-7");
  CHECK(Describe({WEIR_LIST, 3, {0}}) == "a list of 3");
  CHECK(Describe(Of(WEIR_OBJECT)) == "an object");
}

TEST_CASE("long strings are cut, between characters") {
  const std::string at_limit(kShownBytesMax, 'x');
  CHECK(Describe(StringOf(at_limit)) == '"' + at_limit + '"');
  CHECK(Describe(StringOf(at_limit + "x")) == '"' + at_limit + "\" and 1 bytes more");
  const std::string wide = std::string(kShownBytesMax - 1, 'x') + "\u00e9";
  CHECK(Describe(StringOf(wide)) ==
        '"' + std::string(kShownBytesMax - 1, 'x') + "\" and 2 bytes more");
}

TEST_CASE("what looks like a credential is cut, wherever it stands") {
  const std::string tail(36, 'A');
  for (const std::string prefix :
       {"ghp_", "github_pat_", "sk-", "xoxb-", "AKIA", "eyJ", "glpat-"}) {
    const std::string shown = WithoutSecrets("token=" + prefix + tail + "; and more");
    INFO(shown);
    CHECK(shown.find(tail) == std::string::npos);
    CHECK(shown.find("token=" + prefix) == 0);
    CHECK(shown.ends_with("; and more"));
  }
  CHECK(WithoutSecrets("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n").find("abc") ==
        std::string::npos);
}

TEST_CASE("what only begins like one is shown") {
  for (const std::string text :
       {"ghp_short", "task-list-of-the-whole-team", "a sk- b", "risk-averse-but-long-enough"}) {
    CHECK(WithoutSecrets(text) == text);
  }
}

}  // namespace
}  // namespace weir::explain
