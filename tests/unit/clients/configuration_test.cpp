#include "runtime/clients/configuration.h"

#include <catch2/catch.hpp>

namespace weir::clients {
namespace {

using Strings = std::vector<std::string>;

Configuration Of(const std::string& text) {
  Result<Configuration> read = Read(text);
  if (!read) FAIL(read.error().message);
  return *read;
}

const Start kWeir{"/usr/bin/weir", {"run", "--policy", "/p.weir"}, {{"KEY", "s3cret"}}};

const std::string kClaude = R"({
  "theme": "dark",
  "mcpServers": {
    "files": {"command": "npx", "args": ["-y", "server-files", "/srv"], "env": {"KEY": "s3cret"}},
    "far": {"url": "https://far.example/mcp"},
    "off": {"command": "x", "disabled": true},
    "empty": {}
  },
  "last": [1, 2.50]
})";

const std::string kVsCode = R"(// settings of VS Code
{
  "inputs": [], /* none */
  "servers": {
    "git": {"type": "stdio", "command": "mcp-server-git", "args": ["--url", "http://x"],},
  },
})";

const std::string kCodex = R"(model = "o4" # the model

[mcp_servers.files]
command = "npx"
args = ["-y", "server-files"]
env = { "KEY" = "s3cret" }

[mcp_servers."far away"]
url = "https://far.example/mcp"

[ mcp_servers.git ]
command = 'git-server'
[mcp_servers.git.env]
HOME = "/tmp"

[profiles.fast]
model = "o4-mini"
)";

TEST_CASE("servers under mcpServers are read, and what is left out is told") {
  const Configuration configuration = Of(kClaude);
  REQUIRE(configuration.servers.size() == 1);
  const ConfiguredServer& files = configuration.servers[0];
  CHECK(files.name == "files");
  CHECK(files.launch == Strings{"npx", "-y", "server-files", "/srv"});
  CHECK(files.environment == std::vector<std::pair<std::string, std::string>>{{"KEY", "s3cret"}});
  CHECK(configuration.switched_off == Strings{"off"});
  REQUIRE(configuration.problems.size() == 2);
  CHECK_THAT(configuration.problems[0], Catch::Contains("\"far\" is reached over HTTP"));
  CHECK_THAT(configuration.problems[1], Catch::Contains("\"empty\" has no command"));
  CHECK(Of("[mcp_servers.a]\ncommand = 'x'\nenabled = false\n").switched_off == Strings{"a"});
}

TEST_CASE("comments and commas too many are those of VS Code") {
  const Configuration configuration = Of(kVsCode);
  REQUIRE(configuration.servers.size() == 1);
  CHECK(configuration.servers[0].launch == Strings{"mcp-server-git", "--url", "http://x"});
  CHECK(Of(R"({"mcp": {"servers": {"a": {"command": "x"}}}})").servers.size() == 1);
}

TEST_CASE("Codex has tables") {
  const Configuration configuration = Of(kCodex);
  REQUIRE(configuration.servers.size() == 2);
  CHECK(configuration.servers[0].name == "files");
  CHECK(configuration.servers[0].launch == Strings{"npx", "-y", "server-files"});
  CHECK(configuration.servers[1].launch == Strings{"git-server"});
  CHECK(configuration.servers[1].environment.size() == 1);
  REQUIRE(configuration.problems.size() == 1);
  CHECK_THAT(configuration.problems[0], Catch::Contains("far away"));
}

TEST_CASE("what only its client could do for a server leaves it out") {
  const auto problem = [](const std::string& members) {
    const Configuration read = Of(R"({"servers": {"a": {"command": "x", )" + members + "}}}");
    CHECK(read.servers.size() + read.problems.size() == 1);
    return read.problems.empty() ? "" : read.problems.front();
  };
  CHECK_THAT(problem(R"("args": ["${workspaceFolder}/x"])"), Catch::Contains("only its client"));
  CHECK_THAT(problem(R"("cwd": "/srv")"), Catch::Contains("working folder"));
  CHECK_THAT(problem(R"("envFile": ".env")"), Catch::Contains("variables in a file"));
  CHECK(problem(R"("cwd": "${workspaceFolder}")").empty());
  CHECK(problem(R"("args": ["$5"], "env": {"A": "${input:token}"})").empty());
  CHECK(Of("[mcp_servers.a]\ncommand = \"x\"\ncwd = \"/srv\"\n").problems.size() == 1);
  CHECK(Of("[mcp_servers.a]\ncommand = \"${X}\"\n").problems.size() == 1);
}

TEST_CASE("tools that the client keeps away stay away") {
  const auto offered = [](const std::string& text) {
    Strings names;
    for (const std::string name : {"read", "write", "list"}) {
      if (Of(text).servers.at(0).Offers(name)) names.push_back(name);
    }
    return names;
  };
  const auto gemini = [](const std::string& members) {
    return R"({"mcpServers": {"a": {"command": "x", )" + members + "}}}";
  };
  CHECK(offered(gemini(R"("args": [])")) == Strings{"read", "write", "list"});
  CHECK(offered(gemini(R"("includeTools": ["read", "write"], "excludeTools": ["write"])")) ==
        Strings{"read"});
  CHECK(offered(gemini(R"("disabledTools": ["write"])")) == Strings{"read", "list"});
  CHECK(offered(gemini(R"("includeTools": [])")).empty());
  const std::string codex = "[mcp_servers.a]\ncommand = 'x'\n";
  CHECK(offered(codex + "enabled_tools = ['read', 'list']\ndisabled_tools = ['list']\n") ==
        Strings{"read"});
  CHECK(Of(codex + "env_vars = ['LANG']\n").servers[0].inherited == Strings{"LANG"});
  const Start passing{"/usr/bin/weir", {"run"}, {}, {"LANG"}};
  CHECK_THAT(Snippet(codex, passing), Catch::Contains("env_vars = [\"LANG\"]\n"));
}

