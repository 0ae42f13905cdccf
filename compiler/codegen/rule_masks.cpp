// ConditionEmitter: many rules at once. What a matcher found of a text says of each rule whether
// the rule's tests of that text hold, as a bit; a rule applies whose bit all texts leave standing.
#include <algorithm>
#include <variant>

#include "compiler/codegen/condition_emitter.h"

namespace weir::codegen {
namespace {

// Of one part: the table of masks has a word for each.
constexpr size_t kMaskedSetsMax = 1'024;

constexpr uint64_t BitOf(size_t number) {
  return uint64_t{1} << number;
}

}  // namespace

std::optional<Conjunction> ConditionEmitter::ConjunctionOf(ir::NodeId condition,
                                                           ir::Stance stance) const {
  Conjunction conjunction{{}, stance};
  const ir::Node& node = target_.nodes[condition];
  std::vector<ir::NodeId> terms{condition};
  if (const auto* all = std::get_if<ir::And>(&node)) terms = all->terms;
  for (const ir::NodeId term : terms) {
    const auto* test = std::get_if<ir::TextTest>(&target_.nodes[term]);
    const TextGroup::Part* part = test == nullptr ? nullptr : PartToChoose(*test);
    if (part == nullptr || part->is_lazy() || part->set_count > kMaskedSetsMax) return std::nullopt;
    conjunction.tests.push_back(test);
  }
  return conjunction;
}

llvm::Value* ConditionEmitter::EmitMask(std::span<const Conjunction> conjunctions,
                                        llvm::Value* mask, llvm::BasicBlock* none) {
  struct Step {
    ir::Operand operand;
    const TextGroup::Part* part;
  };
  std::vector<Step> steps;
  for (const Conjunction& conjunction : conjunctions) {
    for (const ir::TextTest* test : conjunction.tests) {
      const TextGroup::Part* part = PartToChoose(*test);
      const auto same = [&](const Step& step) { return step.part == part; };
      if (std::none_of(steps.begin(), steps.end(), same)) steps.push_back({test->operand, part});
    }
  }
  std::stable_sort(steps.begin(), steps.end(), [](const Step& left, const Step& right) {
    // The alternatives' order is that of what they cost.
    return left.part->matcher.index() < right.part->matcher.index();
  });
  for (const Step& step : steps) {
    if (&step != &steps.front()) ContinueIfAny(mask, none);
    mask = builder_.CreateAnd(mask, MaskOf(conjunctions, step.operand, *step.part));
  }
  ContinueIfAny(mask, none);
  return mask;
}

void ConditionEmitter::ContinueIfAny(llvm::Value* mask, llvm::BasicBlock* none) {
  llvm::BasicBlock* some = NewBlock("some");
  builder_.CreateCondBr(builder_.CreateICmpNE(mask, builder_.getInt64(0)), some, none);
  builder_.SetInsertPoint(some);
}

llvm::Value* ConditionEmitter::MaskOf(std::span<const Conjunction> conjunctions,
                                      ir::Operand operand, const TextGroup::Part& part) {
  const TextGroup& group = GroupOf(operand);
  std::vector<uint64_t> mask_of_set(part.set_count, ~uint64_t{0});
  uint64_t if_absent = ~uint64_t{0};
  uint64_t if_other = ~uint64_t{0};
  for (size_t number = 0; number < conjunctions.size(); ++number) {
    for (const ir::TextTest* test : conjunctions[number].tests) {
      if (PartToChoose(*test) != &part) continue;
      const std::vector<uint32_t> fitting = group.SetsOf(part, *test);
      for (uint32_t set = 0; set < part.set_count; ++set) {
        if (!std::ranges::binary_search(fitting, set)) mask_of_set[set] &= ~BitOf(number);
      }
      if_absent &= ~BitOf(number);  // false in what narrows, unknown in what opens
      if (conjunctions[number].stance == ir::Stance::kOpens) if_other &= ~BitOf(number);
    }
  }
  llvm::Value* kind = toolbox_.Kind(builder_, Address(operand));
  llvm::BasicBlock* text = NewBlock("text");
  llvm::BasicBlock* no_text = NewBlock("no_text");
  llvm::BasicBlock* masked = NewBlock("masked");
  builder_.CreateCondBr(builder_.CreateICmpEQ(kind, builder_.getInt32(WEIR_STRING)), text, no_text);
  builder_.SetInsertPoint(no_text);
  llvm::Value* is_absent = builder_.CreateICmpEQ(kind, builder_.getInt32(WEIR_ABSENT));
  llvm::Value* without =
      builder_.CreateSelect(is_absent, builder_.getInt64(if_absent), builder_.getInt64(if_other));
  builder_.CreateBr(masked);

  builder_.SetInsertPoint(text);
  auto* i64 = builder_.getInt64Ty();
  llvm::Value* place =
      builder_.CreateInBoundsGEP(i64, toolbox_.Table(mask_of_set), Matched(operand, part));
  llvm::Value* with = builder_.CreateLoad(i64, place);
  llvm::BasicBlock* text_end = builder_.GetInsertBlock();
  builder_.CreateBr(masked);

  builder_.SetInsertPoint(masked);
  llvm::PHINode* mask = builder_.CreatePHI(i64, 2);
  mask->addIncoming(without, no_text);
  mask->addIncoming(with, text_end);
  return mask;
}

}  // namespace weir::codegen
