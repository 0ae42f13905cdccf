// Conditions as control flow: each is a question with a plain answer (see Rail) that ends in one of
// two blocks.
#pragma once

#include <llvm/IR/IRBuilder.h>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/abi/decision_abi.h"
#include "compiler/codegen/text_group.h"
#include "compiler/codegen/toolbox.h"
#include "compiler/ir/decision.h"

namespace weir::codegen {

// kCertain: is it true? kPossible: is it not false? A condition that is neither true nor false
// answers no and yes.
enum class Rail : uint8_t { kCertain, kPossible };

constexpr Rail Opposite(Rail rail) {
  return rail == Rail::kCertain ? Rail::kPossible : Rail::kCertain;
}

// What a rule of this stance asks of its condition.
constexpr Rail RailOf(ir::Stance stance) {
  return stance == ir::Stance::kOpens ? Rail::kCertain : Rail::kPossible;
}

// Where the two answers lead.
struct Branches {
  llvm::BasicBlock* yes;
  llvm::BasicBlock* no;
};

// A text test that stands for an answer.
struct Choice {
  const ir::TextTest* test;
  uint32_t answer;  // not 0
};

// Text tests of the request itself that have to hold together.
struct Conjunction {
  std::vector<const ir::TextTest*> tests;
  ir::Stance stance;
};

class ConditionEmitter {
 public:
  // The builder stands in the function's entry block, which every later one is reached through.
  // `if_failed` is what the function returns where a matcher fails. All references outlive this.
  ConditionEmitter(Toolbox& toolbox, llvm::IRBuilder<>& builder, const ir::Target& target,
                   const TextGroups& groups, llvm::Value* request, uint64_t if_failed);

  // Ends the builder's block with the condition's branches.
  void Emit(ir::NodeId condition, ir::Stance stance, Branches branches);

  // All choices ask one part of the text group of a text of the request itself, which PartToChoose
  // gives (null: it cannot be chosen by). Leaves the builder where the value is the answer of the
  // first test that is true, or 0. Where there is no text to test it goes where a test would go.
  const TextGroup::Part* PartToChoose(const ir::TextTest& test) const;
  llvm::Value* EmitChoice(const std::vector<Choice>& choices, ir::Stance stance,
                          Branches without_text);

  // The condition as EmitMask takes it, if it can.
  std::optional<Conjunction> ConjunctionOf(ir::NodeId condition, ir::Stance stance) const;
  // Of the bits of `mask` those whose conjunction holds; at most 64. Leaves the builder where there
  // are any, else goes to `none`.
  llvm::Value* EmitMask(std::span<const Conjunction> conjunctions, llvm::Value* mask,
                        llvm::BasicBlock* none);

  // The part that PartToChoose gives is lazy: goes there if it has found nothing at all, so that no
  // test of it needs to be asked. Leaves the builder where it has, or where there is no text.
  void EmitSkip(const ir::TextTest& test, llvm::BasicBlock* nothing_fits);

 private:
  // Where a matcher's answer is kept.
  struct Match {
    llvm::AllocaInst* cell = nullptr;
    llvm::AllocaInst* words = nullptr;  // of a lazy matcher: the bits
  };

  // The request's slots, or the current row of an enclosing quantifier.
  struct Level {
    llvm::Value* row;
    const slots::Plan* plan;
    llvm::Instruction* row_begin;  // runs once for each row, before anything that looks at it
    // What a matcher said of a text of this row, once it has run over it.
    std::map<std::pair<uint32_t, const TextGroup::Part*>, Match> matched;
  };

  void Branch(ir::NodeId id, Rail rail, Branches to);
  void Branch(const ir::And& node, Rail rail, Branches to);
  void Branch(const ir::Or& node, Rail rail, Branches to);
  void Branch(const ir::Not& node, Rail rail, Branches to);
  void Branch(const ir::TextTest& test, Rail rail, Branches to);
  void Branch(const ir::NumberTest& test, Rail rail, Branches to);
  void Branch(const ir::BoolTest& test, Rail rail, Branches to);
  void Branch(const ir::PairTest& test, Rail rail, Branches to);
  void Branch(const ir::ExistsTest& test, Rail rail, Branches to);
  void Branch(const ir::ValidTest& test, Rail rail, Branches to);
  void Branch(const ir::LabelTest& test, Rail rail, Branches to);
  void Branch(const ir::Quantified& node, Rail rail, Branches to);

  llvm::Value* MaskOf(std::span<const Conjunction> conjunctions, ir::Operand operand,
                      const TextGroup::Part& part);
  void ContinueIfAny(llvm::Value* mask, llvm::BasicBlock* none);

  void EmitIntegerSwitch(const ir::NumberTest& test, llvm::Value* value, Branches to);
  void EmitRealSwitch(const ir::NumberTest& test, llvm::Value* value, Branches to);
  void EmitOrdering(const ir::NumberTest& test, weir_kind kind, llvm::Value* value, Branches to);

  // Where a comparison goes that cannot be made.
  llvm::BasicBlock* IfUnknown(Rail rail, Branches to) const;
  llvm::BasicBlock* IfAbsent(Rail rail, Branches to) const;
  // Switches on a value's kind; what is neither absent nor a case is unknown.
  llvm::SwitchInst* SwitchOnKind(llvm::Value* value, Rail rail, Branches to);
  void AddCase(llvm::SwitchInst* on, weir_kind kind, llvm::BasicBlock* block);

  llvm::Value* Address(ir::Operand operand);
  const TextGroup& GroupOf(ir::Operand operand) const;
  llvm::Value* IsFit(const ir::TextTest& test, const TextGroup& group, const TextGroup::Part& part);
  // What the part's matcher says of the text.
  llvm::Value* Matched(ir::Operand operand, const TextGroup::Part& part);
  llvm::Value* RunMatcher(ir::Operand operand, const TextGroup::Part& part, const Match& match);
  void ReturnIfFailed(llvm::Value* answer);
  // Null: no bit is wanted.
  llvm::Value* HasAnyBit(ir::Operand operand, const TextGroup::Part& part,
                         const std::vector<uint64_t>& wanted);
  const Match& MatchOf(ir::Operand operand, const TextGroup::Part& part);
  llvm::Value* IsOneOf(llvm::Value* set, const std::vector<uint32_t>& wanted, size_t set_count);
  llvm::Value* IsInBitmap(llvm::Value* set, const std::vector<uint32_t>& wanted, size_t set_count);

  llvm::BasicBlock* NewBlock(const char* name);

  Toolbox& toolbox_;
  llvm::IRBuilder<>& builder_;
  const ir::Target& target_;
  const TextGroups& groups_;
  llvm::Value* labels_;
  uint64_t if_failed_;
  llvm::Instruction* allocas_begin_;
  ir::Stance stance_ = ir::Stance::kOpens;
  std::vector<Level> levels_;
};

}  // namespace weir::codegen
