// Sets of code points, as character classes need them. Unicode's own knowledge (case, properties)
// is ICU's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/automata/utf8.h"

namespace weir::automata {

// Sorted, neither overlapping nor touching.
using CodePointSet = std::vector<CodePointRange>;

// Of ranges in any order, overlapping or not.
CodePointSet Normalised(CodePointSet ranges);
CodePointSet Complement(const CodePointSet& set);
// With every code point that differs from one of the set only in case (simple case folding).
CodePointSet CaseClosed(const CodePointSet& set);
// A general category ("L", "Lu") or a script ("Greek"); nothing if there is no such.
std::optional<CodePointSet> PropertySet(const std::string& name);

}  // namespace weir::automata
