// The rules on samples that break them one by one, and on such as just keep them: a check that
// cannot fail is none.
#include "tests/architecture/rules.h"

#include <catch2/catch.hpp>

namespace weir::architecture {
namespace {

// A file that is in order but for the lines given.
std::vector<std::string> OfLines(const std::string& path, const std::string& lines) {
  return Violations({path, "// A sample.\n" + lines});
}

std::vector<std::string> OfInclude(const std::string& path, const std::string& included) {
  return OfLines(path, "#include \"" + included + "\"\n");
}

TEST_CASE("a folder includes itself and what stands before it") {
  CHECK(OfInclude("compiler/check/check.cpp", "compiler/check/check.h").empty());
  CHECK(OfInclude("compiler/check/check.cpp", "compiler/ast/ast.h").empty());
  CHECK(OfInclude("runtime/net/stdio.cpp", "runtime/router/router.h").empty());
}

TEST_CASE("a folder does not include what comes after it") {
  const auto violations = OfInclude("compiler/ast/ast.h", "compiler/check/check.h");
  REQUIRE(violations.size() == 1);
  CHECK(violations[0] ==
        "compiler/ast/ast.h:2: compiler/ast may not include compiler/check, which comes after it");
  CHECK(OfInclude("runtime/net/stdio.cpp", "runtime/telemetry/audit.h").size() == 1);
}

TEST_CASE("spaces and angle brackets do not hide an include") {
  CHECK(OfLines("compiler/ast/ast.h", "  #  include  <compiler/check/check.h>\n").size() == 1);
}

TEST_CASE("a folder that nobody put in order is found") {
  CHECK(OfInclude("compiler/extra/extra.cpp", "compiler/base/result.h").size() == 1);
  CHECK(OfInclude("compiler/check/check.cpp", "compiler/extra/extra.h").size() == 1);
}

TEST_CASE("the compiler does not know the runtime") {
  CHECK(OfInclude("compiler/commands/check.cpp", "runtime/router/router.h").size() == 1);
}

TEST_CASE("the runtime sees the compiler through its doors only") {
  CHECK(OfInclude("runtime/router/router.cpp", "compiler/pipeline/policy.h").empty());
  CHECK(OfInclude("runtime/router/router.cpp", "compiler/json/document.h").empty());
  CHECK(OfInclude("runtime/router/router.cpp", "compiler/ir/program.h").size() == 1);
  CHECK(OfInclude("runtime/commands/run.cpp", "compiler/commands/choice.h").empty());
  CHECK(OfInclude("runtime/net/net.cpp", "compiler/commands/choice.h").size() == 1);
  CHECK(OfInclude("runtime/main.cpp", "compiler/commands/commands.h").empty());
  CHECK(OfInclude("runtime/commands/run.cpp", "compiler/diagnostics/render.h").empty());
  CHECK(OfInclude("runtime/router/router.cpp", "compiler/diagnostics/render.h").size() == 1);
  CHECK(OfInclude("runtime/main.cpp", "compiler/ir/program.h").size() == 1);
}

TEST_CASE("foreign libraries stay where they are contained") {
  CHECK(OfInclude("compiler/jit/jit.cpp", "llvm/IR/Module.h").empty());
  CHECK(OfInclude("compiler/eval/eval.cpp", "llvm/IR/Module.h").size() == 1);
  CHECK(OfInclude("compiler/parse/parse.cpp", "antlr4-runtime.h").empty());
  CHECK(OfInclude("compiler/check/check.cpp", "WeirParser.h").size() == 1);
  CHECK(OfInclude("runtime/jsonrpc/message.cpp", "simdjson.h").size() == 1);
  CHECK(OfInclude("runtime/router/router.cpp", "boost/asio/post.hpp").size() == 1);
  CHECK(OfInclude("tests/unit/json/json_test.cpp", "simdjson.h").empty());
}

TEST_CASE("every file says what it is for") {
  CHECK(Violations({"runtime/base/a.h", "#pragma once\n"}).size() == 1);
  CHECK(Violations({"runtime/base/a.h", ""}).size() == 1);
  CHECK(Violations({"runtime/base/a.cpp", "#include \"runtime/base/a.h\"\n"}).empty());
  CHECK(Violations({"runtime/net/a.cpp", "#include \"runtime/base/a.h\"\n"}).size() == 1);
  CHECK(Violations({"tests/unit/base/a_test.cpp", "#include \"runtime/base/a.h\"\n"}).empty());
  CHECK(Violations({"tests/a.sh", "#!/bin/sh\n# Does something.\n"}).empty());
  CHECK(Violations({"tests/a.sh", "#!/bin/sh\nset -e\n"}).size() == 1);
  CHECK(Violations({"tests/CMakeLists.txt", "add_subdirectory(unit)\n"}).empty());
  CHECK(Violations({"docs/a.md", "no comment needed\n"}).empty());
}

TEST_CASE("a file has at most 600 lines") {
  const auto file_of = [](size_t lines) {
    std::string text = "// A sample.\n";
    for (size_t i = 1; i < lines; ++i) text += "\n";
    return SourceFile{"runtime/base/a.cpp", text};
  };
  CHECK(Violations(file_of(600)).empty());
  CHECK(Violations(file_of(601)).size() == 1);
}

TEST_CASE("nothing ties the tree to one machine") {
  CHECK(Violations({"docs/a.md",
                    "see /wo"
                    "rk/main/README.md\n"})
            .size() == 1);
  CHECK(Violations({"docs/a.md", "path within /srv/work/plan.md\n"}).empty());
  CHECK(Violations({"package-lock.json",
                    "\"resol"
                    "ved\": \"https://example\"\n"})
            .size() == 1);
  CHECK(Violations({"docs/a.md",
                    "from regis"
                    "try.example\n"})
            .size() == 1);
}

}  // namespace
}  // namespace weir::architecture
