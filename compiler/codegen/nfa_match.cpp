#include "compiler/codegen/nfa_match.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include "compiler/codegen/lazy_matcher.h"
#include "compiler/codegen/toolbox.h"

namespace weir::codegen {
namespace {

using automata::NfaTables;

// The states that the text may be in are a list, without order or repetition; each byte makes the
// next list from it. `seen` says at which byte a state got into a list last.
class NfaMatchEmitter {
 public:
  NfaMatchEmitter(Toolbox& toolbox, const NfaTables& tables, size_t patterns,
                  llvm::Function* function)
      : toolbox_(toolbox),
        tables_(tables),
        function_(function),
        builder_(llvm::BasicBlock::Create(toolbox.context(), "entry", function)),
        words_((patterns + LazyMatcher::kWordBits - 1) / LazyMatcher::kWordBits) {}

  void Emit() {
    auto* list_type = llvm::ArrayType::get(builder_.getInt32Ty(), tables_.state_count());
    seen_ = builder_.CreateAlloca(list_type);
    now_ = NewCell(builder_.CreateAlloca(list_type));
    then_ = NewCell(builder_.CreateAlloca(list_type));
    now_count_ = NewCell(Number(tables_.start.size()));
    then_count_ = NewCell(Number(0));
    answer_ = NewCell(Number(LazyMatcher::kNothing));
    EmitBegin();
    Loop(Number(0), function_->getArg(1), [&](llvm::Value* at) { EmitByte(at); });
    EmitAnswer();
    builder_.CreateRet(Load(answer_));
  }

 private:
  void EmitBegin() {
    Loop(Number(0), Number(tables_.state_count()),
         [&](llvm::Value* state) { builder_.CreateStore(Number(0), At(seen_, state)); });
    llvm::Constant* start = toolbox_.Table(tables_.start);
    Loop(Number(0), Number(tables_.start.size()), [&](llvm::Value* at) {
      builder_.CreateStore(LoadAt(start, at), At(LoadPointer(now_), at));
    });
    Loop(Number(0), Number(words_), [&](llvm::Value* word) {
      builder_.CreateStore(builder_.getInt64(0), WordAt(function_->getArg(2), word));
    });
  }

  void EmitByte(llvm::Value* at) {
    auto* i8 = builder_.getInt8Ty();
    const std::vector<uint8_t> class_of(tables_.class_of.begin(), tables_.class_of.end());
    llvm::Value* byte = builder_.CreateLoad(i8, ByteAt(function_->getArg(0), at));
    llvm::Value* of_class =
        Wide(builder_.CreateLoad(i8, ByteAt(toolbox_.Table(class_of), Wide(byte))));
    llvm::Value* word = builder_.CreateLShr(of_class, Number(6));
    llvm::Value* bit =
        builder_.CreateZExt(builder_.CreateAnd(of_class, Number(63)), builder_.getInt64Ty());
    builder_.CreateStore(Number(0), then_count_);
    llvm::Value* round = builder_.CreateAdd(at, Number(1));
    ForEach(tables_.always_next, of_class, [&](llvm::Value* next) { EmitReach(next, round); });
    llvm::Constant* reads = toolbox_.Table(tables_.reads);
    llvm::Constant* sets = toolbox_.Table(tables_.sets);
    Loop(Number(0), Load(now_count_), [&](llvm::Value* place) {
      llvm::Value* state = LoadAt(LoadPointer(now_), place);
      llvm::Value* set = builder_.CreateLoad(
          builder_.getInt64Ty(), WordAt(sets, builder_.CreateAdd(LoadAt(reads, state), word)));
      If(builder_.CreateTrunc(builder_.CreateLShr(set, bit), builder_.getInt1Ty()),
         [&] { ForEach(tables_.next, state, [&](llvm::Value* next) { EmitReach(next, round); }); });
    });
    llvm::Value* before = LoadPointer(now_);
    builder_.CreateStore(LoadPointer(then_), now_);
    builder_.CreateStore(before, then_);
    builder_.CreateStore(Load(then_count_), now_count_);
  }

  void EmitReach(llvm::Value* state, llvm::Value* round) {
    If(builder_.CreateICmpNE(LoadAt(seen_, state), round), [&] {
      builder_.CreateStore(round, At(seen_, state));
      llvm::Value* count = Load(then_count_);
      builder_.CreateStore(state, At(LoadPointer(then_), count));
      builder_.CreateStore(builder_.CreateAdd(count, Number(1)), then_count_);
    });
  }

  void EmitAnswer() {
    llvm::Value* is_empty = builder_.CreateICmpEQ(function_->getArg(1), Number(0));
    If(is_empty, [&] {
      for (const uint32_t pattern : tables_.accepts_empty) EmitFit(Number(pattern));
      builder_.CreateStore(Number(0), now_count_);
    });
    If(builder_.CreateNot(is_empty), [&] {
      for (const uint32_t pattern : tables_.always_accepts) EmitFit(Number(pattern));
    });
    Loop(Number(0), Load(now_count_), [&](llvm::Value* place) {
      ForEach(tables_.accepts, LoadAt(LoadPointer(now_), place),
              [&](llvm::Value* pattern) { EmitFit(pattern); });
    });
  }

