// Does a text fit a pattern? Straight from the definitions, one pattern at a time: the reference
// for the automata.
#pragma once

#include <string_view>

#include "compiler/check/program.h"

namespace weir::eval {

bool Fits(check::TextTestKind kind, std::string_view pattern, std::string_view text);

}  // namespace weir::eval
