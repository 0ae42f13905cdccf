// A text of a policy as the patterns that stand for it.
#pragma once

#include <string>
#include <vector>

#include "compiler/automata/automaton.h"
#include "compiler/check/program.h"

namespace weir::codegen {

// One of them fits exactly where the text does. Globs that are a plain text, a prefix or a suffix
// become that.
std::vector<automata::Pattern> PatternsOf(check::TextTestKind kind, const std::string& text);

}  // namespace weir::codegen
