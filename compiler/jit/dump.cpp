#include "compiler/jit/dump.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/codegen/emit.h"
#include "compiler/codegen/optimize.h"
#include "compiler/jit/machine.h"

namespace weir::jit {
namespace {

Result<std::string> AssemblyOf(llvm::Module& module, llvm::TargetMachine& machine) {
  llvm::SmallString<0> text;
  llvm::raw_svector_ostream out(text);
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, out, nullptr, llvm::CodeGenFileType::AssemblyFile)) {
    return Error{"native code: this machine has no assembly writer"};
  }
  passes.run(module);
  return std::string(text);
}

std::string LlvmOf(const llvm::Module& module) {
  std::string text;
  llvm::raw_string_ostream out(text);
  module.print(out, nullptr);
  return text;
}

}  // namespace

Result<std::string> Dump(std::span<const ir::Target> targets, CodeForm form) {
  auto builder = ThisMachine();
  if (!builder) return builder.error();
  auto machine = builder->createTargetMachine();
  if (!machine) return Translate(machine.takeError());
  llvm::LLVMContext context;
  codegen::Matchers matchers;
  std::vector<codegen::OverBudget> over_budget;
  auto module =
      codegen::Emit(context, targets, 0, matchers, codegen::LazyMatching::kCalled, over_budget);
  if (!module) return module.error();
  (*module)->setDataLayout((*machine)->createDataLayout());
  (*module)->setTargetTriple((*machine)->getTargetTriple().str());
  codegen::Optimize(**module, machine->get());
  switch (form) {
    case CodeForm::kLlvm:
      return LlvmOf(**module);
    case CodeForm::kAssembly:
      return AssemblyOf(**module, **machine);
  }
  return Error{"native code: unknown form"};
}

}  // namespace weir::jit
