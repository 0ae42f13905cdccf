#include "compiler/views/characters.h"

#include <catch2/catch.hpp>
#include <string>

namespace weir::views {
namespace {

TEST_CASE("look-alikes of separators are known, ordinary letters are none") {
  for (char32_t each :
       U"\uFF0E\uFF0F\u2024\u2025\u2044\u2215\u29F8\uFE52\u3002\uFF61\uFF3C\u2216\uFF05") {
    if (each != 0) CHECK(IsConfusableSeparator(each));
  }
  for (char32_t each : U"a./\\%\u00E9\u6587\u2026\u2014") CHECK_FALSE(IsConfusableSeparator(each));
}

TEST_CASE("percent escapes are undone once") {
  CHECK(PercentDecode("a%20b%2525") == "a b%25");
  CHECK(PercentDecode("") == "");
  CHECK_FALSE(PercentDecode("%"));
  CHECK_FALSE(PercentDecode("%4"));
  CHECK_FALSE(PercentDecode("%g0"));
  CHECK_FALSE(PercentDecode("100%"));
}

}  // namespace
}  // namespace weir::views
