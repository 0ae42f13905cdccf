#include "runtime/clients/policy_text.h"

#include <catch2/catch.hpp>

#include "compiler/pipeline/compile.h"

namespace weir::clients {
namespace {

TEST_CASE("names become names of the language, each its own") {
  const std::vector<ConfiguredServer> servers = {{"files", {"x"}, {}},    {"my files", {"x"}, {}},
                                                 {"my/files", {"x"}, {}}, {"7up", {"x"}, {}},
                                                 {"", {"x"}, {}},         {"test", {"x"}, {}}};
  CHECK(PolicyNames(servers, [](const std::string& name) { return name != "test"; }) ==
        std::vector<std::string>{"files", "my_files", "my_files_2", "server_7up", "server_",
                                 "test_server"});
}

TEST_CASE("the policy allows what there was, by name, and holds no secret") {
  const ConfiguredServer files{
      "files", {"npx", "a \"b\"", "\\"}, {{"PATH", "/bin"}, {"KEY", "s3cret"}}};
  const std::string text =
      PolicyText("mcp.json", {{"files", &files, {"read-it", "odd name"}, {"hello"}}});
  CHECK_THAT(text, !Catch::Contains("s3cret"));
  CHECK_THAT(text, Catch::Contains("env HOME, KEY, PATH;"));
  const pipeline::Compiled compiled = pipeline::CompileText("policy", text);
  REQUIRE(compiled.policy);
  const Policy& policy = *compiled.policy;
  CHECK(policy.servers()[0].launch == files.launch);
  CHECK(policy.Resolve(0, Verb::kCall, "read-it"));
  CHECK(policy.Resolve(0, Verb::kCall, "odd name"));
  CHECK_FALSE(policy.Resolve(0, Verb::kCall, "write"));
  CHECK(policy.Resolve(0, Verb::kPrompt, "hello"));
  CHECK_FALSE(policy.Resolve(0, Verb::kRead, "file:///a"));
}

TEST_CASE("for looking at servers each is given its own values, whatever its neighbours have") {
  const ConfiguredServer a{"a", {"x"}, {{"KEY", "\"1\"\n"}, {"PATH", "/a"}}};
  const ConfiguredServer b{"b", {"x"}, {{"KEY", "2"}}, {"LANG"}};
  const std::string text = PolicyText("", {{"a", &a, {}, {}}, {"b", &b, {}, {}}}, Values::kGiven);
  CHECK_THAT(text, Catch::Contains("env HOME, KEY = \"2\", LANG, PATH;"));
  const pipeline::Compiled compiled = pipeline::CompileText("policy", text);
  REQUIRE(compiled.policy);
  CHECK(compiled.policy->servers()[0].environment.size() == 3);
}

TEST_CASE("a server without tools compiles, and may do nothing") {
  const ConfiguredServer files{"files", {"x"}, {}};
  CHECK(pipeline::CompileText("policy", PolicyText("a", {{"files", &files, {}, {}}})).policy);
}

TEST_CASE("variables that two servers see differently are told") {
  const std::vector<ConfiguredServer> servers = {{"a", {"x"}, {{"A", "1"}, {"B", "1"}}},
                                                 {"b", {"x"}, {{"A", "1"}, {"B", "2"}}}};
  std::vector<std::string> conflicts;
  const auto environment = EnvironmentOf(servers, conflicts);
  CHECK(environment.size() == 2);
  CHECK(conflicts == std::vector<std::string>{"B"});
  conflicts.clear();
  EnvironmentOf({{"a", {"x"}, {{"A", "1"}}}, {"b", {"x"}, {}, {"A"}}}, conflicts);
  CHECK(conflicts == std::vector<std::string>{"A"});
}

}  // namespace
}  // namespace weir::clients
