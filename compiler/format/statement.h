// One statement's pieces as a Doc: where spaces stand between words, and where its lines may break.
#pragma once

#include <cstddef>
#include <span>

#include "compiler/format/doc.h"
#include "compiler/format/pieces.h"
#include "compiler/format/structure.h"

namespace weir::format {

// Pieces [begin, end), the first of which is a token; the last may be the `{` of a block. `pad`:
// spaces to put after that one, so that statements below one another line up.
Doc StatementDoc(std::span<const Piece> pieces, const Structure& structure, size_t begin,
                 size_t end, size_t pad);

}  // namespace weir::format
