// The normalised decision as LLVM IR: one function per target, which looks at nothing but its
// request and calls nothing outside of its module but lazy matchers, where there are any.
//
// The three truth values become two questions with plain answers, the rails: is a condition
// certainly true, is it possibly true. `allow` asks the first, `deny` and `ask` the second, and
// `not` turns one into the other.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/codegen/matchers.h"
#include "compiler/codegen/text_group.h"
#include "compiler/ir/decision.h"

namespace llvm {
class LLVMContext;
class Module;
}  // namespace llvm

namespace weir::codegen {

// The symbol of a module's table of functions: for each target in order its weir_decide_fn, and
// uint64_t (const weir_request*), the labels of results; null where no condition decides on them.
std::string TableName(ir::TargetId first);

// A verified module with the functions of `targets`, the first of which is target `first` of its
// policy. Fails where patterns are too much even for lazy matchers. Lazy matchers that
// are called are the symbols of lazy_matcher.h; what lazy matchers look at is added to
// `over_budget`.
Result<std::unique_ptr<llvm::Module>> Emit(llvm::LLVMContext& context,
                                           std::span<const ir::Target> targets, ir::TargetId first,
                                           Matchers& matchers, LazyMatching lazy_matching,
                                           std::vector<OverBudget>& over_budget);

}  // namespace weir::codegen
