// docs/diagnostics.md, in the program.
#pragma once

namespace weir::commands {

extern const char* const kDiagnosticsText;

}  // namespace weir::commands
