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

llvm::CodeGenOptLevel LevelOf(Quality quality) {
  switch (quality) {
    case Quality::kUnoptimised:
      return llvm::CodeGenOptLevel::None;
    case Quality::kNormal:
      return llvm::CodeGenOptLevel::Less;
    case Quality::kBest:
      return llvm::CodeGenOptLevel::Default;
  }
  return llvm::CodeGenOptLevel::Less;
}

void Optimize(llvm::Module& module, llvm::TargetMachine& machine, Quality quality) {
  switch (quality) {
    case Quality::kUnoptimised:
      return;
    case Quality::kNormal:
      return codegen::Optimize(module, &machine);
    case Quality::kBest:
      return codegen::OptimizeFully(module, &machine);
  }
}

}  // namespace

NativeCode::NativeCode(std::unique_ptr<llvm::orc::LLJIT> jit) : jit_(std::move(jit)) {}

NativeCode::~NativeCode() = default;

Result<std::unique_ptr<NativeCode>> NativeCode::Compile(std::span<const ir::Target> targets,
                                                        Quality quality) {
  auto builder = ThisMachine();
  if (!builder) return builder.error();
  builder->setCodeGenOptLevel(LevelOf(quality));
  auto machine = builder->createTargetMachine();
  if (!machine) return Translate(machine.takeError());
  auto jit = NewJit(*builder);
  if (!jit) return jit.error();

  std::unique_ptr<NativeCode> code(new NativeCode(std::move(*jit)));
  codegen::Matchers matchers;
  for (size_t first = 0; first < targets.size(); first += kBatch) {
    const auto batch = targets.subspan(first, std::min(kBatch, targets.size() - first));
    if (auto error = code->Add(batch, **machine, quality, matchers)) return *error;
  }
  code->lazy_ = matchers.TakeLazy();
  return code;
}

std::optional<Error> NativeCode::Add(std::span<const ir::Target> targets,
                                     llvm::TargetMachine& machine, Quality quality,
                                     codegen::Matchers& matchers) {
  const auto first = static_cast<ir::TargetId>(functions_.size());
  auto context = std::make_unique<llvm::LLVMContext>();
  context->setDiscardValueNames(true);
  auto module = codegen::Emit(*context, targets, first, matchers, codegen::LazyMatching::kCalled,
                              over_budget_);
  if (!module) return module.error();
  (*module)->setDataLayout(machine.createDataLayout());
  (*module)->setTargetTriple(machine.getTargetTriple().str());
  Optimize(**module, machine, quality);
  if (auto error = Bind(matchers)) return error;
  if (auto error = jit_->addIRModule({std::move(*module), std::move(context)}))
    return Translate(std::move(error));
  auto table = jit_->lookup(codegen::TableName(first));
  if (!table) return Translate(table.takeError());
  const auto* functions = table->toPtr<const Functions*>();
  functions_.insert(functions_.end(), functions, functions + targets.size());
  return std::nullopt;
}

std::optional<Error> NativeCode::Bind(const codegen::Matchers& matchers) {
  llvm::orc::SymbolMap symbols;
  const auto add = [&](const std::string& name, const void* address) {
    symbols[jit_->mangleAndIntern(name)] = {llvm::orc::ExecutorAddr::fromPtr(address),
                                            llvm::JITSymbolFlags::Exported};
  };
  if (bound_ == 0 && !matchers.lazy().empty()) {
    add(codegen::kMatchLazilySymbol, reinterpret_cast<const void*>(&weir_match_lazily));
  }
  for (; bound_ < matchers.lazy().size(); ++bound_) {
    add(codegen::LazyMatcherSymbol(static_cast<uint32_t>(bound_)), matchers.lazy()[bound_].get());
  }
  if (symbols.empty()) return std::nullopt;
  auto error = jit_->getMainJITDylib().define(llvm::orc::absoluteSymbols(std::move(symbols)));
  return error ? std::optional(Translate(std::move(error))) : std::nullopt;
}

}  // namespace weir::jit
