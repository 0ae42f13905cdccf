// Requests as they are typed, and audit lines.
#include "compiler/explain/request.h"

#include <catch2/catch.hpp>

namespace weir::explain {
namespace {

void CheckIs(std::string_view text, Verb verb, const std::string& server, const std::string& name,
             const std::string& arguments) {
  INFO(text);
  const auto request = ParseRequest(text);
  REQUIRE(request.ok());
  CHECK(request->verb == verb);
  CHECK(request->server == server);
  CHECK(request->name == name);
  CHECK(request->arguments == arguments);
}

TEST_CASE("a call, with and without arguments") {
  CheckIs(R"(files.read_file {"path": "/a {b}"})", Verb::kCall, "files", "read_file",
          R"({"path": "/a {b}"})");
  CheckIs("files.read_file", Verb::kCall, "files", "read_file", "");
  CheckIs("  call files.read_file{}  ", Verb::kCall, "files", "read_file", "{}");
  CheckIs(R"(files."odd {name}" {"a":1})", Verb::kCall, "files", "odd {name}", R"({"a":1})");
  CheckIs("files.a.b/c", Verb::kCall, "files", "a.b/c", "");
}

TEST_CASE("other verbs") {
  CheckIs("read files file:///srv/{x}", Verb::kRead, "files", "file:///srv/{x}", "");
  CheckIs(R"(read files "file:///srv/x y")", Verb::kRead, "files", "file:///srv/x y", "");
  CheckIs(R"(prompt files.review {"n": "1"})", Verb::kPrompt, "files", "review", R"({"n": "1"})");
  CheckIs("complete files.review", Verb::kComplete, "files", "review", "");
}

TEST_CASE("what is no request is refused") {
  for (const char* text : {"", "files", "files.", "files read_file", "prompt files review",
                           "read files.x", "read files", ".x", "{}", "\"", "files.\""}) {
    INFO(text);
    const auto request = ParseRequest(text);
    CHECK((!request.ok() || !request->name.empty()));
    if (std::string_view(text) != "files.\"") CHECK(!request.ok());
  }
}

TEST_CASE("an audit line tells all but the arguments") {
  std::string agent;
  const auto request = ParseAuditLine(
      R"({"time":"x","agent":"coder","server":"files","verb":"read","target":"file:///x"})", agent);
  REQUIRE(request.ok());
  CHECK(agent == "coder");
  CHECK(request->verb == Verb::kRead);
  CHECK(request->server == "files");
  CHECK(request->name == "file:///x");
  CHECK(request->arguments.empty());
  for (const char* line : {"", "[]", "{}", R"({"server":"a","target":"b","verb":"no"})", "{"}) {
    INFO(line);
    CHECK(!ParseAuditLine(line, agent).ok());
  }
}

}  // namespace
}  // namespace weir::explain
