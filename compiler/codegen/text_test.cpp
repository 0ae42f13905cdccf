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
  if (part.is_lazy()) return HasAnyBit(test.operand, part, group.BitsOf(part, test));
  const std::vector<uint32_t> wanted = group.SetsOf(part, test);
  if (wanted.empty()) return nullptr;
  return IsOneOf(Matched(test.operand, part), wanted, part.set_count);
}

llvm::Value* ConditionEmitter::HasAnyBit(ir::Operand operand, const TextGroup::Part& part,
                                         const std::vector<uint64_t>& wanted) {
  llvm::Value* found = nullptr;
  auto* i64 = builder_.getInt64Ty();
  for (size_t word = 0; word < wanted.size(); ++word) {
    if (wanted[word] == 0) continue;
    if (found == nullptr) Matched(operand, part);
    llvm::Value* words = levels_[operand.level].matched.at({operand.slot, &part}).words;
    llvm::Value* bits =
        builder_.CreateLoad(i64, builder_.CreateConstInBoundsGEP1_64(i64, words, word));
    llvm::Value* ours = builder_.CreateAnd(bits, wanted[word]);
    found = found == nullptr ? ours : builder_.CreateOr(found, ours);
  }
  return found == nullptr ? nullptr : builder_.CreateICmpNE(found, builder_.getInt64(0));
}

void ConditionEmitter::EmitSkip(const ir::TextTest& test, llvm::BasicBlock* nothing_fits) {
  const TextGroup::Part& part = *GroupOf(test.operand).PartOf(test);
  llvm::BasicBlock* text = NewBlock("text");
  llvm::BasicBlock* next = NewBlock("next");
  llvm::Value* kind = toolbox_.Kind(builder_, Address(test.operand));
  builder_.CreateCondBr(builder_.CreateICmpEQ(kind, builder_.getInt32(WEIR_STRING)), text, next);
  builder_.SetInsertPoint(text);
  llvm::Value* nothing =
      builder_.CreateICmpEQ(Matched(test.operand, part), builder_.getInt64(LazyMatcher::kNothing));
  builder_.CreateCondBr(nothing, nothing_fits, next);
  builder_.SetInsertPoint(next);
}

const TextGroup::Part* ConditionEmitter::PartToChoose(const ir::TextTest& test) const {
  if (test.operand.level != 0 || test.negated) return nullptr;
  return groups_.At(target_.plan, test.operand.slot).PartOf(test);
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
  const Match& match = MatchOf(operand, part);
  auto* i64 = builder_.getInt64Ty();
  llvm::BasicBlock* run = NewBlock("run");
  llvm::BasicBlock* matched = NewBlock("matched");
  llvm::Value* known =
      builder_.CreateICmpNE(builder_.CreateLoad(i64, match.cell), builder_.getInt64(kNotRun));
  builder_.CreateCondBr(known, matched, run);

  builder_.SetInsertPoint(run);
  builder_.CreateStore(RunMatcher(operand, part, match), match.cell);
  builder_.CreateBr(matched);

  builder_.SetInsertPoint(matched);
  return builder_.CreateLoad(i64, match.cell);
}

llvm::Value* ConditionEmitter::RunMatcher(ir::Operand operand, const TextGroup::Part& part,
                                          const Match& match) {
  llvm::Value* value = Address(operand);
  llvm::Value* bytes = toolbox_.Payload(builder_, value, builder_.getPtrTy());
  llvm::Value* length = toolbox_.Length(builder_, value);
  llvm::Value* answer = std::visit(
      Overloaded{
          [&](const LiteralSet* it) { return toolbox_.Match(builder_, *it, bytes, length); },
          [&](const TextSet* it) { return toolbox_.Match(builder_, *it, bytes, length); },
          [&](const automata::Automaton* it) {
            return toolbox_.Match(builder_, *it, bytes, length);
          },
          [&](const LazyMatcher* it) {
            return toolbox_.MatchLazily(builder_, *it, bytes, length, match.words);
          },
      },
      part.matcher);
  if (part.is_lazy()) ReturnIfFailed(answer);
  return builder_.CreateZExt(answer, builder_.getInt64Ty());
}

void ConditionEmitter::ReturnIfFailed(llvm::Value* answer) {
  llvm::BasicBlock* failed = NewBlock("failed");
  llvm::BasicBlock* done = NewBlock("done");
  builder_.CreateCondBr(builder_.CreateICmpEQ(answer, builder_.getInt32(LazyMatcher::kFailed)),
                        failed, done);
  builder_.SetInsertPoint(failed);
  builder_.CreateRet(builder_.getInt64(if_failed_));
  builder_.SetInsertPoint(done);
}

const ConditionEmitter::Match& ConditionEmitter::MatchOf(ir::Operand operand,
                                                         const TextGroup::Part& part) {
  Level& level = levels_[operand.level];
  Match& match = level.matched[{operand.slot, &part}];
  if (match.cell == nullptr) {
    const llvm::IRBuilder<>::InsertPointGuard restore(builder_);
    builder_.SetInsertPoint(allocas_begin_);
    auto* i64 = builder_.getInt64Ty();
    match.cell = builder_.CreateAlloca(i64);
    if (part.is_lazy()) {
      const size_t words = std::get<const LazyMatcher*>(part.matcher)->word_count();
      match.words = builder_.CreateAlloca(llvm::ArrayType::get(i64, words));
    }
    builder_.SetInsertPoint(level.row_begin);
    builder_.CreateStore(builder_.getInt64(kNotRun), match.cell);
  }
  return match;
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
