#include "compiler/codegen/condition_emitter.h"

#include "compiler/codegen/relation.h"

namespace weir::codegen {

ConditionEmitter::ConditionEmitter(Toolbox& toolbox, llvm::IRBuilder<>& builder,
                                   const ir::Target& target, const TextGroups& groups,
                                   llvm::Value* request, uint64_t if_failed)
    : toolbox_(toolbox),
      builder_(builder),
      target_(target),
      groups_(groups),
      labels_(toolbox.Labels(builder, request)),
      if_failed_(if_failed) {
  llvm::Value* slots = toolbox.Slots(builder, request);
  // Cells are allocated and cleared in the entry block, which goes on to the first block of the
  // rules.
  llvm::BasicBlock* rules = NewBlock("rules");
  allocas_begin_ = builder_.CreateBr(rules);
  levels_.push_back({slots, &target.plan, allocas_begin_, {}});
  builder_.SetInsertPoint(rules);
}

void ConditionEmitter::Emit(ir::NodeId condition, ir::Stance stance, Branches branches) {
  stance_ = stance;
  Branch(condition, RailOf(stance), branches);
}

void ConditionEmitter::Branch(ir::NodeId id, Rail rail, Branches to) {
  std::visit([&](const auto& node) { Branch(node, rail, to); }, target_.nodes[id]);
}

void ConditionEmitter::Branch(const ir::And& node, Rail rail, Branches to) {
  for (ir::NodeId term : node.terms) {
    llvm::BasicBlock* next = NewBlock("and");
    Branch(term, rail, {next, to.no});
    builder_.SetInsertPoint(next);
  }
  builder_.CreateBr(to.yes);
}

void ConditionEmitter::Branch(const ir::Or& node, Rail rail, Branches to) {
  for (ir::NodeId term : node.terms) {
    llvm::BasicBlock* next = NewBlock("or");
    Branch(term, rail, {to.yes, next});
    builder_.SetInsertPoint(next);
  }
  builder_.CreateBr(to.no);
}

void ConditionEmitter::Branch(const ir::Not& node, Rail rail, Branches to) {
  Branch(node.term, Opposite(rail), {to.no, to.yes});
}

void ConditionEmitter::Branch(const ir::BoolTest& test, Rail rail, Branches to) {
  llvm::Value* value = Address(test.operand);
  llvm::BasicBlock* compare = NewBlock("bool");
  AddCase(SwitchOnKind(value, rail, to), WEIR_BOOL, compare);
  builder_.SetInsertPoint(compare);
  llvm::Value* payload = toolbox_.Payload(builder_, value, builder_.getInt64Ty());
  llvm::Value* is_true = builder_.CreateICmpNE(payload, builder_.getInt64(0));
  const bool wanted = test.value == (test.relation == check::Relation::kEqual);
  builder_.CreateCondBr(is_true, wanted ? to.yes : to.no, wanted ? to.no : to.yes);
}

void ConditionEmitter::Branch(const ir::ExistsTest& test, Rail, Branches to) {
  llvm::Value* payload = toolbox_.Payload(builder_, Address(test.operand), builder_.getInt64Ty());
  builder_.CreateCondBr(builder_.CreateICmpNE(payload, builder_.getInt64(0)), to.yes, to.no);
}

void ConditionEmitter::Branch(const ir::ValidTest& test, Rail, Branches to) {
  llvm::Value* kind = toolbox_.Kind(builder_, Address(test.operand));
  builder_.CreateCondBr(builder_.CreateICmpUGT(kind, builder_.getInt32(WEIR_INVALID)), to.yes,
                        to.no);
}

void ConditionEmitter::Branch(const ir::LabelTest& test, Rail, Branches to) {
  llvm::Value* carried = builder_.CreateAnd(labels_, test.labels);
  builder_.CreateCondBr(builder_.CreateICmpEQ(carried, builder_.getInt64(test.labels)), to.yes,
                        to.no);
}

// One switch over both kinds at once; the left one is in the upper half.
void ConditionEmitter::Branch(const ir::PairTest& test, Rail rail, Branches to) {
  llvm::Value* left = Address(test.left);
  llvm::Value* right = Address(test.right);
  auto* i64 = builder_.getInt64Ty();
  llvm::Value* left_kind = toolbox_.Kind(builder_, left);
  llvm::Value* right_kind = toolbox_.Kind(builder_, right);
  llvm::Value* both = builder_.CreateOr(builder_.CreateShl(builder_.CreateZExt(left_kind, i64), 32),
                                        builder_.CreateZExt(right_kind, i64));
  llvm::SwitchInst* on = builder_.CreateSwitch(both, IfUnknown(rail, to));
  const auto add = [&](weir_kind a, weir_kind b, llvm::BasicBlock* block) {
    on->addCase(builder_.getInt64((uint64_t{a} << 32) | uint64_t{b}), block);
  };
  const bool negated = test.relation == check::Relation::kNotEqual;
  const bool equality = negated || test.relation == check::Relation::kEqual;
  const Branches if_equal = negated ? Branches{to.no, to.yes} : to;
  std::vector<weir_kind> comparable = {WEIR_INTEGER, WEIR_FLOAT};
  if (equality) comparable.insert(comparable.end(), {WEIR_STRING, WEIR_BOOL});
  for (weir_kind kind : comparable) {
    add(WEIR_ABSENT, kind, IfAbsent(rail, to));
    add(kind, WEIR_ABSENT, IfAbsent(rail, to));
  }
  add(WEIR_ABSENT, WEIR_ABSENT, IfAbsent(rail, to));

  llvm::BasicBlock* numbers = NewBlock("numbers");
  for (weir_kind a : {WEIR_INTEGER, WEIR_FLOAT}) {
    for (weir_kind b : {WEIR_INTEGER, WEIR_FLOAT}) add(a, b, numbers);
  }
  builder_.SetInsertPoint(numbers);
  llvm::Value* order = builder_.CreateCall(
      toolbox_.CompareNumbers(), {left_kind, toolbox_.Payload(builder_, left, i64), right_kind,
                                  toolbox_.Payload(builder_, right, i64)});
  builder_.CreateCondBr(
      builder_.CreateICmp(PredicateOf(test.relation), order, builder_.getInt32(0)), to.yes, to.no);
  if (!equality) return;

  llvm::BasicBlock* texts = NewBlock("texts");
  add(WEIR_STRING, WEIR_STRING, texts);
  builder_.SetInsertPoint(texts);
  auto* pointer = builder_.getPtrTy();
  llvm::Value* equal = builder_.CreateCall(
      toolbox_.EqualTexts(),
      {toolbox_.Payload(builder_, left, pointer), toolbox_.Length(builder_, left),
       toolbox_.Payload(builder_, right, pointer), toolbox_.Length(builder_, right)});
  builder_.CreateCondBr(equal, if_equal.yes, if_equal.no);

  llvm::BasicBlock* bools = NewBlock("bools");
  add(WEIR_BOOL, WEIR_BOOL, bools);
  builder_.SetInsertPoint(bools);
  const auto is_true = [&](llvm::Value* value) {
    return builder_.CreateICmpNE(toolbox_.Payload(builder_, value, i64), builder_.getInt64(0));
  };
  builder_.CreateCondBr(builder_.CreateICmpEQ(is_true(left), is_true(right)), if_equal.yes,
                        if_equal.no);
}

namespace {

// How a quantifier asks its body: on which rail, which answer of a row ends the loop, and with
// what.
struct LoopShape {
  bool opposite_rail;
  bool row_that_ends;
  bool answer_then;
};

LoopShape ShapeOf(check::Quantifier quantifier) {
  switch (quantifier) {
    case check::Quantifier::kAny:
      return {false, true, true};
    case check::Quantifier::kAll:
      return {false, false, false};
    case check::Quantifier::kNone:
      return {true, true, false};
  }
  return {false, true, true};
}

}  // namespace

void ConditionEmitter::Branch(const ir::Quantified& node, Rail rail, Branches to) {
  const LoopShape shape = ShapeOf(node.quantifier);
  llvm::Value* list = Address(node.list);
  llvm::BasicBlock* begin = NewBlock("list");
  llvm::BasicBlock* head = NewBlock("head");
  llvm::BasicBlock* row = NewBlock("row");
  llvm::BasicBlock* body = NewBlock("body");
  llvm::BasicBlock* next = NewBlock("next");
  AddCase(SwitchOnKind(list, rail, to), WEIR_LIST, begin);

  builder_.SetInsertPoint(begin);
  llvm::Value* rows = toolbox_.Payload(builder_, list, builder_.getPtrTy());
  llvm::Value* length = builder_.CreateZExt(toolbox_.Length(builder_, list), builder_.getInt64Ty());
  builder_.CreateBr(head);

  builder_.SetInsertPoint(head);
  llvm::PHINode* at = builder_.CreatePHI(builder_.getInt64Ty(), 2);
  at->addIncoming(builder_.getInt64(0), begin);
  llvm::BasicBlock* ended = shape.answer_then ? to.yes : to.no;
  llvm::BasicBlock* exhausted = shape.answer_then ? to.no : to.yes;
  builder_.CreateCondBr(builder_.CreateICmpULT(at, length), row, exhausted);

  builder_.SetInsertPoint(row);
  const slots::Plan& plan = (*levels_[node.list.level].plan)[node.list.slot].elements;
  llvm::Value* offset = builder_.CreateMul(at, builder_.getInt64(plan.size()));
  llvm::Value* address = builder_.CreateGEP(toolbox_.value_type(), rows, offset);
  levels_.push_back({address, &plan, builder_.CreateBr(body), {}});
  builder_.SetInsertPoint(body);
  const Branches of_row = shape.row_that_ends ? Branches{ended, next} : Branches{next, ended};
  Branch(node.body, shape.opposite_rail ? Opposite(rail) : rail, of_row);
  levels_.pop_back();

  builder_.SetInsertPoint(next);
  at->addIncoming(builder_.CreateAdd(at, builder_.getInt64(1)), next);
  builder_.CreateBr(head);
}

llvm::BasicBlock* ConditionEmitter::IfUnknown(Rail rail, Branches to) const {
  return rail == Rail::kPossible ? to.yes : to.no;
}

llvm::BasicBlock* ConditionEmitter::IfAbsent(Rail rail, Branches to) const {
  return stance_ == ir::Stance::kOpens ? IfUnknown(rail, to) : to.no;
}

llvm::SwitchInst* ConditionEmitter::SwitchOnKind(llvm::Value* value, Rail rail, Branches to) {
  llvm::SwitchInst* on = builder_.CreateSwitch(toolbox_.Kind(builder_, value), IfUnknown(rail, to));
  AddCase(on, WEIR_ABSENT, IfAbsent(rail, to));
  return on;
}

void ConditionEmitter::AddCase(llvm::SwitchInst* on, weir_kind kind, llvm::BasicBlock* block) {
  on->addCase(builder_.getInt32(kind), block);
}

llvm::Value* ConditionEmitter::Address(ir::Operand operand) {
  return builder_.CreateConstGEP1_64(toolbox_.value_type(), levels_[operand.level].row,
                                     operand.slot);
}

llvm::BasicBlock* ConditionEmitter::NewBlock(const char* name) {
  return llvm::BasicBlock::Create(toolbox_.context(), name, builder_.GetInsertBlock()->getParent());
}

}  // namespace weir::codegen
