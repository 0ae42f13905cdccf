#include "compiler/jit/native_code.h"

#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include <algorithm>
#include <utility>

#include "compiler/codegen/emit.h"
#include "compiler/codegen/optimize.h"
#include "compiler/jit/machine.h"

namespace weir::jit {
namespace {

// Targets in one module: enough that the cost of a module does not matter, few enough that its
// passes stay fast.
constexpr size_t kBatch = 64;

// An empty platform, and no symbols of the process: generated code that called anything would not
// link.
Result<std::unique_ptr<llvm::orc::LLJIT>> NewJit(llvm::orc::JITTargetMachineBuilder machine) {
  auto jit = llvm::orc::LLJITBuilder()
                 .setJITTargetMachineBuilder(std::move(machine))
                 .setPlatformSetUp(llvm::orc::setUpInactivePlatform)
                 .setLinkProcessSymbolsByDefault(false)
                 .create();
  if (!jit) return Translate(jit.takeError());
  (*jit)->getExecutionSession().setErrorReporter([](llvm::Error error) {
    // The same failure reaches the lookup that caused it, with less detail and no way to a log.
    llvm::consumeError(std::move(error));
  });
  return std::move(*jit);
}

Result<llvm::orc::ThreadSafeModule> NewModule(std::span<const ir::Target> targets,
                                              ir::TargetId first, llvm::TargetMachine& machine,
                                              codegen::AutomatonCache& automata) {
  auto context = std::make_unique<llvm::LLVMContext>();
  context->setDiscardValueNames(true);
  auto module = codegen::Emit(*context, targets, first, automata);
  if (!module) return module.error();
  (*module)->setDataLayout(machine.createDataLayout());
  (*module)->setTargetTriple(machine.getTargetTriple().str());
  codegen::Optimize(**module, &machine);
  return llvm::orc::ThreadSafeModule(std::move(*module), std::move(context));
}

}  // namespace

NativeCode::NativeCode(std::unique_ptr<llvm::orc::LLJIT> jit) : jit_(std::move(jit)) {}

NativeCode::~NativeCode() = default;

Result<std::unique_ptr<NativeCode>> NativeCode::Compile(std::span<const ir::Target> targets) {
  auto builder = ThisMachine();
  if (!builder) return builder.error();
  auto machine = builder->createTargetMachine();
  if (!machine) return Translate(machine.takeError());
  auto jit = NewJit(*builder);
  if (!jit) return jit.error();

  std::unique_ptr<NativeCode> code(new NativeCode(std::move(*jit)));
  codegen::AutomatonCache automata;
  for (size_t first = 0; first < targets.size(); first += kBatch) {
    const auto batch = targets.subspan(first, std::min(kBatch, targets.size() - first));
    auto module = NewModule(batch, static_cast<ir::TargetId>(first), **machine, automata);
    if (!module) return module.error();
    if (auto error = code->jit_->addIRModule(std::move(*module)))
      return Translate(std::move(error));
    auto table = code->jit_->lookup(codegen::TableName(static_cast<ir::TargetId>(first)));
    if (!table) return Translate(table.takeError());
    const auto* functions = table->toPtr<const weir_decide_fn*>();
    code->functions_.insert(code->functions_.end(), functions, functions + batch.size());
  }
  return code;
}

}  // namespace weir::jit
