#include "compiler/codegen/emit.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

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

// The rules one after another, each of them a condition that leads to its answer or to the next
// rule.
class DecisionEmitter {
 public:
  DecisionEmitter(Toolbox& toolbox, const ir::Target& target, const TextGroups& groups,
                  llvm::Function* function)
      : builder_(llvm::BasicBlock::Create(toolbox.context(), "entry", function)),
        agent_(toolbox.Agent(builder_, function->getArg(0))),
        conditions_(toolbox, builder_, target, groups,
                    toolbox.Slots(builder_, function->getArg(0))) {}

  void Emit(const std::vector<ir::Rule>& rules) {
    for (const ir::Rule& rule : rules) EmitRule(rule);
    EmitAnswer({});
  }

 private:
  // Leaves the builder in the block of the next rule.
  void EmitRule(const ir::Rule& rule) {
    llvm::BasicBlock* applies = NewBlock("applies");
    llvm::BasicBlock* next = NewBlock("rule");
    if (rule.agents != check::kAnyAgent) {
      llvm::BasicBlock* concerned = NewBlock("concerned");
      builder_.CreateCondBr(Concerns(rule.agents), concerned, next);
      builder_.SetInsertPoint(concerned);
    }
    if (rule.where) {
      conditions_.Emit(*rule.where, ir::StanceOf(rule.effect), {applies, next});
    } else {
      builder_.CreateBr(applies);
    }
    builder_.SetInsertPoint(applies);
    EmitAnswer({rule.effect, Because::kRule, rule.number});
    builder_.SetInsertPoint(next);
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
