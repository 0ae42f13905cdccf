// The normalised decision as LLVM IR: one function per target, which looks at nothing but its
// request and calls nothing outside of its module.
//
// The three truth values become two questions with plain answers, the rails: is a condition
// certainly true, is it possibly true. `allow` asks the first, `deny` and `ask` the second, and
// `not` turns one into the other.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "compiler/base/result.h"
#include "compiler/codegen/automaton_cache.h"
#include "compiler/ir/decision.h"

namespace llvm {
class LLVMContext;
class Module;
}  // namespace llvm

namespace weir::codegen {

// The symbol of a module's table of decision functions, in the order of its targets.
std::string TableName(ir::TargetId first);

// A verified module with the functions of `targets`, the first of which is target `first` of its
// policy. Fails where one single pattern is over the automaton budget.
Result<std::unique_ptr<llvm::Module>> Emit(llvm::LLVMContext& context,
                                           std::span<const ir::Target> targets, ir::TargetId first,
                                           AutomatonCache& automata);

}  // namespace weir::codegen
