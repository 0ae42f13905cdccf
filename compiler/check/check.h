// Tree to program: resolves names, types conditions, writes constants and sets out.
#pragma once

#include <optional>

#include "compiler/ast/ast.h"
#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/diagnostics/sink.h"

namespace weir::check {

// Nothing exactly where `sink` holds an error afterwards, be it from here or from an earlier stage:
// a policy with a mistake decides nothing.
std::optional<Program> Check(const ast::File& file, const SourceSet& sources,
                             diagnostics::Sink& sink);

}  // namespace weir::check
