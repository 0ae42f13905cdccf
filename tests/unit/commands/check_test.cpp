// `weir check` and its exit codes.
#include "compiler/commands/check.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/parse/parse.h"

namespace weir::commands {
namespace {

constexpr const char* kCases = WEIR_SOURCE_DIR "/tests/golden/cases/";

struct Ran {
  int code;
  std::string out;
  std::string err;
};

Ran Run(const CheckOptions& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = RunCheck(options, out, err);
  return {code, out.str(), err.str()};
}

std::string Case(const std::string& name) {
  return kCases + name;
}

TEST_CASE("a policy without a mistake ends with 0") {
  const Ran ran = Run({{Case("pass_whole.weir")}, false, true, false});
  CHECK(ran.code == kExitOk);
  CHECK(ran.out == "1 file checked: 0 errors, 0 warnings\n");
}

TEST_CASE("errors end with 2, warnings only when strict") {
  CHECK(Run({{Case("fail_several.weir")}, false, false, false}).code == kExitPolicyErrors);
  CHECK(Run({{Case("warn_allow_everything.weir")}, false, false, false}).code == kExitOk);
  CHECK(Run({{Case("warn_allow_everything.weir")}, false, true, false}).code == kExitPolicyErrors);
}

TEST_CASE("patterns over the automaton budget are a note, which passes even when strict") {
  const auto path = std::filesystem::temp_directory_path() / "weir_check_test_note.weir";
  std::ofstream(path) << R"(weir 1;
import "std/secrets.weir";
agent coder { client "c"; }
server files { launch "f"; tools read; }
deny any: files.* where args.text contains std.secret;
allow coder: files.read where exists args.text;
)";
  const Ran ran = Run({{path}, false, true, false});
  std::filesystem::remove(path);
  CHECK(ran.code == kExitOk);
  CHECK(ran.out.find("note[automaton-over-budget]") != std::string::npos);
  CHECK(ran.out.find("0 errors, 0 warnings, 1 note\n") != std::string::npos);
}

TEST_CASE("several files are checked in one run") {
  const Ran ran = Run({{Case("pass_whole.weir"), Case("warn_allow_everything.weir"),
                        Case("fail_unsupported_version.weir")},
                       false,
                       false,
                       false});
  CHECK(ran.code == kExitPolicyErrors);
  CHECK(ran.out.find("3 files checked: 1 error, 4 warnings\n") != std::string::npos);
}

TEST_CASE("a file that cannot be read ends with 3") {
  const Ran missing = Run({{Case("no_such_file.weir")}, false, false, false});
  CHECK(missing.code == kExitUsage);
  CHECK(missing.err.find("no_such_file.weir` cannot be read") != std::string::npos);
  CHECK(Run({{kCases}, false, false, false}).code == kExitUsage);
}

TEST_CASE("a file past the size limit is a diagnostic") {
  const auto path = std::filesystem::temp_directory_path() / "weir_check_test_too_large.weir";
  std::ofstream(path) << std::string(parse::kSourceBytesMax + 1, ' ');
  const Ran ran = Run({{path}, false, false, false});
  std::filesystem::remove(path);
  CHECK(ran.code == kExitPolicyErrors);
  CHECK(ran.out.find("error[source-too-large]") != std::string::npos);
}

TEST_CASE("options are read") {
  CLI::App app;
  CheckOptions options;
  CLI::App* check = AddCheck(app, options);
  app.parse("check --strict --format json a.weir -", false);
  CHECK(check->parsed());
  CHECK(options.strict);
  CHECK(options.json);
  CHECK(options.files == std::vector<std::string>{"a.weir", "-"});
  CHECK_THROWS_AS(app.parse("check", false), CLI::ParseError);
  CHECK_THROWS_WITH(app.parse("check --format xml a.weir", false),
                    "--format: `xml` is none of json, text");
}

}  // namespace
}  // namespace weir::commands
