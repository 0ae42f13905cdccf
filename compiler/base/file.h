// Files, whole and with a limit.
#pragma once

#include <cstddef>
#include <string>

#include "compiler/base/result.h"

namespace weir {

// The file's bytes. An error where it cannot be read. Of a file longer than `bytes_max`, bytes_max
// + 1 bytes, so that the caller can see, and say, that it is too long. "-" is the standard input.
Result<std::string> ReadFile(const std::string& path, size_t bytes_max);

}  // namespace weir
