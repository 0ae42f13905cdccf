// Files written whole or not at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/result.h"

namespace weir {

// Writes beside the file and renames, so that no reader sees a part of it and a full disk costs
// nothing; a file that was there keeps its mode, a link its place, and a read-only one is left.
// What went wrong, if something did.
[[nodiscard]] std::optional<Error> WriteFile(const std::string& path, std::string_view text);

}  // namespace weir
