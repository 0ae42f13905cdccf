// The machine that code is made for: this one, with all it can do.
#pragma once

#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>

#include "compiler/base/result.h"

namespace weir::jit {

Result<llvm::orc::JITTargetMachineBuilder> ThisMachine();

// An LLVM error as one of ours.
Error Translate(llvm::Error error);

}  // namespace weir::jit
