// Every policy in cases/, with what is said of it beside it (.txt) and, where that file exists, its
// tree (.ast). To add one, drop the .weir file in, run with WEIR_UPDATE_GOLDEN=1, and read the
// difference. A file is called fail_* exactly when it has an error.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

#include "run.h"

namespace weir::golden {
namespace {

namespace fs = std::filesystem;
using diagnostics::Kind;

constexpr std::array kAllKinds = {
#define WEIR_DIAGNOSTIC(Name, kebab_name, severity, message, help) Kind::k##Name,
#include "compiler/diagnostics/kinds.def"
#undef WEIR_DIAGNOSTIC
};

// Their inputs are no files to keep, or a later stage reports them: unit tests of parse, imports,
// check and pipeline make them.
constexpr std::array kElsewhere = {
    Kind::kUnreadableFile, Kind::kSourceTooLarge,     Kind::kTooManyTokens,
    Kind::kTooManyTargets, Kind::kTooManyUses,        Kind::kTooManyImports,
    Kind::kImportsTooDeep, Kind::kTooManyDiagnostics, Kind::kNotCompilable,
    Kind::kAutomatonOverBudget};

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> Cases() {
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(WEIR_SOURCE_DIR "/tests/golden/cases")) {
    if (entry.path().extension() == ".weir") cases.push_back(entry.path());
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

void Compare(const fs::path& expected, const std::string& actual) {
  if (std::getenv("WEIR_UPDATE_GOLDEN") != nullptr) std::ofstream(expected) << actual;
  CHECK(actual == Read(expected));
}

TEST_CASE("what is said of each policy is what is written beside it") {
  REQUIRE(!Cases().empty());
  for (const fs::path& path : Cases()) {
    const std::string name = path.filename();
    INFO(name);
    const Outcome outcome = Run(name, Read(path));
    Compare(fs::path(path).replace_extension(".txt"), Text(outcome));
    CHECK(outcome.HasErrors() == name.starts_with("fail_"));
    CHECK(outcome.HasErrors() == !outcome.has_program);
    const fs::path tree = fs::path(path).replace_extension(".ast");
    if (fs::exists(tree)) Compare(tree, Ast(name, Read(path)));
  }
}

TEST_CASE("every kind of diagnostic has a policy that shows it") {
  std::vector<Kind> shown(kElsewhere.begin(), kElsewhere.end());
  for (const fs::path& path : Cases()) {
    for (const auto& one : Run(path.filename(), Read(path)).diagnostics) shown.push_back(one.kind);
  }
  for (const Kind kind : kAllKinds) {
    INFO(NameOf(kind));
    CHECK(std::find(shown.begin(), shown.end(), kind) != shown.end());
  }
}

TEST_CASE("every fix mends what it is for") {
  int fixes = 0;
  for (const fs::path& path : Cases()) {
    const std::string text = Read(path);
    const Outcome before = Run(path.filename(), text);
    for (const auto& one : before.diagnostics) {
      for (const auto& fix : one.fixes) {
        INFO(path.filename() << ": " << one.message << ": " << fix.title);
        CHECK(!fix.edits.empty());
        const Outcome after = Run(path.filename(), Apply(text, fix));
        CHECK(after.Count(one.kind) < before.Count(one.kind));
        // It must not trade one mistake for others.
        CHECK(after.diagnostics.size() <= before.diagnostics.size());
        ++fixes;
      }
    }
  }
  CHECK(fixes > 20);
}

}  // namespace
}  // namespace weir::golden
