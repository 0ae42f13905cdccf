// What the tree must keep to, as checks on one file at a time: which folder may include which,
// where a foreign library may appear, and what every file owes its reader. Pure, so that the checks
// themselves are tested on wrong samples.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir::architecture {

struct SourceFile {
  std::string path;  // from the root, with slashes: "compiler/check/check.cpp"
  std::string text;
};

// Each violation is one line: "compiler/ast/ast.h:7: compiler/ast may not include compiler/parse
// …". Empty: none.
std::vector<std::string> Violations(const SourceFile& file);

// Code that a person wrote: it has an opening comment and a length limit.
bool IsCode(std::string_view path);

}  // namespace weir::architecture
