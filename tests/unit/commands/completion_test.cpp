// `weir completion`: the bash script is run by bash; the others are held against the commands.
#include "compiler/commands/completion.h"

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "compiler/commands/all.h"

namespace weir::commands {
namespace {

struct Weir {
  CLI::App app{"weir", "weir"};
  CompilerCommands commands{app, {}};

  std::string Script(const std::string& shell) {
    app.parse("completion " + shell, false);
    std::ostringstream out;
    REQUIRE(commands.Run(out, out) == 0);
    return out.str();
  }
};

std::string OutputOf(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  std::string output;
  std::array<char, 256> buffer{};
  while (std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) output += buffer.data();
  return output;
}

// What bash offers behind `words`, the last of which is being typed.
std::string Offered(const std::filesystem::path& script, const std::string& words) {
  const std::string run = "source '" + script.string() + "'; COMP_WORDS=(" + words +
                          "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _weir; echo ${COMPREPLY[*]}";
  return OutputOf("bash -c \"" + [&] {
    std::string quoted;
    for (const char c : run)
      quoted += (c == '"' || c == '$' || c == '\\' ? "\\" : "") + std::string(1, c);
    return quoted;
  }() + "\"");
}

TEST_CASE("bash completes commands, options and the words that options take") {
  const auto script = std::filesystem::temp_directory_path() / "weir_completion_test.bash";
  std::ofstream(script) << Weir().Script("bash");
  CHECK(Offered(script, "weir compl") == "completion\n");
  CHECK(Offered(script, "weir expl").find("explain-error") != std::string::npos);
  CHECK(Offered(script, "weir test --fi") == "--filter\n");
  CHECK(Offered(script, "weir test --format j") == "json junit\n");
  CHECK(Offered(script, "weir dump --stage as") == "asm ast\n");
  CHECK(Offered(script, "weir completion z") == "zsh\n");
  CHECK(Offered(script, "weir fmt --che") == "--check\n");
  CHECK(Offered(script, "weir test policy") == "\n");  // readline completes files
  std::filesystem::remove(script);
}

TEST_CASE("every shell's script has every command and option") {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    Weir weir;
    const std::string script = weir.Script(shell);
    for (const CLI::App* command : weir.app.get_subcommands({})) {
      INFO(shell << " " << command->get_name());
      CHECK(script.find(command->get_name()) != std::string::npos);
      for (const CLI::Option* option : command->get_options()) {
        for (const std::string& name : option->get_lnames()) {
          CHECK(script.find((shell == "fish" ? "-l " : "--") + name) != std::string::npos);
        }
      }
    }
  }
}

TEST_CASE("a shell that is not known is a wrong use") {
  Weir weir;
  CHECK_THROWS_AS(weir.app.parse("completion tcsh", false), CLI::ParseError);
}

}  // namespace
}  // namespace weir::commands
