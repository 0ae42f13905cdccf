// Writes a tree as nested lists, one construct a line: for `weir dump --stage ast` and for tests.
// The form is stable.
#pragma once

#include <ostream>

#include "compiler/ast/ast.h"

namespace weir::ast {

void Print(const File& file, std::ostream& out);

}  // namespace weir::ast
