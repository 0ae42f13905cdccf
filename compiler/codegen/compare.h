// Helper functions of generated code that compare two values.
#pragma once

#include <llvm/IR/Module.h>

namespace weir::codegen {

// See Toolbox. No library function is called, and no conversion that could lose a bit of what is
// compared.
llvm::Function* EmitCompareNumbers(llvm::Module& module);
llvm::Function* EmitEqualTexts(llvm::Module& module);

}  // namespace weir::codegen
