// "Did you mean": the known word nearest to what was written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::diagnostics {

// The number of single-character insertions, deletions, replacements and swaps of neighbours that
// turn one into the other (optimal string alignment distance).
size_t EditDistance(std::string_view from, std::string_view to);

// The candidate with the least distance, if it is near enough to be a slip of the pen: at most one
// third of the word's length, and one at least. Of equals the first.
std::optional<std::string> Nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);

}  // namespace weir::diagnostics
