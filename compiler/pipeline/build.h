// The second half of the compiler: a checked program to a Policy that decides.
#pragma once

#include <memory>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/base/source.h"
#include "compiler/check/program.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/pipeline/compile.h"
#include "compiler/pipeline/policy.h"

namespace weir::pipeline {

struct Built {
  std::shared_ptr<const Policy> policy;
  std::vector<diagnostics::Diagnostic> warnings;
};

// Keeps nothing of `program` or `sources`. Fails where patterns are over every budget, or LLVM
// fails.
Result<Built> Build(const check::Program& program, const SourceSet& sources, Engine engine);

// What Build would say, without making code.
std::vector<diagnostics::Diagnostic> FindOverBudget(const check::Program& program);

}  // namespace weir::pipeline
