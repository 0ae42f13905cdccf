// The layout of policies: golden pairs in cases/ (NAME.weir as an author might write it,
// NAME.formatted; WEIR_UPDATE_GOLDEN=1 writes the latter), and what holds for any policy.
#include "compiler/format/format.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <vector>

#include "compiler/format/pieces.h"

namespace weir::format {
namespace {

namespace fs = std::filesystem;

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Result<std::string> Formatted(const std::string& text) {
  SourceSet sources;
  diagnostics::Sink sink;
  return Format(sources, sources.Add("policy.weir", text), sink);
}

std::vector<fs::path> PoliciesIn(const char* folder) {
  std::vector<fs::path> policies;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(WEIR_SOURCE_DIR) / folder)) {
    const std::string path = entry.path().string();
    const bool ours = path.find("node_modules") == path.npos && path.find("/build/") == path.npos;
    if (ours && entry.path().extension() == ".weir") policies.push_back(entry.path());
  }
  std::sort(policies.begin(), policies.end());
  return policies;
}

std::vector<fs::path> AllPolicies() {
  std::vector<fs::path> all;
  for (const char* folder : {"tests/golden/cases", "tests/unit/format/cases", "examples"}) {
    for (const fs::path& path : PoliciesIn(folder)) all.push_back(path);
  }
  return all;
}

// The pieces of a policy, with something else between them: new white space, here and there a
// comment.
class Mangler {
 public:
  explicit Mangler(uint64_t seed) : random_(seed) {}

  std::string Mangle(const std::string& text) {
    SourceSet sources;
    diagnostics::Sink sink;
    const uint32_t file = sources.Add("policy.weir", text);
    std::string mangled;
    bool first = true;
    for (const Piece& piece : PiecesOf(sources, file, sink)) {
      if (!first) mangled += Gap();
      first = false;
      mangled += piece.text;
      if (piece.kind == PieceKind::kLineComment) mangled += '\n';
    }
    return mangled;
  }

 private:
  // Ends with a blank: at the very start of a line the parser takes some words for a new statement.
  std::string Gap() {
    switch (std::uniform_int_distribution<int>(0, 11)(random_)) {
      case 0:
        return "\n ";
      case 1:
        return "\r\n\t\n  \n ";
      case 2:
        return " // a note  \n ";
      case 3:
        return "\n// a line of its own\n\n// two of them\n ";
      case 4:
        return " /* inside */ ";
      case 5:
        return "\n/* over\n   lines */ ";
      default:
        return " ";
    }
  }

  std::mt19937_64 random_;
};

TEST_CASE("the layout of each case is what is written beside it") {
  const std::vector<fs::path> cases = PoliciesIn("tests/unit/format/cases");
  REQUIRE(!cases.empty());
  for (const fs::path& path : cases) {
    INFO(path);
    const auto formatted = Formatted(Read(path));
    REQUIRE(formatted.ok());
    const fs::path expected = fs::path(path).replace_extension(".formatted");
    if (std::getenv("WEIR_UPDATE_GOLDEN") != nullptr) std::ofstream(expected) << *formatted;
    CHECK(*formatted == Read(expected));
  }
}

TEST_CASE("formatting what is formatted changes nothing, and no line is longer than it must be") {
  size_t formatted_count = 0;
  for (const fs::path& path : AllPolicies()) {
    INFO(path);
    const auto once = Formatted(Read(path));
    if (!once) continue;  // mistakes of syntax: the golden tests have many
    const auto twice = Formatted(*once);
    REQUIRE(twice.ok());
    CHECK(*twice == *once);
    ++formatted_count;
  }
  CHECK(formatted_count > 20);
}

TEST_CASE("whatever white space and comments stand between the words, they are kept") {
  const uint64_t seed = std::random_device{}();
  INFO("seed " << seed);
  Mangler mangler(seed);
  size_t mangled_count = 0;
  for (const fs::path& path : AllPolicies()) {
    const std::string text = Read(path);
    if (text.size() > 5'000 || !Formatted(text)) continue;
    for (int round = 0; round < 4; ++round) {
      const std::string mangled = mangler.Mangle(text);
      INFO(path << "\n" << mangled);
      const auto once = Formatted(mangled);
      INFO((once.ok() ? "" : once.error().message));
      REQUIRE(once.ok());  // it says the same: Format has compared
      const auto twice = Formatted(*once);
      REQUIRE(twice.ok());
      CHECK(*twice == *once);
      ++mangled_count;
    }
  }
  CHECK(mangled_count > 80);
}

TEST_CASE("without comments, what the author breaks inside of a statement does not matter") {
  const auto loose = Formatted("weir 1;\nallow any :\n a . b ,\n c.d\n where\nargs.x\n==\n1;");
  const auto tight = Formatted("weir 1;\nallow any:a.b,c.d where args.x==1;");
  REQUIRE(loose.ok());
  REQUIRE(tight.ok());
  CHECK(*loose == *tight);
  CHECK(*tight == "weir 1;\nallow any: a.b, c.d where args.x == 1;\n");
}

TEST_CASE("a statement is broken only past the last column") {
  const std::string head = "weir 1;\n";
  for (const size_t over : {size_t{0}, size_t{1}}) {
    std::string rule = "allow any: a.b where args.x == \"";
    const std::string rest = "\" and args.y == 1;";
    rule += std::string(kColumns + over - rule.size() - rest.size(), 'x') + rest;
    const auto formatted = Formatted(head + rule);
    REQUIRE(formatted.ok());
    const bool broken = *formatted != head + rule + "\n";
    CHECK(broken == (over == 1));
  }
}

TEST_CASE("a text with a mistake of syntax is refused, and said why") {
  SourceSet sources;
  diagnostics::Sink sink;
  CHECK(!Format(sources, sources.Add("policy.weir", "weir 1; allow allow;"), sink).ok());
  CHECK(sink.has_errors());
}

}  // namespace
}  // namespace weir::format
