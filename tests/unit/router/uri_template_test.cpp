#include "runtime/router/uri_template.h"

#include <catch2/catch.hpp>

namespace weir::router {
namespace {

bool Matches(const std::string& text, const std::string& uri) {
  const auto parsed = UriTemplate::Parse(text);
  REQUIRE(parsed);
  return parsed->Matches(uri);
}

TEST_CASE("a simple expression is one segment, not empty") {
  CHECK(Matches("test://t/{id}/data", "test://t/7/data"));
  CHECK(Matches("test://t/{id}/data", "test://t/a%2Fb/data"));
  CHECK_FALSE(Matches("test://t/{id}/data", "test://t//data"));
  CHECK_FALSE(Matches("test://t/{id}/data", "test://t/a/b/data"));
  CHECK_FALSE(Matches("test://t/{id}/data", "test://t/7/data/"));
  CHECK_FALSE(Matches("test://t/{id}", "test://t/a?b"));
  CHECK(Matches("{a}{b}", "xy"));
  CHECK_FALSE(Matches("{a}{b}", "x"));
  CHECK(Matches("t:{a}-{b}", "t:1-2-3"));
}

TEST_CASE("other expressions are anything") {
  CHECK(Matches("file:///{+path}", "file:///a/b/c"));
  CHECK(Matches("file:///{+path}", "file:///"));
  CHECK(Matches("web://s{?q,lang}", "web://s?q=1&lang=2"));
  CHECK(Matches("web://s{?q}", "web://s"));
  CHECK(Matches("a{+x}b{+y}c", "abbbc"));
  CHECK_FALSE(Matches("a{+x}b{+y}c", "accc"));
}

TEST_CASE("a text without expressions is itself") {
  CHECK(Matches("a:b", "a:b"));
  CHECK_FALSE(Matches("a:b", "a:bb"));
  CHECK(Matches("", ""));
  CHECK_FALSE(Matches("", "x"));
}

TEST_CASE("malformed templates are refused") {
  for (const std::string text : {"{", "}", "a{b", "a}b", "{}", "{a{b}}", "{a}}"}) {
    CAPTURE(text);
    CHECK_FALSE(UriTemplate::Parse(text));
  }
}

TEST_CASE("template and URI are allowed up to their limits and not one past them") {
  CHECK(UriTemplate::Parse(std::string(kTemplateBytesMax, 'x')));
  CHECK_FALSE(UriTemplate::Parse(std::string(kTemplateBytesMax + 1, 'x')));
  CHECK(Matches("{+x}", std::string(kUriBytesMax, 'x')));
  CHECK_FALSE(Matches("{+x}", std::string(kUriBytesMax + 1, 'x')));
}

TEST_CASE("a hostile template costs no more than the product of the sizes") {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "{+a}x";
  CHECK_FALSE(Matches(text + "y", std::string(kUriBytesMax, 'x')));
}

}  // namespace
}  // namespace weir::router
