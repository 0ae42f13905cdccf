// Did you mean.
#include "compiler/diagnostics/suggest.h"

#include <catch2/catch.hpp>

namespace weir::diagnostics {
namespace {

TEST_CASE("edit distance counts insertions, deletions, replacements and swaps") {
  CHECK(EditDistance("", "") == 0);
  CHECK(EditDistance("abc", "") == 3);
  CHECK(EditDistance("", "abc") == 3);
  CHECK(EditDistance("files", "files") == 0);
  CHECK(EditDistance("files", "file") == 1);
  CHECK(EditDistance("flies", "files") == 1);
  CHECK(EditDistance("kitten", "sitting") == 3);
  CHECK(EditDistance("ca", "abc") == 3);  // no swap around an insertion
}

TEST_CASE("only what is near is suggested") {
  CHECK(Nearest("flies", {"git", "files", "filter"}) == "files");
  CHECK(Nearest("alow", {"allow", "ask"}) == "allow");
  CHECK(Nearest("xyz", {"abc"}) == std::nullopt);
  CHECK(Nearest("a", {"b"}) == std::nullopt);
  CHECK(Nearest("anything", {}) == std::nullopt);
  CHECK(Nearest("gitt", {"gita", "gitb"}) == "gita");
  CHECK(Nearest(std::string(65, 'a'), {std::string(64, 'a')}) == std::nullopt);
  CHECK(Nearest(std::string(64, 'a'), {std::string(63, 'a')}) == std::string(63, 'a'));
}

}  // namespace
}  // namespace weir::diagnostics
