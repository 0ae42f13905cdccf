// A short pipeline for functions that are many, small, and straight from the emitter.
#pragma once

namespace llvm {
class Module;
class TargetMachine;
}  // namespace llvm

namespace weir::codegen {

void Optimize(llvm::Module& module, llvm::TargetMachine* machine);

// LLVM's own -O2, which costs many times more.
void OptimizeFully(llvm::Module& module, llvm::TargetMachine* machine);

}  // namespace weir::codegen
