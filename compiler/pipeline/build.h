// The second half of the compiler: a checked program to a Policy that decides.
#pragma once

#include <memory>

#include "compiler/base/result.h"
#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/pipeline/compile.h"
#include "compiler/pipeline/policy.h"

namespace weir::pipeline {

// Keeps nothing of `program` or `sources`. Fails where patterns are over an automaton's budget, or
// LLVM fails.
Result<std::shared_ptr<const Policy>> Build(const check::Program& program, const SourceSet& sources,
                                            Engine engine);

}  // namespace weir::pipeline
