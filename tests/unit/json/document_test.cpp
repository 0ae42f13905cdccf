// What is read, what is refused, and every limit at its edge.
#include "compiler/json/document.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

namespace weir::json {
namespace {

Document Read(std::string text, const Limits& limits = {}) {
  Result<Document> result = Document::Parse(std::move(text), limits);
  if (!result.ok()) FAIL(result.error().message);
  return std::move(result).value();
}

std::string ErrorOf(std::string text, const Limits& limits = {}) {
  const Result<Document> result = Document::Parse(std::move(text), limits);
  return result.ok() ? "accepted" : result.error().message;
}

std::string Nested(int depth) {
  return std::string(static_cast<size_t>(depth), '[') +
         std::string(static_cast<size_t>(depth), ']');
}

TEST_CASE("every kind of value is read") {
  const Document document = Read(
      R"( {"n":null,"t":true,"f":false,"i":-12,"d":1.5e3,"s":"x","a":[1,[2],{}],"o":{"k":"v"}} )");
  const Value root = document.root();
  REQUIRE(root.is_object());
  CHECK(root.size() == 8);
  CHECK(root.Find("n")->kind() == Kind::kNull);
  CHECK(root.Find("t")->boolean());
  CHECK_FALSE(root.Find("f")->boolean());
  CHECK(root.Find("i")->kind() == Kind::kInteger);
  CHECK(root.Find("i")->integer() == -12);
  CHECK(root.Find("d")->kind() == Kind::kNumber);
  CHECK(root.Find("d")->number() == 1500.0);
  CHECK(root.Find("s")->string() == "x");
  CHECK(root.Find("a")->size() == 3);
  CHECK(root.Find("o")->Find("k")->string() == "v");
  CHECK_FALSE(root.Find("nothing"));
  CHECK_FALSE(root.Find("s")->Find("k"));
  CHECK(root.Find("s")->size() == 0);
}

TEST_CASE("a value alone is a text") {
  CHECK(Read("7").root().integer() == 7);
  CHECK(Read(" \"a\" ").root().string() == "a");
  CHECK(Read("null").root().kind() == Kind::kNull);
  CHECK(Read("[]").root().size() == 0);
  CHECK(Read("{ }").root().size() == 0);
}

TEST_CASE("raw is exactly the bytes of the value") {
  const Document document = Read("{ \"a\" : [ 1 , {\"b\" : \"c\\u0041\" } ] , \"d\" : 1.50E+1 } ");
  CHECK(document.root().raw() == "{ \"a\" : [ 1 , {\"b\" : \"c\\u0041\" } ] , \"d\" : 1.50E+1 }");
  CHECK(document.root().Find("a")->raw() == "[ 1 , {\"b\" : \"c\\u0041\" } ]");
  CHECK(document.root().Find("d")->raw() == "1.50E+1");
  CHECK((*document.root().Find("a")->items().begin()).raw() == "1");
  CHECK(Read("[\"]\" ]").root().raw() == "[\"]\" ]");
}

TEST_CASE("items and members come in the order of the text") {
  const Document document = Read(R"([{"b":1,"a":[9,9],"c":{}},[],"x"])");
  std::vector<std::string> seen;
  for (const Value item : document.root().items()) seen.emplace_back(item.raw());
  CHECK(seen == std::vector<std::string>{R"({"b":1,"a":[9,9],"c":{}})", "[]", "\"x\""});
  std::string keys;
  for (const Member member : (*document.root().items().begin()).members()) keys += member.key;
  CHECK(keys == "bac");
}

TEST_CASE("a document may be moved") {
  Document first = Read(R"({"k":"a\nb"})");
  const Value root = first.root();
  const Document second = std::move(first);
  CHECK(root.Find("k")->string() == "a\nb");
  CHECK(second.text() == R"({"k":"a\nb"})");
}

TEST_CASE("strings are unescaped") {
  CHECK(Read(R"("\"\\\/\b\f\n\r\t")").root().string() == "\"\\/\b\f\n\r\t");
  CHECK(Read(R"("\u0041\u00e4\u20AC\ud83d\ude00")").root().string() ==
        "A\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
  CHECK(Read(R"("a\u0000b")").root().string() == std::string_view("a\0b", 3));
  CHECK(Read(R"({"\u0061":1})").root().Find("a"));
  CHECK(Read(R"(["\\","x"])").root().size() == 2);
}

TEST_CASE("broken escapes and half surrogate pairs are refused") {
  for (const std::string body :
       {R"(\x)", R"(\u12)", R"(\u12g4)", R"(\u+123)", R"(\ud800)", R"(\udc00)", R"(\ud800A)",
        R"(\ud800\u0041)", R"(\ud800\ue000)", R"(\ud800\n)", R"(\U0041)"}) {
    CAPTURE(body);
    CHECK(ErrorOf("\"" + body + "\"") == "a broken escape in the string at byte 0");
    CHECK(ErrorOf("{\"" + body + "\":1}") == "a broken escape in the string at byte 1");
  }
}

TEST_CASE("integers that fit are integers, all others numbers") {
  const auto kind = [](std::string text) { return Read(std::move(text)).root().kind(); };
  CHECK(Read("9223372036854775807").root().integer() == INT64_MAX);
  CHECK(Read("-9223372036854775808").root().integer() == INT64_MIN);
  CHECK(kind("9223372036854775808") == Kind::kNumber);
  CHECK(kind("-9223372036854775809") == Kind::kNumber);
  CHECK(Read("9007199254740993").root().integer() == 9007199254740993);
  CHECK(kind("-0") == Kind::kInteger);
  CHECK(kind("1.0") == Kind::kNumber);
  CHECK(kind("1e2") == Kind::kNumber);
  CHECK(Read("1e999").root().number() == INFINITY);
  CHECK(Read("-1e999").root().number() == -INFINITY);
  CHECK(Read("1e-999").root().number() == 0.0);
  CHECK(Read("5").root().number() == 5.0);
}

TEST_CASE("what RFC 8259 does not spell is refused") {
  for (const std::string text : {"01",
                                 "+1",
                                 "1.",
                                 ".5",
                                 "1e",
                                 "1e+",
                                 "-",
                                 "0x1",
                                 "NaN",
                                 "Infinity",
                                 "tru",
                                 "truex",
                                 "nul",
                                 "True",
                                 "'a'",
                                 "[1,]",
                                 "[,1]",
                                 "[1 2]",
                                 "[1",
                                 "1]",
                                 "{\"a\":1,}",
                                 "{\"a\" 1}",
                                 "{a:1}",
                                 "{1:2}",
                                 "{\"a\":}",
                                 "{,}",
                                 "[}",
                                 "{]",
                                 "[1}",
                                 "{\"a\":1]",
                                 "{\"a\"}",
                                 "[1]]",
                                 "[1][2]",
                                 "1 2",
                                 "\"a\" \"b\"",
                                 "\"a\"b",
                                 "//c\n1",
                                 "\"",
                                 "\"\\\"",
                                 "[\"a",
                                 "\"a\nb\"",
                                 "\xEF\xBB\xBF"
                                 "1",
                                 "nulll",
                                 "[true false]",
                                 "{\"a\":1 \"b\":2}",
                                 ":",
                                 ",",
                                 "]"}) {
    CAPTURE(text);
    CHECK(ErrorOf(text) != "accepted");
  }
}

TEST_CASE("an empty text is refused") {
  CHECK(ErrorOf("") == "no JSON value");
  CHECK(ErrorOf(" \n ") == "no JSON value");
}

TEST_CASE("what follows the value is refused") {
  CHECK(ErrorOf("{} {}") != "accepted");
  CHECK(ErrorOf("1,") == "something after the value at byte 1");
  CHECK(ErrorOf(std::string("{}\0", 3)) != "accepted");
}

TEST_CASE("invalid UTF-8 is refused") {
  for (const std::string bytes :
       {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xE2\x82", "\xF4\x90\x80\x80"}) {
    CHECK(ErrorOf("\"" + bytes + "\"") == "not UTF-8");
  }
}

TEST_CASE("a key that is there twice is refused, however it is spelled") {
  CHECK(ErrorOf(R"({"a":1,"a":1})") == "a key that is there twice at byte 7");
  CHECK(ErrorOf(R"({"name":1,"n\u0061me":2})") == "a key that is there twice at byte 10");
  CHECK(ErrorOf(R"([{"x":{"a":1,"b":2,"a":3}}])") == "a key that is there twice at byte 19");
  CHECK(ErrorOf(R"({"a":{"a":1},"b":[{"a":1},{"a":1}]})") == "accepted");
  CHECK(ErrorOf(R"({"a":1,"A":2,"":3})") == "accepted");
}

TEST_CASE("duplicates are found among few and many keys") {
  for (const int count : {7, 8, 9, 10, 1000}) {
    std::string text = "{";
    for (int i = 0; i < count; ++i) text += "\"k" + std::to_string(i) + "\":[{}],";
    const size_t last = text.size();
    CHECK(ErrorOf(text + "\"z\":0}") == "accepted");
    CHECK(ErrorOf(text + "\"k0\":0}") ==
          "a key that is there twice at byte " + std::to_string(last));
  }
}

TEST_CASE("nesting is allowed up to the limit and not one past it") {
  CHECK(ErrorOf(Nested(kNestingMax)) == "accepted");
  CHECK(ErrorOf(Nested(kNestingMax + 1)) == "nesting over the limit of 128 at byte 128");
  CHECK(ErrorOf(R"({"a":[1]})", {.nesting_max = 2}) == "accepted");
  CHECK(ErrorOf(R"({"a":[{}]})", {.nesting_max = 2}) == "nesting over the limit of 2 at byte 6");
  CHECK(ErrorOf("1", {.nesting_max = 0}) == "accepted");
  const Limits higher{.nesting_max = 1'000'000};
  CHECK(ErrorOf(Nested(kNestingCeiling), higher) == "accepted");
  CHECK(ErrorOf(Nested(kNestingCeiling + 1), higher) ==
        "nesting over the limit of 512 at byte 512");
  CHECK(ErrorOf(Nested(100'000)) == "nesting over the limit of 128 at byte 128");
  CHECK(ErrorOf(std::string(1'000'000, '[')) != "accepted");
}

TEST_CASE("size is allowed up to the limit and not one past it") {
  CHECK(ErrorOf("[1,2]", {.bytes_max = 5}) == "accepted");
  CHECK(ErrorOf("[1,22]", {.bytes_max = 5}) == "a message over the limit of 5 bytes");
  const std::string body(kMessageBytesMax - 2, 'x');
  CHECK(ErrorOf("\"" + body + "\"") == "accepted");
  CHECK(ErrorOf("\"" + body + "x\"") == "a message over the limit of 16777216 bytes");
}

TEST_CASE("texts of every length around simdjson's block size are read") {
  for (size_t length = 0; length < 200; ++length) {
    const std::string body(length, 'y');
    const Document document = Read("[\"" + body + "\"]");
    REQUIRE((*document.root().items().begin()).string() == body);
  }
}

}  // namespace
}  // namespace weir::json
