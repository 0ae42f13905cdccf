#include "compiler/codegen/emit.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include <algorithm>

#include "compiler/codegen/condition_emitter.h"
#include "compiler/codegen/toolbox.h"

namespace weir::codegen {
namespace {

llvm::Function* NewDecision(Toolbox& toolbox, ir::TargetId id) {
  auto* pointer = llvm::PointerType::get(toolbox.context(), 0);
  auto* type = llvm::FunctionType::get(llvm::Type::getInt64Ty(toolbox.context()), {pointer}, false);
  const std::string name = "weir_decide_" + std::to_string(id);
  auto* function =
      llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, name, toolbox.module());
  function->setDoesNotThrow();
  return function;
}

// Shorter runs are as quick one by one.
constexpr size_t kRunMin = 3;

using Rules = std::span<const ir::Rule>;

// The rules one after another, each of them a condition that leads to its answer or to the next
// rule. Rules in a row that differ only in which texts of one argument they are about are one step,
// however many they are.
class DecisionEmitter {
 public:
  DecisionEmitter(Toolbox& toolbox, const ir::Target& target, const TextGroups& groups,
                  llvm::Function* function)
      : builder_(llvm::BasicBlock::Create(toolbox.context(), "entry", function)),
        nodes_(target.nodes),
        agent_(toolbox.Agent(builder_, function->getArg(0))),
        conditions_(toolbox, builder_, target, groups,
                    toolbox.Slots(builder_, function->getArg(0))) {}

  void Emit(Rules rules) {
    while (!rules.empty()) {
      const size_t run = RunLength(rules);
      run >= kRunMin ? EmitRun(rules.first(run)) : EmitRule(rules.front());
      rules = rules.subspan(run >= kRunMin ? run : 1);
    }
    EmitAnswer({});
  }

 private:
  // How many rules from the first on can be one step.
  size_t RunLength(Rules rules) const {
    const ir::TextTest* first = TestOf(rules.front());
    if (first == nullptr || !conditions_.CanChoose(first->operand)) return 1;
    const auto continues = [&](const ir::Rule& rule) {
      const ir::TextTest* test = TestOf(rule);
      return test != nullptr && test->operand == first->operand &&
             rule.effect == rules.front().effect && rule.agents == rules.front().agents;
    };
    const auto end = std::find_if_not(rules.begin(), rules.end(), continues);
    return static_cast<size_t>(end - rules.begin());
  }

  // The one text test that a rule's condition is, if it is that.
  const ir::TextTest* TestOf(const ir::Rule& rule) const {
    return rule.where ? std::get_if<ir::TextTest>(&nodes_[*rule.where]) : nullptr;
  }

  // This and EmitRule leave the builder in the block of the next rule.
  void EmitRun(Rules rules) {
    const ir::Rule& first = rules.front();
    llvm::BasicBlock* first_applies = NewBlock("applies");
    llvm::BasicBlock* next = NewBlock("rule");
    EmitConcern(first.agents, next);
    std::vector<Choice> choices;
    for (const ir::Rule& rule : rules) choices.push_back({TestOf(rule), rule.number + 1});
    llvm::Value* choice =
        conditions_.EmitChoice(choices, ir::StanceOf(first.effect), {first_applies, next});
    llvm::BasicBlock* applies = NewBlock("applies");
    builder_.CreateCondBr(builder_.CreateICmpNE(choice, builder_.getInt32(0)), applies, next);

    builder_.SetInsertPoint(applies);
    llvm::Value* number = builder_.CreateSub(choice, builder_.getInt32(1));
    llvm::Value* high = builder_.CreateShl(builder_.CreateZExt(number, builder_.getInt64Ty()), 32);
    builder_.CreateRet(builder_.CreateOr(high, Pack({first.effect, Because::kRule, 0})));
    builder_.SetInsertPoint(first_applies);
    EmitAnswer({first.effect, Because::kRule, first.number});
    builder_.SetInsertPoint(next);
  }

  void EmitRule(const ir::Rule& rule) {
    llvm::BasicBlock* applies = NewBlock("applies");
    llvm::BasicBlock* next = NewBlock("rule");
    EmitConcern(rule.agents, next);
    if (rule.where) {
      conditions_.Emit(*rule.where, ir::StanceOf(rule.effect), {applies, next});
    } else {
      builder_.CreateBr(applies);
    }
    builder_.SetInsertPoint(applies);
    EmitAnswer({rule.effect, Because::kRule, rule.number});
    builder_.SetInsertPoint(next);
  }

  void EmitConcern(uint64_t agents, llvm::BasicBlock* otherwise) {
    if (agents == check::kAnyAgent) return;
    llvm::BasicBlock* concerned = NewBlock("concerned");
    builder_.CreateCondBr(Concerns(agents), concerned, otherwise);
    builder_.SetInsertPoint(concerned);
  }

  llvm::Value* Concerns(uint64_t agents) {
    return builder_.CreateICmpNE(builder_.CreateAnd(agent_, agents), builder_.getInt64(0));
  }

  void EmitAnswer(Decision decision) { builder_.CreateRet(builder_.getInt64(Pack(decision))); }

  llvm::BasicBlock* NewBlock(const char* name) {
    return llvm::BasicBlock::Create(builder_.getContext(), name,
                                    builder_.GetInsertBlock()->getParent());
  }

  llvm::IRBuilder<> builder_;
  const ir::NodeTable& nodes_;
  llvm::Value* agent_;
  ConditionEmitter conditions_;
};

void EmitTable(llvm::Module& module, const std::vector<llvm::Constant*>& functions,
               ir::TargetId first) {
  auto* type =
      llvm::ArrayType::get(llvm::PointerType::get(module.getContext(), 0), functions.size());
  new llvm::GlobalVariable(module, type, true, llvm::GlobalValue::ExternalLinkage,
                           llvm::ConstantArray::get(type, functions), TableName(first));
}

}  // namespace

std::string TableName(ir::TargetId first) {
  return "weir_targets_" + std::to_string(first);
}

Result<std::unique_ptr<llvm::Module>> Emit(llvm::LLVMContext& context,
                                           std::span<const ir::Target> targets, ir::TargetId first,
                                           AutomatonCache& automata) {
  auto module = std::make_unique<llvm::Module>("weir_" + std::to_string(first), context);
  Toolbox toolbox(*module);
  std::vector<llvm::Constant*> functions;
  for (const ir::Target& target : targets) {
    const Result<TextGroups> groups = TextGroups::Of(target, automata);
    if (!groups) return groups.error();
    const auto id = first + static_cast<ir::TargetId>(functions.size());
    llvm::Function* function = NewDecision(toolbox, id);
    DecisionEmitter(toolbox, target, *groups, function).Emit(target.rules);
    functions.push_back(function);
  }
  EmitTable(*module, functions, first);
  std::string problem;
  llvm::raw_string_ostream out(problem);
  if (llvm::verifyModule(*module, &out)) return Error{"generated code is malformed: " + problem};
  return module;
}

}  // namespace weir::codegen
