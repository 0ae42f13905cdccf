#include "compiler/slots/extract.h"

#include <catch2/catch.hpp>

namespace weir::slots {
namespace {

// One slot over these arguments.
struct One {
  explicit One(Slot slot, std::string text, std::string_view uri = "")
      : document(json::Document::Parse(std::move(text))), plan{std::move(slot)} {
    REQUIRE(document);
    const weir_value* values = Extract(plan, {document->root(), uri, {}, {}, "coder"}, arena);
    REQUIRE(values != nullptr);
    value = *values;
  }
  std::string_view text() const { return {value.as.bytes, value.length}; }

  Result<json::Document> document;
  Plan plan;
  Arena arena;
  weir_value value{};
};

uint32_t KindOf(const std::string& value) {
  return One({Root::kArguments, View::kPlain, {"x"}, {}}, "{\"x\":" + value + "}").value.kind;
}

TEST_CASE("every JSON value has a kind") {
  CHECK(KindOf("null") == WEIR_NULL);
  CHECK(KindOf("true") == WEIR_BOOL);
  CHECK(KindOf("\"\"") == WEIR_STRING);
  CHECK(KindOf("[]") == WEIR_LIST);
  CHECK(KindOf("{}") == WEIR_OBJECT);
}

TEST_CASE("a number is exact or INVALID") {
  CHECK(KindOf("9223372036854775807") == WEIR_INTEGER);
  CHECK(KindOf("-9223372036854775808") == WEIR_INTEGER);
  CHECK(KindOf("9223372036854775808") == WEIR_INVALID);
  CHECK(KindOf("-9223372036854775809") == WEIR_INVALID);
  CHECK(KindOf("1e308") == WEIR_FLOAT);
  CHECK(KindOf("1e400") == WEIR_INVALID);
  CHECK(KindOf("-1e400") == WEIR_INVALID);
  CHECK(KindOf("1.0") == WEIR_FLOAT);
}

TEST_CASE("keys lead into objects, and break where there is none") {
  const Slot slot{Root::kArguments, View::kPlain, {"o", "x"}, {}};
  CHECK(One(slot, R"({"o":{"x":1}})").value.as.integer == 1);
  CHECK(One(slot, R"({"o":{}})").value.kind == WEIR_ABSENT);
  CHECK(One(slot, R"({})").value.kind == WEIR_ABSENT);
  CHECK(One(slot, R"({"o":null})").value.kind == WEIR_INVALID);
  CHECK(One(slot, R"({"o":[{"x":1}]})").value.kind == WEIR_INVALID);
}

TEST_CASE("presence is of the member, not of what it holds") {
  const Slot slot{Root::kArguments, View::kPresence, {"x"}, {}};
  CHECK(One(slot, R"({"x":null})").value.as.integer == 1);
  CHECK(One(slot, R"({"y":1})").value.as.integer == 0);
  CHECK(One({Root::kArguments, View::kPresence, {"x", "y"}, {}}, R"({"x":3})").value.as.integer ==
        0);
}

TEST_CASE("a path is resolved") {
  const Slot slot{Root::kArguments, View::kPath, {"p"}, {}};
  CHECK(One(slot, R"({"p":"/srv/a/../b"})").text() == "/srv/b");
  CHECK(One(slot, R"({"p":"/srv/b"})").text() == "/srv/b");
  CHECK(One(slot, R"({"p":"../b"})").value.kind == WEIR_INVALID);
  CHECK(One(slot, R"({"p":3})").value.kind == WEIR_INVALID);
  CHECK(One(slot, R"({})").value.kind == WEIR_ABSENT);
}

TEST_CASE("two resolved paths do not overwrite each other") {
  const auto document = json::Document::Parse(R"({"p":"/a/../b","q":"/c/../d"})");
  REQUIRE(document);
  const Plan plan = {{Root::kArguments, View::kPath, {"p"}, {}},
                     {Root::kArguments, View::kPath, {"q"}, {}}};
  Arena arena;
  const weir_value* values = Extract(plan, {document->root(), "", {}, {}, ""}, arena);
  CHECK(std::string_view(values[0].as.bytes, values[0].length) == "/b");
  CHECK(std::string_view(values[1].as.bytes, values[1].length) == "/d");
}

TEST_CASE("the uri is a text") {
  CHECK(One({Root::kUri, View::kPlain, {}, {}}, "{}", "file:///a").text() == "file:///a");
  CHECK(One({Root::kUri, View::kPath, {}, {}}, "{}", "file:///a/./b").text() == "/a/b");
}

TEST_CASE("without arguments every argument is absent") {
  const Plan plan = {{Root::kArguments, View::kPlain, {"x"}, {}},
                     {Root::kArguments, View::kPresence, {"x"}, {}}};
  Arena arena;
  const weir_value* values = Extract(plan, {}, arena);
  REQUIRE(values != nullptr);
  CHECK(values[0].kind == WEIR_ABSENT);
  CHECK(values[1].kind == WEIR_BOOL);
  CHECK(values[1].as.integer == 0);
}

TEST_CASE("a list has a row for each element") {
  const Slot inner{Root::kElement, View::kList, {"m"}, {{Root::kElement, View::kPlain, {}, {}}}};
  const One one(
      {Root::kArguments, View::kList, {"l"}, {{Root::kElement, View::kPlain, {"a"}, {}}, inner}},
      R"({"l":[{"a":1,"m":[7,8]},{"m":[]},5]})");
  REQUIRE(one.value.kind == WEIR_LIST);
  REQUIRE(one.value.length == 3);
  const weir_value* rows = one.value.as.rows;
  CHECK(rows[0].as.integer == 1);
  REQUIRE(rows[1].kind == WEIR_LIST);
  REQUIRE(rows[1].length == 2);
  CHECK(rows[1].as.rows[1].as.integer == 8);
  CHECK(rows[2].kind == WEIR_ABSENT);
  CHECK(rows[3].length == 0);
  CHECK(rows[4].kind == WEIR_INVALID);
  CHECK(rows[5].kind == WEIR_INVALID);
}

std::string ListOf(size_t length, const std::string& element) {
  std::string text = "[" + element;
  for (size_t i = 1; i < length; ++i) text += "," + element;
  return text + "]";
}

TEST_CASE("a list one too long is INVALID as a whole") {
  const Slot slot{Root::kArguments, View::kList, {"l"}, {{Root::kElement, View::kPlain, {}, {}}}};
  CHECK(One(slot, "{\"l\":" + ListOf(kListElementsMax, "1") + "}").value.length ==
        kListElementsMax);
  CHECK(One(slot, "{\"l\":" + ListOf(kListElementsMax + 1, "1") + "}").value.kind == WEIR_INVALID);
}

TEST_CASE("the arena holds kValuesMax values and no more") {
  Arena arena;
  CHECK(arena.NewValues(kValuesMax) != nullptr);
  CHECK(arena.NewValues(0) != nullptr);
  CHECK(arena.NewValues(1) == nullptr);
}

TEST_CASE("a request that would need too many values is refused") {
  // 4,096 lists of 300 elements each.
  const std::string text = "{\"l\":" + ListOf(kListElementsMax, ListOf(300, "1")) + "}";
  const auto document = json::Document::Parse(text);
  REQUIRE(document);
  const Slot inner{Root::kElement, View::kList, {}, {{Root::kElement, View::kPlain, {}, {}}}};
  Arena arena;
  CHECK(Extract({{Root::kArguments, View::kList, {"l"}, {inner}}},
                {document->root(), "", {}, {}, ""}, arena) == nullptr);
}

TEST_CASE("equal slots are one") {
  Plan plan;
  const Slot x{Root::kArguments, View::kPlain, {"x"}, {}};
  const Slot path{Root::kArguments, View::kPath, {"x"}, {}};
  CHECK(IndexOf(plan, x) == 0);
  CHECK(IndexOf(plan, path) == 1);
  CHECK(IndexOf(plan, x) == 0);
  CHECK(plan.size() == 2);
  CHECK(Describe(path) == "path(args.x)");
  CHECK(Describe({Root::kArguments, View::kPresence, {"odd name"}, {}}) ==
        "exists args[\"odd name\"]");
}

}  // namespace
}  // namespace weir::slots