  void EmitFit(llvm::Value* pattern) {
    auto* i64 = builder_.getInt64Ty();
    llvm::Value* word = WordAt(function_->getArg(2), builder_.CreateLShr(pattern, Number(6)));
    llvm::Value* bit = builder_.CreateShl(
        builder_.getInt64(1), builder_.CreateZExt(builder_.CreateAnd(pattern, Number(63)), i64));
    builder_.CreateStore(builder_.CreateOr(builder_.CreateLoad(i64, word), bit), word);
    builder_.CreateStore(Number(LazyMatcher::kSomething), answer_);
  }

  template <typename Body>
  void Loop(llvm::Value* begin, llvm::Value* end, const Body& body) {
    llvm::BasicBlock* before = builder_.GetInsertBlock();
    llvm::BasicBlock* head = NewBlock();
    llvm::BasicBlock* inside = NewBlock();
    llvm::BasicBlock* after = NewBlock();
    builder_.CreateBr(head);
    builder_.SetInsertPoint(head);
    llvm::PHINode* at = builder_.CreatePHI(builder_.getInt32Ty(), 2);
    at->addIncoming(begin, before);
    builder_.CreateCondBr(builder_.CreateICmpULT(at, end), inside, after);
    builder_.SetInsertPoint(inside);
    body(at);
    at->addIncoming(builder_.CreateAdd(at, Number(1)), builder_.GetInsertBlock());
    builder_.CreateBr(head);
    builder_.SetInsertPoint(after);
  }

  template <typename Body>
  void ForEach(const automata::Lists& lists, llvm::Value* list, const Body& body) {
    if (lists.values.empty()) return;
    llvm::Constant* begins = toolbox_.Table(lists.begins);
    llvm::Constant* values = toolbox_.Table(lists.values);
    Loop(LoadAt(begins, list), LoadAt(begins, builder_.CreateAdd(list, Number(1))),
         [&](llvm::Value* at) { body(LoadAt(values, at)); });
  }

  template <typename Body>
  void If(llvm::Value* condition, const Body& body) {
    llvm::BasicBlock* inside = NewBlock();
    llvm::BasicBlock* after = NewBlock();
    builder_.CreateCondBr(condition, inside, after);
    builder_.SetInsertPoint(inside);
    body();
    builder_.CreateBr(after);
    builder_.SetInsertPoint(after);
  }

  llvm::AllocaInst* NewCell(llvm::Value* value) {
    llvm::AllocaInst* cell = builder_.CreateAlloca(value->getType());
    builder_.CreateStore(value, cell);
    return cell;
  }
  llvm::Value* Load(llvm::Value* cell) { return builder_.CreateLoad(builder_.getInt32Ty(), cell); }
  llvm::Value* LoadPointer(llvm::Value* cell) {
    return builder_.CreateLoad(builder_.getPtrTy(), cell);
  }
  llvm::Value* LoadAt(llvm::Value* list, llvm::Value* at) { return Load(At(list, at)); }

  llvm::Value* At(llvm::Value* list, llvm::Value* at) {
    return Element(builder_.getInt32Ty(), list, at);
  }
  llvm::Value* WordAt(llvm::Value* words, llvm::Value* at) {
    return Element(builder_.getInt64Ty(), words, at);
  }
  llvm::Value* ByteAt(llvm::Value* bytes, llvm::Value* at) {
    return Element(builder_.getInt8Ty(), bytes, at);
  }
  llvm::Value* Element(llvm::Type* type, llvm::Value* array, llvm::Value* at) {
    return builder_.CreateGEP(type, array, builder_.CreateZExt(at, builder_.getInt64Ty()));
  }

  llvm::Value* Wide(llvm::Value* byte) { return builder_.CreateZExt(byte, builder_.getInt32Ty()); }
  llvm::ConstantInt* Number(size_t number) {
    return builder_.getInt32(static_cast<uint32_t>(number));
  }
  llvm::BasicBlock* NewBlock() {
    return llvm::BasicBlock::Create(toolbox_.context(), "", function_);
  }

  Toolbox& toolbox_;
  const NfaTables& tables_;
  llvm::Function* function_;
  llvm::IRBuilder<> builder_;
  size_t words_;
  llvm::Value* seen_ = nullptr;
  llvm::AllocaInst* now_ = nullptr;
  llvm::AllocaInst* then_ = nullptr;
  llvm::AllocaInst* now_count_ = nullptr;
  llvm::AllocaInst* then_count_ = nullptr;
  llvm::AllocaInst* answer_ = nullptr;
};

}  // namespace

llvm::Function* EmitNfaMatch(Toolbox& toolbox, const NfaTables& tables, size_t patterns) {
  auto* pointer = llvm::PointerType::get(toolbox.context(), 0);
  auto* i32 = llvm::Type::getInt32Ty(toolbox.context());
  auto* type = llvm::FunctionType::get(i32, {pointer, i32, pointer}, false);
  auto* function = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, "match_nfa",
                                          toolbox.module());
  function->setDoesNotThrow();
  // Whoever embeds the policy may have a small stack: run into its guard, never past it.
  function->addFnAttr("probe-stack", "inline-asm");
  NfaMatchEmitter(toolbox, tables, patterns, function).Emit();
  return function;
}

}  // namespace weir::codegen
