// The rules on the tree itself. Reads what lies in the source folder, but for what is built or
// installed into it.
#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/architecture/rules.h"

namespace weir::architecture {
namespace {

namespace fs = std::filesystem;

bool IsSkipped(const fs::path& folder) {
  static const std::array<std::string, 4> skipped = {".git", "build", "node_modules", ".cache"};
  return std::find(skipped.begin(), skipped.end(), folder.filename().string()) != skipped.end();
}

bool IsText(const fs::path& path) {
  static const std::array<std::string, 4> prose = {".md", ".json", ".weir", ".txt"};
  return IsCode(path.string()) ||
         std::find(prose.begin(), prose.end(), path.extension().string()) != prose.end();
}

std::string ReadAll(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  REQUIRE(stream.good());
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::vector<SourceFile> ReadTree(const fs::path& root) {
  std::vector<SourceFile> files;
  for (auto entry = fs::recursive_directory_iterator(root);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->is_directory() && IsSkipped(entry->path())) entry.disable_recursion_pending();
    if (!entry->is_regular_file() || !IsText(entry->path())) continue;
    files.push_back({fs::relative(entry->path(), root).generic_string(), ReadAll(entry->path())});
  }
  return files;
}

TEST_CASE("the tree keeps to its rules") {
  const std::vector<SourceFile> files = ReadTree(WEIR_SOURCE_DIR);
  REQUIRE(files.size() > 20);  // it was read at all
  for (const SourceFile& file : files) {
    for (const std::string& violation : Violations(file)) FAIL_CHECK(violation);
  }
}

}  // namespace
}  // namespace weir::architecture
