// The constructs that the language plans and this version does not have: they are named, not called
// syntax errors.
#pragma once

#include <optional>
#include <string_view>

namespace weir::ast {

// A word that the language reserves for later, as the subject of "... is not in this version of
// weir". Nothing for any other word.
std::optional<std::string_view> LaterConstruct(std::string_view word);

}  // namespace weir::ast
