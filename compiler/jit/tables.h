// The tables of a policy that is compiled ahead of time, as constants of its module: the structs of
// abi/policy_table.h, laid out by LLVM as C does.
#pragma once

#include <llvm/IR/Constants.h>
#include <llvm/IR/Module.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/decision.h"
#include "compiler/jit/ahead.h"

namespace weir::jit {

class Tables {
 public:
  explicit Tables(llvm::Module& module);

  // The exported weir_policy. `functions`: what the module has under codegen::TableName.
  void AddPolicy(const ir::Decisions& decisions, const AheadTexts& texts,
                 const llvm::Constant& functions, const std::string& symbol);

 private:
  using Constants = std::vector<llvm::Constant*>;

  llvm::Constant* Number32(uint64_t number) const;
  llvm::Constant* Number64(uint64_t number) const;
  llvm::Constant* Struct(const Constants& fields) const;
  // A pointer to an array of them; null of none.
  llvm::Constant* Array(const Constants& items);
  template <typename Integer>
  llvm::Constant* Numbers(std::span<const Integer> numbers);

  llvm::Constant* Text(std::string_view text);
  llvm::Constant* Texts(const std::vector<std::string>& texts);
  llvm::Constant* Slots(const slots::Plan& plan);
  llvm::Constant* Slot(const slots::Slot& slot);
  llvm::Constant* Target(const ir::Target& target, llvm::Constant* decide,
                         llvm::Constant* result_labels);
  llvm::Constant* Names(const ir::Names& names);
  llvm::Constant* Rule(const AheadRule& rule);

  llvm::Module& module_;
  llvm::LLVMContext& context_;
};

}  // namespace weir::jit
