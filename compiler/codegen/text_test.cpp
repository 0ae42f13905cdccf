// ConditionEmitter: texts. A test is a question to what the operand's matcher found; the matcher
// runs when the first such question is reached, once for each request or row.
#include "compiler/base/result.h"
#include "compiler/codegen/condition_emitter.h"

namespace weir::codegen {
namespace {

// No matcher answers this.
constexpr uint64_t kNotRun = ~uint64_t{0};
constexpr size_t kComparisonsMax = 3;  // beyond them a bitmap is shorter
constexpr size_t kWordBits = 64;

}  // namespace

void ConditionEmitter::Branch(const ir::TextTest& test, Rail rail, Branches to) {
  const Branches decided = test.negated ? Branches{to.no, to.yes} : to;
  llvm::SwitchInst* on = SwitchOnKind(Address(test.operand), rail, to);
  llvm::BasicBlock* text = NewBlock("text");
  AddCase(on, WEIR_STRING, text);
  builder_.SetInsertPoint(text);
  const TextGroup& group = GroupOf(test.operand);
  for (const TextGroup::Part& part : group.parts()) {
    llvm::Value* fits = IsFit(test, group, part);
    if (fits == nullptr) continue;
    llvm::BasicBlock* next = NewBlock("text");
    builder_.CreateCondBr(fits, decided.yes, next);
    builder_.SetInsertPoint(next);
  }
  builder_.CreateBr(decided.no);
}

const TextGroup& ConditionEmitter::GroupOf(ir::Operand operand) const {
  return groups_.At(*levels_[operand.level].plan, operand.slot);
}

// Null: nothing of the part makes the test true.
llvm::Value* ConditionEmitter::IsFit(const ir::TextTest& test, const TextGroup& group,
                                     const TextGroup::Part& part) {
  if (part.is_lazy()) {
    const uint64_t wanted = group.BitsOf(part, test);
    if (wanted == 0) return nullptr;
    llvm::Value* bits = builder_.CreateAnd(Matched(test.operand, part), wanted);
    return builder_.CreateICmpNE(bits, builder_.getInt64(0));
  }
  const std::vector<uint32_t> wanted = group.SetsOf(part, test);
  if (wanted.empty()) return nullptr;
  return IsOneOf(Matched(test.operand, part), wanted, part.set_count);
}

const TextGroup::Part* ConditionEmitter::PartToChoose(const ir::TextTest& test) const {
  if (test.operand.level != 0 || test.negated) return nullptr;
  const TextGroup::Part* part = groups_.At(target_.plan, test.operand.slot).PartOf(test);
  return part == nullptr || part->is_lazy() ? nullptr : part;
}

llvm::Value* ConditionEmitter::EmitChoice(const std::vector<Choice>& choices, ir::Stance stance,
                                          Branches without_text) {
  stance_ = stance;
  const ir::Operand operand = choices.front().test->operand;
  const TextGroup& group = GroupOf(operand);
  const TextGroup::Part& part = *group.PartOf(*choices.front().test);
  std::vector<uint32_t> answer_of_set(part.set_count);
  for (auto choice = choices.rbegin(); choice != choices.rend(); ++choice) {
    for (uint32_t set : group.SetsOf(part, *choice->test)) answer_of_set[set] = choice->answer;
  }
  llvm::SwitchInst* on = SwitchOnKind(Address(operand), RailOf(stance), without_text);
  llvm::BasicBlock* text = NewBlock("text");
  AddCase(on, WEIR_STRING, text);
  builder_.SetInsertPoint(text);
  auto* i32 = builder_.getInt32Ty();
  return builder_.CreateLoad(
      i32, builder_.CreateInBoundsGEP(i32, toolbox_.Table(answer_of_set), Matched(operand, part)));
}

llvm::Value* ConditionEmitter::Matched(ir::Operand operand, const TextGroup::Part& part) {
  llvm::AllocaInst* cell = MatchedCell(operand, part);
  auto* i64 = builder_.getInt64Ty();
  llvm::BasicBlock* run = NewBlock("run");
  llvm::BasicBlock* matched = NewBlock("matched");
  llvm::Value* known =
      builder_.CreateICmpNE(builder_.CreateLoad(i64, cell), builder_.getInt64(kNotRun));
  builder_.CreateCondBr(known, matched, run);

  builder_.SetInsertPoint(run);
  builder_.CreateStore(RunMatcher(operand, part), cell);
  builder_.CreateBr(matched);

  builder_.SetInsertPoint(matched);
  return builder_.CreateLoad(i64, cell);
}

llvm::Value* ConditionEmitter::RunMatcher(ir::Operand operand, const TextGroup::Part& part) {
  llvm::Value* value = Address(operand);
  llvm::Value* bytes = toolbox_.Payload(builder_, value, builder_.getPtrTy());
  llvm::Value* length = toolbox_.Length(builder_, value);
  const auto run = [&](const auto* matcher) {
    return toolbox_.Match(builder_, *matcher, bytes, length);
  };
  llvm::Value* answer = std::visit(run, part.matcher);
  if (!part.is_lazy()) return builder_.CreateZExt(answer, builder_.getInt64Ty());

  llvm::BasicBlock* failed = NewBlock("failed");
  llvm::BasicBlock* done = NewBlock("done");
  builder_.CreateCondBr(builder_.CreateICmpEQ(answer, builder_.getInt64(LazyMatcher::kFailed)),
                        failed, done);
  builder_.SetInsertPoint(failed);
  builder_.CreateRet(builder_.getInt64(if_failed_));
  builder_.SetInsertPoint(done);
  return answer;
}

llvm::AllocaInst* ConditionEmitter::MatchedCell(ir::Operand operand, const TextGroup::Part& part) {
  Level& level = levels_[operand.level];
  llvm::AllocaInst*& cell = level.matched[{operand.slot, &part}];
  if (cell == nullptr) {
    const llvm::IRBuilder<>::InsertPointGuard restore(builder_);
    builder_.SetInsertPoint(allocas_begin_);
    cell = builder_.CreateAlloca(builder_.getInt64Ty());
    builder_.SetInsertPoint(level.row_begin);
    builder_.CreateStore(builder_.getInt64(kNotRun), cell);
  }
  return cell;
}

llvm::Value* ConditionEmitter::IsOneOf(llvm::Value* set, const std::vector<uint32_t>& wanted,
                                       size_t set_count) {
  if (wanted.size() > kComparisonsMax) return IsInBitmap(set, wanted, set_count);
  llvm::Value* any = builder_.getFalse();
  for (uint32_t one : wanted) {
    any = builder_.CreateOr(any, builder_.CreateICmpEQ(set, builder_.getInt64(one)));
  }
  return any;
}

llvm::Value* ConditionEmitter::IsInBitmap(llvm::Value* set, const std::vector<uint32_t>& wanted,
                                          size_t set_count) {
  std::vector<uint64_t> words((set_count + kWordBits - 1) / kWordBits);
  for (uint32_t one : wanted) words[one / kWordBits] |= uint64_t{1} << (one % kWordBits);
  auto* i64 = builder_.getInt64Ty();
  llvm::Value* word = builder_.getInt64(words[0]);
  if (words.size() > 1) {
    llvm::Value* index = builder_.CreateLShr(set, builder_.getInt64(6));
    word = builder_.CreateLoad(i64, builder_.CreateInBoundsGEP(i64, toolbox_.Table(words), index));
  }
  llvm::Value* bit = builder_.CreateAnd(set, builder_.getInt64(kWordBits - 1));
  return builder_.CreateTrunc(builder_.CreateLShr(word, bit), builder_.getInt1Ty());
}

}  // namespace weir::codegen
