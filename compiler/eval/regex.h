// Regular expressions straight from their definition, for the reference interpreter: no automaton,
// but for every part of the expression the set of places where it can end. Time grows with the
// expression (counts written out) times the text, and for loops with the square of the text.
#pragma once

#include <string_view>

namespace weir::eval {

// The whole text; some part of it. False for an expression that is none.
bool FitsRegex(std::string_view expression, std::string_view text);
bool HasRegex(std::string_view expression, std::string_view text);

}  // namespace weir::eval