TEST_CASE("a byte order mark is no part of a configuration, and stays") {
  const std::string text = "\xEF\xBB\xBF{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}";
  CHECK(Of(text).servers.size() == 1);
  const Result<std::string> pointed = PointAt(text, kWeir);
  REQUIRE(pointed.ok());
  CHECK_THAT(*pointed, Catch::StartsWith("\xEF\xBB\xBF{\"mcpServers\": { \"weir\""));
}

TEST_CASE("what is no configuration is an error") {
  CHECK_FALSE(Read("{").ok());
  CHECK_FALSE(Read(R"({"mcpServers": {}, "mcpServers": {}})").ok());
  CHECK_FALSE(Read("[[[").ok());
}

TEST_CASE("a configuration of something else names no servers, and cannot be pointed at weir") {
  for (const std::string text : {"", "{}", R"({"mcpServers": 1})", "model = 1\n"}) {
    CHECK(Of(text).servers.empty());
    CHECK(Of(text).problems.empty());
  }
  CHECK_FALSE(PointAt("{}", kWeir).ok());
}

TEST_CASE("Claude Code's projects have servers too, which it would go on starting by itself") {
  const std::string text = R"({"mcpServers": {"a": {"command": "x"}}, "projects": {"/p": {)"
                           R"("mcpServers": {"b": {"command": "y"}}}, "/q": {}}})";
  REQUIRE(Of(text).servers.size() == 2);
  CHECK(Of(text).servers[1].launch == Strings{"y"});
  CHECK_FALSE(PointAt(text, kWeir).ok());
}

TEST_CASE("what is to be put in by hand is spelled as the file spells it") {
  CHECK_THAT(Snippet(kVsCode, kWeir), Catch::StartsWith(R"("servers": { "weir")"));
  CHECK_THAT(Snippet(kClaude, kWeir), Catch::StartsWith(R"("mcpServers": { "weir")"));
  CHECK_THAT(Snippet(kCodex, kWeir), Catch::StartsWith("[mcp_servers.weir]"));
}

TEST_CASE("null is nothing") {
  CHECK(
      Of(R"({"mcpServers": {"a": {"command": "x", "args": null, "env": null}}})").servers.size() ==
      1);
}

TEST_CASE("an argument that is no text leaves its server out") {
  CHECK(Of(R"({"mcpServers": {"a": {"command": "x", "args": [1]}}})").problems.size() == 1);
  CHECK(Of(R"({"mcpServers": {"a": {"command": "x", "env": {"A": 1}}}})").problems.size() == 1);
  CHECK(Of(R"({"mcpServers": {"a": {"command": "x", "args": "y"}}})").problems.size() == 1);
  CHECK(Of(R"({"mcpServers": {"a": {"command": "x", "env": ["A=1"]}}})").problems.size() == 1);
  CHECK(Of("[mcp_servers.a]\ncommand = \"x\"\nargs = [1]\n").problems.size() == 1);
}

TEST_CASE("a file has so many servers and no more") {
  const auto with = [](size_t count) {
    std::string servers;
    for (size_t i = 0; i < count; ++i) {
      servers += (i > 0 ? "," : "") + ("\"s" + std::to_string(i)) + R"(": {"command": "x"})";
    }
    return R"({"mcpServers": {)" + servers + "}}";
  };
  CHECK(Read(with(kServersMax)).ok());
  CHECK_FALSE(Read(with(kServersMax + 1)).ok());
}

TEST_CASE("pointing a client at weir changes its servers and nothing else") {
  const Result<std::string> claude = PointAt(kClaude, kWeir);
  REQUIRE(claude.ok());
  CHECK_THAT(*claude, Catch::StartsWith("{\n  \"theme\": \"dark\",\n  \"mcpServers\": {"));
  CHECK_THAT(*claude, Catch::EndsWith(",\n  \"last\": [1, 2.50]\n}"));
  CHECK(Of(*claude).servers[0].launch == Strings{"/usr/bin/weir", "run", "--policy", "/p.weir"});
  CHECK(Of(*claude).servers[0].environment == kWeir.environment);

  const Result<std::string> code = PointAt(kVsCode, kWeir);
  REQUIRE(code.ok());
  CHECK_THAT(*code, Catch::StartsWith("// settings of VS Code\n{\n  \"inputs\": [], /* none */"));

  const Result<std::string> codex = PointAt(kCodex, kWeir);
  REQUIRE(codex.ok());
  CHECK(*codex ==
        "model = \"o4\" # the model\n\n[profiles.fast]\nmodel = \"o4-mini\"\n"
        "[mcp_servers.weir]\ncommand = \"/usr/bin/weir\"\nargs = [\"run\", \"--policy\", "
        "\"/p.weir\"]\n\n[mcp_servers.weir.env]\n\"KEY\" = \"s3cret\"\n");
}

TEST_CASE("a client that would keep a server of its own is not touched") {
  CHECK_FALSE(PointAt("mcp_servers.a.command = \"x\"\n", kWeir).ok());
  CHECK_FALSE(
      PointAt("[mcp_servers.a]\ncommand = '''\n[other]\n'''\n[mcp_servers]\nb = {command = 'x'}\n",
              kWeir)
          .ok());
}

TEST_CASE("every place belongs to a client") {
  for (const Place& place : Places()) {
    CHECK_FALSE(place.client.empty());
    CHECK(place.path.front() != '/');
  }
}

}  // namespace
}  // namespace weir::clients
