// Whether a text copies another, decided in an obvious way that has nothing in common with the
// tracking.
#pragma once

#include <string>
#include <string_view>

namespace weir::flow {

// Its ASCII letters and digits, in lower case.
std::string Plain(std::string_view text);

// Whether two plain texts have a run of kRunLengthDefault characters in common.
bool Copies(const std::string& source, const std::string& text);

}  // namespace weir::flow
