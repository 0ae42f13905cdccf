#include "compiler/codegen/text_set.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

namespace weir::codegen {
namespace {

constexpr uint32_t kFreeLength = ~uint32_t{0};  // longer than any text
constexpr uint64_t kWordBytes = 8;

// i64 first, i64 last, i32 length, i32 accept set, ptr text
llvm::StructType* RowType(llvm::LLVMContext& context) {
  auto* i32 = llvm::Type::getInt32Ty(context);
  auto* i64 = llvm::Type::getInt64Ty(context);
  return llvm::StructType::get(context, {i64, i64, i32, i32, llvm::PointerType::get(context, 0)});
}

// Hashes the text as TextPlaces does, and compares it with row after row.
class FindTextEmitter {
 public:
  FindTextEmitter(llvm::Module& module, llvm::Function* function)
      : builder_(llvm::BasicBlock::Create(module.getContext(), "entry", function)),
        function_(function),
        text_(function->getArg(0)),
        length_(builder_.CreateZExt(function->getArg(1), builder_.getInt64Ty())) {}

  void Emit() {
    llvm::BasicBlock* hash = NewBlock("hash");
    EmitKey(hash);
    builder_.SetInsertPoint(hash);
    first_ = NewWordPhi();
    last_ = NewWordPhi();
    for (const auto& [block, key] : keys_) {
      first_->addIncoming(key.first, block);
      last_->addIncoming(key.second, block);
    }
    EmitLookup(EmitHash());
  }

 private:
  using Key = std::pair<llvm::Value*, llvm::Value*>;

  // Leads to `hash` from each block of keys_.
  void EmitKey(llvm::BasicBlock* hash) {
    EmitKeyIf(8, hash, [&] { return Ends(builder_.getInt64Ty(), 8); });
    EmitKeyIf(4, hash, [&] { return Ends(builder_.getInt32Ty(), 4); });
    EmitKeyIf(1, hash, [&] {
      llvm::Value* middle = Word(builder_.getInt8Ty(), builder_.CreateLShr(length_, 1));
      const auto [begin, end] = Ends(builder_.getInt8Ty(), 1);
      return Key{builder_.CreateOr(builder_.CreateShl(begin, 8), middle), end};
    });
    keys_.push_back({builder_.GetInsertBlock(), {Number(0), Number(0)}});
    builder_.CreateBr(hash);
  }

  template <typename MakeKey>
  void EmitKeyIf(uint64_t least, llvm::BasicBlock* hash, const MakeKey& make_key) {
    llvm::BasicBlock* fits = NewBlock("key");
    llvm::BasicBlock* shorter = NewBlock("shorter");
    builder_.CreateCondBr(builder_.CreateICmpUGE(length_, Number(least)), fits, shorter);
    builder_.SetInsertPoint(fits);
    keys_.push_back({fits, make_key()});
    builder_.CreateBr(hash);
    builder_.SetInsertPoint(shorter);
  }

  Key Ends(llvm::Type* type, uint64_t bytes) {
    return {Word(type, Number(0)), Word(type, builder_.CreateSub(length_, Number(bytes)))};
  }

  llvm::Value* EmitHash() {
    llvm::Value* last = builder_.CreateXor(last_, length_);
    llvm::Value* mixed =
        builder_.CreateAdd(builder_.CreateMul(first_, Number(kKeyMultiplier)), last);
    llvm::Value* folded = builder_.CreateXor(mixed, builder_.CreateLShr(mixed, 32));
    return builder_.CreateLShr(builder_.CreateMul(folded, function_->getArg(3)),
                               function_->getArg(4));
  }

  void EmitLookup(llvm::Value* first_row) {
    llvm::BasicBlock* before = builder_.GetInsertBlock();
    llvm::BasicBlock* look = NewBlock("look");
    llvm::BasicBlock* alike = NewBlock("alike");
    llvm::BasicBlock* other = NewBlock("other");
    llvm::BasicBlock* next = NewBlock("next");
    llvm::BasicBlock* none = NewBlock("none");
    builder_.CreateBr(look);

    builder_.SetInsertPoint(look);
    llvm::PHINode* at = NewWordPhi();
    at->addIncoming(first_row, before);
    row_ = builder_.CreateGEP(RowType(builder_.getContext()), function_->getArg(2), at);
    llvm::Value* length = Field(2, builder_.getInt32Ty());
    llvm::Value* different =
        builder_.CreateOr(builder_.CreateXor(Field(0, builder_.getInt64Ty()), first_),
                          builder_.CreateXor(Field(1, builder_.getInt64Ty()), last_));
    llvm::Value* same = builder_.CreateAnd(builder_.CreateICmpEQ(different, Number(0)),
                                           builder_.CreateICmpEQ(length, function_->getArg(1)));
    builder_.CreateCondBr(same, alike, other);

    builder_.SetInsertPoint(other);
    builder_.CreateCondBr(builder_.CreateICmpEQ(length, builder_.getInt32(kFreeLength)), none,
                          next);
    builder_.SetInsertPoint(next);
    at->addIncoming(builder_.CreateAnd(builder_.CreateAdd(at, Number(1)), function_->getArg(5)),
                    next);
    builder_.CreateBr(look);
    builder_.SetInsertPoint(none);
    builder_.CreateRet(builder_.getInt32(0));
    builder_.SetInsertPoint(alike);
    EmitRest(next);
  }

