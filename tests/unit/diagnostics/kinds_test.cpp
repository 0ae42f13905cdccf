// The table of kinds keeps to its own rules.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <set>
#include <string_view>

#include "compiler/diagnostics/diagnostic.h"

namespace weir::diagnostics {
namespace {

struct Row {
  std::string_view name;
  std::string_view message;
  std::string_view help;
};

constexpr Row kRows[] = {
#define WEIR_DIAGNOSTIC(Name, kebab_name, severity, message, help) {kebab_name, message, help},
#include "compiler/diagnostics/kinds.def"
#undef WEIR_DIAGNOSTIC
};

TEST_CASE("names are unique and in kebab case") {
  std::set<std::string_view> names;
  for (const Row& row : kRows) {
    INFO(row.name);
    CHECK(names.insert(row.name).second);
    CHECK(std::all_of(row.name.begin(), row.name.end(), [](char c) {
      return std::islower(static_cast<unsigned char>(c)) || c == '-' || c == '8';
    }));
  }
}

TEST_CASE("messages and helps begin in lower case and end without a period") {
  for (const Row& row : kRows) {
    for (const std::string_view text : {row.message, row.help}) {
      if (text.empty()) continue;
      INFO(text);
      CHECK(!std::isupper(static_cast<unsigned char>(text.front())));
      CHECK(text.back() != '.');
    }
  }
}

}  // namespace
}  // namespace weir::diagnostics
