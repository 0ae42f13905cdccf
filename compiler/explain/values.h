// Values of a request as a person reads them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "compiler/abi/decision_abi.h"

namespace weir::explain {

inline constexpr size_t kShownBytesMax = 200;  // of one string

// `"/root/.ssh"`, `7`, `absent`, `a list of 3`. Strings are JSON, cut at kShownBytesMax and without
// what looks like a credential.
std::string Describe(const weir_value& value);

// The text with everything that has the format of a credential replaced by its first characters.
std::string WithoutSecrets(std::string_view text);

}  // namespace weir::explain
