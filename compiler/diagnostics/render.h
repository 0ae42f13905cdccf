// Diagnostics as people and as programs read them.
#pragma once

#include <ostream>
#include <span>

#include "compiler/base/source.h"
#include "compiler/diagnostics/diagnostic.h"

namespace weir::diagnostics {

struct TextOptions {
  bool colors = false;  // ANSI escapes
};

// With the lines of the source, the range underlined, the other places, the help and what a fix
// would make of it. Whatever the source holds, no control character of it reaches `out`.
void RenderText(std::span<const Diagnostic> diagnostics, const SourceSet& sources,
                std::ostream& out, const TextOptions& options = {});

// One JSON object, {"diagnostics": […], "errors": n, "warnings": n, "notes": n}. Lines and columns
// are 1-based and count code points, `offset` counts bytes from 0; ends are exclusive. Fields may
// be added, none is taken away.
void RenderJson(std::span<const Diagnostic> diagnostics, const SourceSet& sources,
                std::ostream& out);

}  // namespace weir::diagnostics
