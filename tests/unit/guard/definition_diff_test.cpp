#include "runtime/guard/definition_diff.h"

#include <catch2/catch.hpp>

namespace weir::guard {
namespace {

std::string DiffOf(const std::string& before, const std::string& after) {
  const auto a = json::Document::Parse(before);
  const auto b = json::Document::Parse(after);
  REQUIRE(a.ok());
  REQUIRE(b.ok());
  return Render(Diff(a.value().root(), b.value().root()));
}

TEST_CASE("equal values in another spelling have no changes") {
  CHECK(DiffOf(R"({"a":1,"b":[true]})", R"({"b": [true], "a": 1.0})").empty());
}

TEST_CASE("words of a description are shown in their surroundings") {
  CHECK(DiffOf(R"({"description":"Reads a file and returns it."})",
               R"({"description":"Reads a file and sends it."})") ==
        "text      /description  Reads a file and[- returns-]{+ sends+} it.\n");
  CHECK(WordDiff("one two three four five six seven eight nine ten",
                 "one two three four five six seven eight nine eleven") ==
        " … six seven eight nine[- ten-]{+ eleven+}");
  CHECK(WordDiff("", "new") == "{+new+}");
}

TEST_CASE("schema changes say which way they go") {
  CHECK(
      DiffOf(
          R"({"inputSchema":{"properties":{"a":{"type":"string","maxLength":10}},"required":[]}})",
          R"({"inputSchema":{"properties":{"a":{"type":["string","null"],"maxLength":20},"note":{"type":"string"}},"required":["note"]}})") ==
      "widened   /inputSchema/properties/a/maxLength  from 10 to 20\n"
      "widened   /inputSchema/properties/a/type  from \"string\" to [\"string\",\"null\"]\n"
      "added     /inputSchema/properties/note  {\"type\":\"string\"}\n"
      "required  /inputSchema/required  \"note\"\n");
  CHECK(DiffOf(R"({"additionalProperties":false,"minimum":1})", R"({"minimum":2})") ==
        "widened   /additionalProperties  was false\n"
        "narrowed  /minimum  from 1 to 2\n");
  CHECK(DiffOf(R"({"enum":["a","b"]})", R"({"enum":["a"]})") ==
        "narrowed  /enum  from [\"a\",\"b\"] to [\"a\"]\n");
  CHECK(DiffOf(R"({"required":["a"]})", "{}") == "optional  /required  \"a\"\n");
}

TEST_CASE("a property named like a keyword is a property") {
  CHECK(DiffOf(R"({"properties":{"type":{"type":"string"}}})", R"({"properties":{}})") ==
        "removed   /properties/type  was {\"type\":\"string\"}\n");
}

TEST_CASE("a change of annotations and what cannot be seen are shown") {
  CHECK(DiffOf(R"({"annotations":{"readOnlyHint":true}})",
               R"({"annotations":{"readOnlyHint":false}})") ==
        "changed   /annotations/readOnlyHint  from true to false\n");
  CHECK(DiffOf(R"({"title":"ab"})", R"({"title":"a\u200bb"})") ==
        "text      /title  [-ab-]{+a⟨U+200B⟩b+}\n");
}

TEST_CASE("texts over the limit count as rewritten") {
  std::string words;
  for (size_t i = 0; i < kDiffWordsMax; ++i) words += "w ";
  CHECK(WordDiff(words.substr(0, words.size() - 1), "w").starts_with("w[-"));
  CHECK(WordDiff(words + "w", "w") == "rewritten: 2001 words, now 1");
}

}  // namespace
}  // namespace weir::guard
