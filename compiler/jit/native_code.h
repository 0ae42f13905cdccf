// Decision functions in this process's memory: the normalised decision compiled for this machine.
// What LLVM reports or throws ends here.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "compiler/abi/decision_abi.h"
#include "compiler/base/result.h"
#include "compiler/codegen/matchers.h"
#include "compiler/codegen/text_group.h"
#include "compiler/ir/decision.h"

namespace llvm {
class TargetMachine;
namespace orc {
class LLJIT;
}
}  // namespace llvm

namespace weir::jit {

using codegen::OverBudget;

// How much work goes into the code.
enum class Quality : uint8_t {
  kUnoptimised,  // as emitted; for tests
  kNormal,       // a short pipeline made for this code: compiles fast, runs nearly as fast
  kBest,         // all that LLVM's -O2 does
};

// Owns the code: it is unmapped with this object, so no decision may be running then. Deciding is
// thread-safe.
class NativeCode {
 public:
  using LabelsFn = uint64_t (*)(const weir_request*);

  // The functions of one target.
  struct Functions {
    weir_decide_fn decide;
    LabelsFn result_labels;  // null: no condition decides on them
  };

  static Result<std::unique_ptr<NativeCode>> Compile(std::span<const ir::Target> targets,
                                                     Quality quality = Quality::kNormal);
  ~NativeCode();

  // Of the target at that place in `targets`.
  weir_decide_fn FunctionOf(ir::TargetId target) const { return functions_[target].decide; }
  LabelsFn ResultLabelsOf(ir::TargetId target) const { return functions_[target].result_labels; }

  // What is matched lazily, for the policy's author; a value may be there once for each target.
  std::span<const OverBudget> over_budget() const { return over_budget_; }

 private:
  explicit NativeCode(std::unique_ptr<llvm::orc::LLJIT> jit);

  // Nothing: done.
  std::optional<Error> Add(std::span<const ir::Target> targets, llvm::TargetMachine& machine,
                           Quality quality, codegen::Matchers& matchers);
  std::optional<Error> Bind(const codegen::Matchers& matchers);

  // The code calls them, so it goes first.
  std::vector<std::unique_ptr<codegen::LazyMatcher>> lazy_;
  std::unique_ptr<llvm::orc::LLJIT> jit_;
  std::vector<Functions> functions_;
  std::vector<OverBudget> over_budget_;
  size_t bound_ = 0;  // matchers that the code can call
};

}  // namespace weir::jit
