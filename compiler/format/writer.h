// The whole text: statements under one another, blocks on one line or on many, comments between
// them.
#pragma once

#include <span>
#include <string>

#include "compiler/format/pieces.h"

namespace weir::format {

std::string Write(std::span<const Piece> pieces);

}  // namespace weir::format
