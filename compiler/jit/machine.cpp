#include "compiler/jit/machine.h"

#include <llvm/Support/TargetSelect.h>

#include <mutex>

namespace weir::jit {

Result<llvm::orc::JITTargetMachineBuilder> ThisMachine() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
  auto machine = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!machine) return Translate(machine.takeError());
  machine->setCodeGenOptLevel(llvm::CodeGenOptLevel::Less);
  return std::move(*machine);
}

Error Translate(llvm::Error error) {
  return Error{"native code: " + llvm::toString(std::move(error))};
}

}  // namespace weir::jit
