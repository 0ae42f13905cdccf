// What can be wrong with a text before it is looked at as words.
#include "compiler/parse/text.h"

#include <catch2/catch.hpp>
#include <string>

#include "compiler/parse/parse.h"

namespace weir::parse {
namespace {

using diagnostics::Diagnostic;
using diagnostics::Kind;

std::vector<Diagnostic> CheckOf(const std::string& text) {
  SourceSet sources;
  diagnostics::Sink sink;
  const uint32_t file = sources.Add("p.weir", text);
  const bool good = CheckText(sources.file(file), file, sink);
  CHECK(good == !sink.has_errors());
  return sink.Take();
}

TEST_CASE("a file of exactly the limit is read, one byte more is not") {
  std::string text(kSourceBytesMax, ' ');
  CHECK(CheckOf(text).empty());
  text += ' ';
  REQUIRE(CheckOf(text).size() == 1);
  CHECK(CheckOf(text)[0].kind == Kind::kSourceTooLarge);
}

TEST_CASE("the first byte that is not UTF-8 is named") {
  const auto bad = GENERATE(std::string("\x80"), std::string("\xC0\x80"), std::string("\xC1\xBF"),
                            std::string("\xE0\x80\x80"), std::string("\xED\xA0\x80"),
                            std::string("\xF4\x90\x80\x80"), std::string("\xF5\x80\x80\x80"),
                            std::string("\xE2\x82"), std::string("\xFF"));
  const auto found = CheckOf("// ä" + bad);
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == Kind::kInvalidUtf8);
  CHECK(found[0].span.begin == 5);
}

TEST_CASE("every code point that text may hold is UTF-8") {
  CHECK(
      CheckOf("\x7E \xC2\xA1 \xDF\xBF \xE0\xA0\x80 \xEE\x80\x80 \xF0\x90\x80\x80 \xF4\x8F\xBF\xBD")
          .empty());
}

TEST_CASE("a carriage return stands only before a line feed") {
  CHECK(CheckOf("weir 1;\r\n").empty());
  CHECK(CheckOf("allow // \r deny").size() == 1);
  CHECK(CheckOf("\r").size() == 1);
}

TEST_CASE("characters that make a text read otherwise than it is are refused") {
  const auto hidden = GENERATE(std::string("\xE2\x80\xAE"),       // right-to-left override
                               std::string("\xE2\x81\xA6"),       // left-to-right isolate
                               std::string("\xE2\x80\x8B"),       // zero-width space
                               std::string("\xE2\x80\x8D"),       // zero-width joiner
                               std::string("\xC2\xAD"),           // soft hyphen
                               std::string("\xD8\x9C"),           // Arabic letter mark
                               std::string("\xE2\x80\xA8"),       // line separator
                               std::string("\xEF\xB8\x8F"),       // variation selector
                               std::string("\xF3\xA0\x81\x81"));  // tag character
  const auto found = CheckOf("deny any: *.* because \"" + hidden + "\"; // " + hidden);
  REQUIRE(found.size() == 2);
  CHECK(found[0].kind == Kind::kInvisibleCharacter);
  CHECK(found[1].kind == Kind::kInvisibleCharacter);
}

TEST_CASE("control characters are refused, C1 and NUL too") {
  for (const std::string& control :
       {std::string(1, '\0'), std::string("\x1b"), std::string("\x7f"), std::string("\xC2\x85")}) {
    const auto found = CheckOf("// " + control);
    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == Kind::kControlCharacter);
  }
}

std::string Unescaped(const std::string& inner) {
  SourceSet sources;
  diagnostics::Sink sink;
  const std::string text = "\"" + inner + "\"";
  const uint32_t file = sources.Add("p.weir", text);
  const std::string plain = Unescape(sources, {file, 0, static_cast<uint32_t>(text.size())}, sink);
  return sink.has_errors() ? "refused" : plain;
}

TEST_CASE("escapes are those of JSON") {
  CHECK(Unescaped(R"(\" \\ \/ \b \f \n \r \t)") == "\" \\ / \b \f \n \r \t");
  CHECK(Unescaped(R"(\u0041\u00e4\u20ac\ud83d\ude00)") == "Aä€😀");
  CHECK(Unescaped(R"(\u0000)") == std::string(1, '\0'));
  CHECK(Unescaped(R"(\ud83d)") == "refused");
  CHECK(Unescaped(R"(\ude00)") == "refused");
  CHECK(Unescaped(R"(\ud83d\u0041)") == "refused");
  CHECK(Unescaped(R"(\u12g4)") == "refused");
  CHECK(Unescaped(R"(\u12)") == "refused");
  CHECK(Unescaped(R"(\u+123)") == "refused");
  CHECK(Unescaped(R"(\x41)") == "refused");
}

}  // namespace
}  // namespace weir::parse