  // What is between the ends of a long text, word by word.
  void EmitRest(llvm::BasicBlock* otherwise) {
    llvm::BasicBlock* before = builder_.GetInsertBlock();
    llvm::BasicBlock* head = NewBlock("head");
    llvm::BasicBlock* compare = NewBlock("compare");
    llvm::BasicBlock* found = NewBlock("found");
    llvm::Value* text = Field(4, builder_.getPtrTy());
    builder_.CreateBr(head);
    builder_.SetInsertPoint(head);
    llvm::PHINode* at = NewWordPhi();
    at->addIncoming(Number(kWordBytes), before);
    llvm::Value* end = builder_.CreateAdd(at, Number(kWordBytes));
    builder_.CreateCondBr(builder_.CreateICmpULT(end, length_), compare, found);

    builder_.SetInsertPoint(compare);
    auto* i64 = builder_.getInt64Ty();
    llvm::Value* known = builder_.CreateAlignedLoad(
        i64, builder_.CreateGEP(builder_.getInt8Ty(), text, at), llvm::Align(1));
    at->addIncoming(end, compare);
    builder_.CreateCondBr(builder_.CreateICmpEQ(known, Word(i64, at)), head, otherwise);
    builder_.SetInsertPoint(found);
    builder_.CreateRet(Field(3, builder_.getInt32Ty()));
  }

  llvm::Value* Word(llvm::Type* type, llvm::Value* at) {
    llvm::Value* address = builder_.CreateGEP(builder_.getInt8Ty(), text_, at);
    llvm::Value* word = builder_.CreateAlignedLoad(type, address, llvm::Align(1));
    return builder_.CreateZExt(word, builder_.getInt64Ty());
  }

  llvm::Value* Field(unsigned field, llvm::Type* type) {
    auto* row_type = RowType(builder_.getContext());
    return builder_.CreateLoad(type, builder_.CreateStructGEP(row_type, row_, field));
  }

  llvm::ConstantInt* Number(uint64_t number) { return builder_.getInt64(number); }
  llvm::PHINode* NewWordPhi() { return builder_.CreatePHI(builder_.getInt64Ty(), 4); }
  llvm::BasicBlock* NewBlock(const char* name) {
    return llvm::BasicBlock::Create(builder_.getContext(), name, function_);
  }

  llvm::IRBuilder<> builder_;
  llvm::Function* function_;
  llvm::Value* text_;
  llvm::Value* length_;
  std::vector<std::pair<llvm::BasicBlock*, Key>> keys_;
  llvm::PHINode* first_ = nullptr;
  llvm::PHINode* last_ = nullptr;
  llvm::Value* row_ = nullptr;
};

}  // namespace

TextSet BuildTextSet(std::span<const automata::Pattern> patterns) {
  TextSet set;
  set.accept_sets.emplace_back();
  for (const automata::Pattern& pattern : patterns) {
    set.accept_sets.push_back({static_cast<uint32_t>(set.texts.size())});
    set.texts.push_back(pattern.text);
  }
  set.places = PlaceTexts(set.texts);
  return set;
}

llvm::Constant* EmitTextRows(llvm::Module& module, const TextSet& set) {
  llvm::LLVMContext& context = module.getContext();
  auto* type = RowType(context);
  auto* i32 = llvm::Type::getInt32Ty(context);
  auto* i64 = llvm::Type::getInt64Ty(context);
  auto* no_text = llvm::ConstantPointerNull::get(llvm::PointerType::get(context, 0));
  std::vector<llvm::Constant*> rows;
  for (const uint32_t text : set.places.text_in_row) {
    const bool is_free = text == TextPlaces::kFree;
    const std::string& bytes = is_free ? std::string() : set.texts[text];
    const TextKey key = KeyOf(bytes);
    llvm::Constant* whole = no_text;
    if (bytes.size() > kKeyBytes) {
      auto* data = llvm::ConstantDataArray::getString(context, bytes, /*AddNull=*/false);
      whole = new llvm::GlobalVariable(module, data->getType(), true,
                                       llvm::GlobalValue::PrivateLinkage, data, "text");
    }
    rows.push_back(llvm::ConstantStruct::get(
        type, {llvm::ConstantInt::get(i64, key.first), llvm::ConstantInt::get(i64, key.last),
               llvm::ConstantInt::get(i32, is_free ? kFreeLength : bytes.size()),
               llvm::ConstantInt::get(i32, is_free ? 0 : text + 1), whole}));
  }
  auto* array = llvm::ArrayType::get(type, rows.size());
  return new llvm::GlobalVariable(module, array, true, llvm::GlobalValue::PrivateLinkage,
                                  llvm::ConstantArray::get(array, rows), "texts");
}

llvm::Function* EmitFindText(llvm::Module& module) {
  llvm::LLVMContext& context = module.getContext();
  auto* pointer = llvm::PointerType::get(context, 0);
  auto* i32 = llvm::Type::getInt32Ty(context);
  auto* i64 = llvm::Type::getInt64Ty(context);
  auto* type = llvm::FunctionType::get(i32, {pointer, i32, pointer, i64, i64, i64}, false);
  auto* function =
      llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, "find_text", module);
  function->setDoesNotThrow();
  FindTextEmitter(module, function).Emit();
  return function;
}

}  // namespace weir::codegen
