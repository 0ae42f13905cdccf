// ConditionEmitter: texts. A test is a question to the accept set that the operand's automaton
// ended in; the automaton runs when the first such question is reached, once for each request or
// row.
#include "compiler/codegen/condition_emitter.h"

namespace weir::codegen {
namespace {

constexpr uint32_t kNotRun = ~uint32_t{0};
constexpr size_t kComparisonsMax = 3;  // beyond them a bitmap is shorter
constexpr size_t kWordBits = 64;

}  // namespace

void ConditionEmitter::Branch(const ir::TextTest& test, Rail rail, Branches to) {
  llvm::SwitchInst* on = SwitchOnKind(Address(test.operand), rail, to);
  llvm::BasicBlock* text = NewBlock("text");
  AddCase(on, WEIR_STRING, text);
  builder_.SetInsertPoint(text);
  const TextGroup& group = groups_.At(*levels_[test.operand.level].plan, test.operand.slot);
  for (const TextGroup::Part& part : group.parts()) {
    const std::vector<uint32_t> wanted = group.SetsOf(part, test);
    if (wanted.empty()) continue;
    llvm::Value* set = AcceptSet(test.operand, *part.automaton);
    llvm::BasicBlock* next = NewBlock("text");
    builder_.CreateCondBr(IsOneOf(set, wanted, part.automaton->accept_sets.size()), to.yes, next);
    builder_.SetInsertPoint(next);
  }
  builder_.CreateBr(to.no);
}

bool ConditionEmitter::CanChoose(ir::Operand operand) const {
  return operand.level == 0 && groups_.At(target_.plan, operand.slot).parts().size() == 1;
}

llvm::Value* ConditionEmitter::EmitChoice(const std::vector<Choice>& choices, ir::Stance stance,
                                          Branches without_text) {
  stance_ = stance;
  const ir::Operand operand = choices.front().test->operand;
  const TextGroup& group = groups_.At(target_.plan, operand.slot);
  const TextGroup::Part& part = group.parts().front();
  std::vector<uint32_t> answer_of_set(part.automaton->accept_sets.size());
  for (auto choice = choices.rbegin(); choice != choices.rend(); ++choice) {
    for (uint32_t set : group.SetsOf(part, *choice->test)) answer_of_set[set] = choice->answer;
  }
  llvm::SwitchInst* on = SwitchOnKind(Address(operand), RailOf(stance), without_text);
  llvm::BasicBlock* text = NewBlock("text");
  AddCase(on, WEIR_STRING, text);
  builder_.SetInsertPoint(text);
  llvm::Value* set =
      builder_.CreateZExt(AcceptSet(operand, *part.automaton), builder_.getInt64Ty());
  auto* i32 = builder_.getInt32Ty();
  return builder_.CreateLoad(i32,
                             builder_.CreateInBoundsGEP(i32, toolbox_.Table(answer_of_set), set));
}

llvm::Value* ConditionEmitter::AcceptSet(ir::Operand operand,
                                         const automata::Automaton& automaton) {
  llvm::AllocaInst* cell = MatchedCell(operand, automaton);
  auto* i32 = builder_.getInt32Ty();
  llvm::BasicBlock* run = NewBlock("run");
  llvm::BasicBlock* matched = NewBlock("matched");
  llvm::Value* known =
      builder_.CreateICmpNE(builder_.CreateLoad(i32, cell), builder_.getInt32(kNotRun));
  builder_.CreateCondBr(known, matched, run);

  builder_.SetInsertPoint(run);
  llvm::Value* value = Address(operand);
  llvm::Value* bytes = toolbox_.Payload(builder_, value, builder_.getPtrTy());
  llvm::Value* length = toolbox_.Length(builder_, value);
  builder_.CreateStore(toolbox_.Match(builder_, automaton, bytes, length), cell);
  builder_.CreateBr(matched);

  builder_.SetInsertPoint(matched);
  return builder_.CreateLoad(i32, cell);
}

llvm::AllocaInst* ConditionEmitter::MatchedCell(ir::Operand operand,
                                                const automata::Automaton& automaton) {
  Level& level = levels_[operand.level];
  llvm::AllocaInst*& cell = level.matched[{operand.slot, &automaton}];
  if (cell == nullptr) {
    const llvm::IRBuilder<>::InsertPointGuard restore(builder_);
    builder_.SetInsertPoint(allocas_begin_);
    cell = builder_.CreateAlloca(builder_.getInt32Ty());
    builder_.SetInsertPoint(level.row_begin);
    builder_.CreateStore(builder_.getInt32(kNotRun), cell);
  }
  return cell;
}

llvm::Value* ConditionEmitter::IsOneOf(llvm::Value* set, const std::vector<uint32_t>& wanted,
                                       size_t set_count) {
  if (wanted.size() > kComparisonsMax) return IsInBitmap(set, wanted, set_count);
  llvm::Value* any = builder_.getFalse();
  for (uint32_t one : wanted) {
    any = builder_.CreateOr(any, builder_.CreateICmpEQ(set, builder_.getInt32(one)));
  }
  return any;
}

llvm::Value* ConditionEmitter::IsInBitmap(llvm::Value* set, const std::vector<uint32_t>& wanted,
                                          size_t set_count) {
  std::vector<uint64_t> words((set_count + kWordBits - 1) / kWordBits);
  for (uint32_t one : wanted) words[one / kWordBits] |= uint64_t{1} << (one % kWordBits);
  auto* i64 = builder_.getInt64Ty();
  llvm::Value* wide = builder_.CreateZExt(set, i64);
  llvm::Value* word = builder_.getInt64(words[0]);
  if (words.size() > 1) {
    llvm::Value* index = builder_.CreateLShr(wide, builder_.getInt64(6));
    word = builder_.CreateLoad(i64, builder_.CreateInBoundsGEP(i64, toolbox_.Table(words), index));
  }
  llvm::Value* bit = builder_.CreateAnd(wide, builder_.getInt64(kWordBits - 1));
  return builder_.CreateTrunc(builder_.CreateLShr(word, bit), builder_.getInt1Ty());
}

}  // namespace weir::codegen
