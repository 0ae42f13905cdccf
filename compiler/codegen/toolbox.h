// What the functions of one module share: the layout of the ABI, and the helper functions that they
// call. Helpers are internal to the module and made when first asked for.
#pragma once

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include <map>
#include <vector>

#include "compiler/automata/automaton.h"
#include "compiler/codegen/lazy_matcher.h"
#include "compiler/codegen/literals.h"
#include "compiler/codegen/match.h"
#include "compiler/codegen/text_set.h"

namespace weir::codegen {

class Toolbox {
 public:
  Toolbox(llvm::Module& module, LazyMatching lazy_matching);

  llvm::Module& module() { return module_; }
  llvm::LLVMContext& context() { return module_.getContext(); }
  llvm::StructType* value_type() { return value_type_; }

  // Fields of a weir_request.
  llvm::Value* Agent(llvm::IRBuilder<>& builder, llvm::Value* request);
  llvm::Value* Labels(llvm::IRBuilder<>& builder, llvm::Value* request);
  llvm::Value* Slots(llvm::IRBuilder<>& builder, llvm::Value* request);

  // Fields of a weir_value.
  llvm::Value* Kind(llvm::IRBuilder<>& builder, llvm::Value* value);
  llvm::Value* Length(llvm::IRBuilder<>& builder, llvm::Value* value);
  llvm::Value* Payload(llvm::IRBuilder<>& builder, llvm::Value* value, llvm::Type* as);

  // A private constant array.
  template <typename Element>
  llvm::GlobalVariable* Table(const std::vector<Element>& elements);

  // i32 (i32 kind, i64 payload, i32 kind, i64 payload): -1, 0 or 1; INTEGER or FLOAT each. Exact.
  llvm::Function* CompareNumbers();
  // i1 (ptr, i32 length, ptr, i32 length)
  llvm::Function* EqualTexts();
  // The accept set of a text, as i32.
  llvm::Value* Match(llvm::IRBuilder<>& builder, const LiteralSet& literals, llvm::Value* text,
                     llvm::Value* length);
  llvm::Value* Match(llvm::IRBuilder<>& builder, const TextSet& texts, llvm::Value* text,
                     llvm::Value* length);
  llvm::Value* Match(llvm::IRBuilder<>& builder, const automata::Automaton& automaton,
                     llvm::Value* text, llvm::Value* length);
  // LazyMatcher::Match, as i32.
  llvm::Value* MatchLazily(llvm::IRBuilder<>& builder, const LazyMatcher& matcher,
                           llvm::Value* text, llvm::Value* length, llvm::Value* words);

 private:
  llvm::Value* Field(llvm::IRBuilder<>& builder, llvm::StructType* type, llvm::Value* base,
                     unsigned field, llvm::Type* as);

  llvm::Module& module_;
  llvm::StructType* value_type_;
  llvm::StructType* request_type_;
  llvm::Function* compare_numbers_ = nullptr;
  llvm::Function* equal_texts_ = nullptr;
  llvm::Function* match_[2] = {};  // by MatchTables::is_wide
  std::map<const automata::Automaton*, MatchTables> match_tables_;
  std::map<const LiteralSet*, llvm::Function*> match_literals_;
  llvm::Function* find_text_ = nullptr;
  LazyMatching lazy_matching_;
  std::map<const LazyMatcher*, llvm::Function*> match_nfa_;
  std::map<const TextSet*, llvm::Constant*> text_rows_;
};

template <typename Element>
llvm::GlobalVariable* Toolbox::Table(const std::vector<Element>& elements) {
  llvm::Constant* data = llvm::ConstantDataArray::get(context(), llvm::ArrayRef<Element>(elements));
  auto* table = new llvm::GlobalVariable(module_, data->getType(), true,
                                         llvm::GlobalValue::PrivateLinkage, data, "table");
  table->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  return table;
}

}  // namespace weir::codegen
