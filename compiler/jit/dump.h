// Generated code as text, for `weir dump`.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "compiler/base/result.h"
#include "compiler/ir/decision.h"

namespace weir::jit {

enum class CodeForm : uint8_t {
  kLlvm,      // optimised LLVM IR
  kAssembly,  // of this machine
};

// All targets in one module.
Result<std::string> Dump(std::span<const ir::Target> targets, CodeForm form);

}  // namespace weir::jit
