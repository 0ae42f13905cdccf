#include "compiler/codegen/toolbox.h"

#include <cstddef>

#include "compiler/abi/decision_abi.h"
#include "compiler/codegen/compare.h"
#include "compiler/codegen/nfa_match.h"

namespace weir::codegen {

// The struct types below are these, field by field.
static_assert(sizeof(weir_value) == 16 && offsetof(weir_value, length) == 4 &&
              offsetof(weir_value, as) == 8);
static_assert(sizeof(weir_request) == 24 && offsetof(weir_request, slots) == 16);

namespace {
constexpr unsigned kValueKind = 0;
constexpr unsigned kValueLength = 1;
constexpr unsigned kValuePayload = 2;
constexpr unsigned kRequestAgent = 0;
constexpr unsigned kRequestLabels = 1;
constexpr unsigned kRequestSlots = 2;
}  // namespace

Toolbox::Toolbox(llvm::Module& module, LazyMatching lazy_matching)
    : module_(module), lazy_matching_(lazy_matching) {
  auto* i32 = llvm::Type::getInt32Ty(context());
  auto* i64 = llvm::Type::getInt64Ty(context());
  auto* pointer = llvm::PointerType::get(context(), 0);
  value_type_ = llvm::StructType::create(context(), {i32, i32, i64}, "weir_value");
  request_type_ = llvm::StructType::create(context(), {i64, i64, pointer}, "weir_request");
}

llvm::Value* Toolbox::Field(llvm::IRBuilder<>& builder, llvm::StructType* type, llvm::Value* base,
                            unsigned field, llvm::Type* as) {
  return builder.CreateLoad(as, builder.CreateStructGEP(type, base, field));
}

llvm::Value* Toolbox::Agent(llvm::IRBuilder<>& builder, llvm::Value* request) {
  return Field(builder, request_type_, request, kRequestAgent, builder.getInt64Ty());
}

llvm::Value* Toolbox::Labels(llvm::IRBuilder<>& builder, llvm::Value* request) {
  return Field(builder, request_type_, request, kRequestLabels, builder.getInt64Ty());
}

llvm::Value* Toolbox::Slots(llvm::IRBuilder<>& builder, llvm::Value* request) {
  return Field(builder, request_type_, request, kRequestSlots, builder.getPtrTy());
}

llvm::Value* Toolbox::Kind(llvm::IRBuilder<>& builder, llvm::Value* value) {
  return Field(builder, value_type_, value, kValueKind, builder.getInt32Ty());
}

llvm::Value* Toolbox::Length(llvm::IRBuilder<>& builder, llvm::Value* value) {
  return Field(builder, value_type_, value, kValueLength, builder.getInt32Ty());
}

llvm::Value* Toolbox::Payload(llvm::IRBuilder<>& builder, llvm::Value* value, llvm::Type* as) {
  return Field(builder, value_type_, value, kValuePayload, as);
}

llvm::Function* Toolbox::CompareNumbers() {
  if (compare_numbers_ == nullptr) compare_numbers_ = EmitCompareNumbers(module_);
  return compare_numbers_;
}

llvm::Function* Toolbox::EqualTexts() {
  if (equal_texts_ == nullptr) equal_texts_ = EmitEqualTexts(module_);
  return equal_texts_;
}

llvm::Value* Toolbox::Match(llvm::IRBuilder<>& builder, const LiteralSet& literals,
                            llvm::Value* text, llvm::Value* length) {
  llvm::Function*& match = match_literals_[&literals];
  if (match == nullptr) match = EmitLiterals(module_, literals);
  return builder.CreateCall(match, {text, length});
}

llvm::Value* Toolbox::Match(llvm::IRBuilder<>& builder, const TextSet& texts, llvm::Value* text,
                            llvm::Value* length) {
  if (find_text_ == nullptr) find_text_ = EmitFindText(module_);
  llvm::Constant*& rows = text_rows_[&texts];
  if (rows == nullptr) rows = EmitTextRows(module_, texts);
  const TextPlaces& places = texts.places;
  return builder.CreateCall(find_text_, {text, length, rows, builder.getInt64(places.seed),
                                         builder.getInt64(places.shift),
                                         builder.getInt64(places.text_in_row.size() - 1)});
}

llvm::Value* Toolbox::Match(llvm::IRBuilder<>& builder, const automata::Automaton& automaton,
                            llvm::Value* text, llvm::Value* length) {
  auto found = match_tables_.find(&automaton);
  if (found == match_tables_.end()) {
    found = match_tables_.emplace(&automaton, EmitMatchTables(*this, automaton)).first;
  }
  const MatchTables& tables = found->second;
  llvm::Function*& match = match_[tables.is_wide ? 1 : 0];
  if (match == nullptr) match = EmitMatch(module_, tables.is_wide);
  return builder.CreateCall(
      match, {text, length, tables.class_of, tables.cells, builder.getInt32(tables.accept_column),
              builder.getInt32(tables.start), builder.getInt32(tables.settled_begin)});
}

llvm::Value* Toolbox::MatchLazily(llvm::IRBuilder<>& builder, const LazyMatcher& matcher,
                                  llvm::Value* text, llvm::Value* length, llvm::Value* words) {
  if (lazy_matching_ == LazyMatching::kEmitted) {
    llvm::Function*& match = match_nfa_[&matcher];
    if (match == nullptr) match = EmitNfaMatch(*this, matcher.Tables(), matcher.pattern_count());
    return builder.CreateCall(match, {text, length, words});
  }
  auto* pointer = builder.getPtrTy();
  auto* i32 = builder.getInt32Ty();
  auto* type = llvm::FunctionType::get(i32, {pointer, pointer, i32, pointer}, false);
  llvm::FunctionCallee match = module_.getOrInsertFunction(kMatchLazilySymbol, type);
  llvm::Constant* object =
      module_.getOrInsertGlobal(LazyMatcherSymbol(matcher.number()), builder.getInt8Ty());
  return builder.CreateCall(match, {object, text, length, words});
}

}  // namespace weir::codegen
