#include "compiler/jit/ahead.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/codegen/emit.h"
#include "compiler/codegen/optimize.h"
#include "compiler/jit/machine.h"
#include "compiler/jit/tables.h"

namespace weir::jit {
namespace {

// Where it will run is not known, so it gets what every processor of the architecture has.
Result<std::unique_ptr<llvm::TargetMachine>> AnyMachine() {
  auto builder = ThisMachine();
  if (!builder) return builder.error();
  builder->setCPU("");
  builder->getFeatures() = llvm::SubtargetFeatures();
  builder->setRelocationModel(llvm::Reloc::PIC_);
  auto machine = builder->createTargetMachine();
  if (!machine) return Translate(machine.takeError());
  return std::move(*machine);
}

// All but one symbol is the module's own, so that a program can hold several policies.
void Hide(llvm::Module& module, const std::string& symbol) {
  for (llvm::Function& function : module) {
    if (!function.isDeclaration()) function.setLinkage(llvm::GlobalValue::InternalLinkage);
  }
  for (llvm::GlobalVariable& variable : module.globals()) {
    if (variable.getName() != symbol && !variable.isDeclaration() && !variable.hasLocalLinkage())
      variable.setLinkage(llvm::GlobalValue::InternalLinkage);
  }
}

Result<std::string> TextOf(const llvm::Module& module) {
  std::string text;
  llvm::raw_string_ostream out(text);
  module.print(out, nullptr);
  return text;
}

Result<std::string> ObjectOf(llvm::Module& module, llvm::TargetMachine& machine) {
  llvm::SmallString<0> bytes;
  llvm::raw_svector_ostream out(bytes);
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, out, nullptr, llvm::CodeGenFileType::ObjectFile)) {
    return Error{"native code: this machine has no object writer"};
  }
  passes.run(module);
  return std::string(bytes);
}

}  // namespace

Result<std::string> CompileAhead(const ir::Decisions& decisions, const AheadTexts& texts,
                                 const std::string& symbol, AheadForm form) {
  auto machine = AnyMachine();
  if (!machine) return machine.error();
  llvm::LLVMContext context;
  codegen::Matchers matchers;
  std::vector<codegen::OverBudget> over_budget;
  auto module = codegen::Emit(context, decisions.targets, 0, matchers,
                              codegen::LazyMatching::kEmitted, over_budget);
  if (!module) return module.error();
  (*module)->setDataLayout((*machine)->createDataLayout());
  (*module)->setTargetTriple((*machine)->getTargetTriple().str());
  llvm::GlobalVariable* functions = (*module)->getNamedGlobal(codegen::TableName(0));
  Tables(**module).AddPolicy(decisions, texts, *functions->getInitializer(), symbol);
  Hide(**module, symbol);
  codegen::Optimize(**module, machine->get());
  std::string problem;
  llvm::raw_string_ostream out(problem);
  if (llvm::verifyModule(**module, &out)) return Error{"generated code is malformed: " + problem};
  switch (form) {
    case AheadForm::kLlvm:
      return TextOf(**module);
    case AheadForm::kObject:
      return ObjectOf(**module, **machine);
  }
  return Error{"native code: unknown form"};
}

}  // namespace weir::jit
