// Decision functions in this process's memory: the normalised decision compiled for this machine.
// What LLVM reports or throws ends here.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "compiler/abi/decision_abi.h"
#include "compiler/base/result.h"
#include "compiler/ir/decision.h"

namespace llvm::orc {
class LLJIT;
}

namespace weir::jit {

// Owns the code: it is unmapped with this object, so no decision may be running then. Deciding is
// thread-safe.
class NativeCode {
 public:
  static Result<std::unique_ptr<NativeCode>> Compile(std::span<const ir::Target> targets);
  ~NativeCode();

  // Of the target at that place in `targets`.
  weir_decide_fn FunctionOf(ir::TargetId target) const { return functions_[target]; }

 private:
  explicit NativeCode(std::unique_ptr<llvm::orc::LLJIT> jit);

  std::unique_ptr<llvm::orc::LLJIT> jit_;
  std::vector<weir_decide_fn> functions_;
};

}  // namespace weir::jit
