#include "compiler/codegen/emit.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include <algorithm>
#include <map>

#include "compiler/codegen/condition_emitter.h"
#include "compiler/codegen/nfa_match.h"
#include "compiler/codegen/toolbox.h"

namespace weir::codegen {
namespace {

// i64 (ptr request)
llvm::Function* NewAnswer(Toolbox& toolbox, const char* name, ir::TargetId id) {
  auto* pointer = llvm::PointerType::get(toolbox.context(), 0);
  auto* type = llvm::FunctionType::get(llvm::Type::getInt64Ty(toolbox.context()), {pointer}, false);
  auto* function = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage,
                                          name + std::to_string(id), toolbox.module());
  function->setDoesNotThrow();
  return function;
}

// Shorter runs are as quick one by one.
constexpr size_t kRunMin = 3;
constexpr size_t kMaskBits = 64;

using Rules = std::span<const ir::Rule>;

constexpr Decision kFailed{Outcome::kDeny, Because::kFailure, 0};

// The rules one after another, each of them a condition that leads to its answer or to the next
// rule; between those that deny and the others, the flows. Rules in a row that differ only in which
// texts of one argument they are about are one step, however many they are; other rules that only
// test texts are one for every kMaskBits of them.
class DecisionEmitter {
 public:
  DecisionEmitter(Toolbox& toolbox, const ir::Target& target, const TextGroups& groups,
                  llvm::Function* function)
      : toolbox_(toolbox),
        builder_(llvm::BasicBlock::Create(toolbox.context(), "entry", function)),
        target_(target),
        agent_(toolbox.Agent(builder_, function->getArg(0))),
        labels_(toolbox.Labels(builder_, function->getArg(0))),
        conditions_(toolbox, builder_, target, groups, function->getArg(0), Pack(kFailed)) {}

  void Emit() {
    const Rules rules = target_.rules;
    const auto denies = [](const ir::Rule& rule) { return rule.effect == Outcome::kDeny; };
    const auto denials =
        static_cast<size_t>(std::find_if_not(rules.begin(), rules.end(), denies) - rules.begin());
    EmitRules(rules.first(denials));
    EmitFlows();
    EmitRules(rules.subspan(denials));
    builder_.CreateRet(builder_.getInt64(Pack({})));
  }

 private:
  void EmitRules(Rules rules) {
    while (!rules.empty()) {
      size_t run = RunLength(rules);
      if (run < kRunMin) {
        const std::vector<Conjunction> conjunctions = ConjunctionsOf(rules);
        run = conjunctions.size();
        if (run < kRunMin) {
          EmitRule(rules.front());
        } else {
          EmitMasked(rules.first(run), conjunctions);
        }
      } else if (conditions_.PartToChoose(*TestOf(rules.front()))->is_lazy()) {
        EmitLazyRun(rules.first(run));
      } else {
        EmitRun(rules.first(run));
      }
      rules = rules.subspan(run >= kRunMin ? run : 1);
    }
  }

  // Of as many rules from the first on as can be decided by a mask.
  std::vector<Conjunction> ConjunctionsOf(Rules rules) const {
    std::vector<Conjunction> conjunctions;
    for (const ir::Rule& rule : rules.first(std::min(rules.size(), kMaskBits))) {
      if (!rule.where) break;
      auto conjunction = conditions_.ConjunctionOf(*rule.where, ir::StanceOf(rule.effect));
      if (!conjunction) break;
      conjunctions.push_back(std::move(*conjunction));
    }
    return conjunctions;
  }

  void EmitMasked(Rules rules, const std::vector<Conjunction>& conjunctions) {
    std::map<uint64_t, uint64_t> bits_of_agents;
    std::vector<uint64_t> answers;
    for (const ir::Rule& rule : rules) {
      if (rule.agents != check::kAnyAgent) {
        bits_of_agents[rule.agents] |= uint64_t{1} << answers.size();
      }
      answers.push_back(Pack({rule.effect, Because::kRule, rule.number}));
    }
    llvm::BasicBlock* next = NewBlock("rule");
    llvm::Value* mask = builder_.getInt64(~uint64_t{0} >> (kMaskBits - rules.size()));
    for (const auto& [agents, bits] : bits_of_agents) {
      llvm::Value* ours = IsNonzero(builder_.CreateAnd(agent_, agents));
      mask = builder_.CreateSelect(ours, mask, builder_.CreateAnd(mask, ~bits));
    }
    mask = conditions_.EmitMask(conjunctions, mask, next);
    llvm::Value* first =
        builder_.CreateBinaryIntrinsic(llvm::Intrinsic::cttz, mask, builder_.getTrue());
    auto* i64 = builder_.getInt64Ty();
    EmitAnswer(
        rules.front().effect,
        builder_.CreateLoad(i64, builder_.CreateInBoundsGEP(i64, toolbox_.Table(answers), first)));
    builder_.SetInsertPoint(next);
  }

  // Seldom does anything fit, and then it is worth a look at each rule.
  void EmitLazyRun(Rules rules) {
    llvm::BasicBlock* next = NewBlock("rule");
    conditions_.EmitSkip(*TestOf(rules.front()), next);
    for (const ir::Rule& rule : rules) EmitRule(rule);
    builder_.CreateBr(next);
    builder_.SetInsertPoint(next);
  }

  // How many rules from the first on can be one step.
  size_t RunLength(Rules rules) const {
    const ir::TextTest* first = TestOf(rules.front());
    const TextGroup::Part* part = first == nullptr ? nullptr : conditions_.PartToChoose(*first);
    if (part == nullptr) return 1;
    const auto continues = [&](const ir::Rule& rule) {
      const ir::TextTest* test = TestOf(rule);
      return test != nullptr && test->operand == first->operand &&
             conditions_.PartToChoose(*test) == part && rule.effect == rules.front().effect &&
             rule.agents == rules.front().agents;
    };
    const auto end = std::find_if_not(rules.begin(), rules.end(), continues);
    return static_cast<size_t>(end - rules.begin());
  }

  // The one text test that a rule's condition is, if it is that.
  const ir::TextTest* TestOf(const ir::Rule& rule) const {
    return rule.where ? std::get_if<ir::TextTest>(&target_.nodes[*rule.where]) : nullptr;
  }

  // This, EmitRule and EmitLazyRun leave the builder in the block of the next rule.
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
    EmitAnswer(first.effect, builder_.CreateOr(high, Pack({first.effect, Because::kRule, 0})));
    builder_.SetInsertPoint(first_applies);
    EmitAnswer(first.effect, Packed({first.effect, Because::kRule, first.number}));
    builder_.SetInsertPoint(next);
  }

  void EmitRule(const ir::Rule& rule) {
    llvm::BasicBlock* applies = NewBlock("applies");
    llvm::BasicBlock* next = NewBlock("rule");
    EmitConcern(rule.agents, next);
    EmitWhere(rule.where, ir::StanceOf(rule.effect), {applies, next});
    builder_.SetInsertPoint(applies);
    EmitAnswer(rule.effect, Packed({rule.effect, Because::kRule, rule.number}));
    builder_.SetInsertPoint(next);
  }

  void EmitConcern(uint64_t agents, llvm::BasicBlock* otherwise) {
    if (agents == check::kAnyAgent) return;
    llvm::BasicBlock* concerned = NewBlock("concerned");
    llvm::Value* ours = builder_.CreateAnd(agent_, agents);
    builder_.CreateCondBr(IsNonzero(ours), concerned, otherwise);
    builder_.SetInsertPoint(concerned);
  }

  void EmitWhere(std::optional<ir::NodeId> where, ir::Stance stance, Branches to) {
    if (where) {
      conditions_.Emit(*where, stance, to);
    } else {
      builder_.CreateBr(to.yes);
    }
  }

  // Denies for labels that nothing lets in, and leaves in to_ask_ those that need a person's yes.
  void EmitFlows() {
    const bool may_ask = std::any_of(target_.flows.begin(), target_.flows.end(),
                                     [](const ir::Flow& flow) { return flow.after_ask; });
    to_ask_ = may_ask ? NewCell(builder_.getInt64(0)) : nullptr;
    llvm::Value* held_back = builder_.CreateAnd(labels_, ~target_.lets_in);
    llvm::BasicBlock* rules = NewBlock("rules");
    llvm::BasicBlock* flows = NewBlock("flows");
    llvm::BasicBlock* denied = NewBlock("held_back");
    builder_.CreateCondBr(IsNonzero(held_back), flows, rules);

    builder_.SetInsertPoint(flows);
    llvm::AllocaInst* without_asking = NewCell(held_back);
    llvm::AllocaInst* at_all = NewCell(held_back);
    for (const ir::Flow& flow : target_.flows) EmitFlow(flow, without_asking, at_all);
    llvm::Value* left = Load(at_all);
    if (may_ask) builder_.CreateStore(Load(without_asking), to_ask_);
    builder_.CreateCondBr(IsNonzero(left), denied, rules);

    builder_.SetInsertPoint(denied);
    builder_.CreateRet(ForLabel(Outcome::kDeny, left));
    builder_.SetInsertPoint(rules);
  }

  void EmitFlow(const ir::Flow& flow, llvm::AllocaInst* without_asking, llvm::AllocaInst* at_all) {
    llvm::BasicBlock* open = NewBlock("open");
    llvm::BasicBlock* next = NewBlock("flow");
    EmitWhere(flow.where, ir::Stance::kOpens, {open, next});
    builder_.SetInsertPoint(open);
    const auto let_in = [&](llvm::AllocaInst* cell) {
      builder_.CreateStore(builder_.CreateAnd(Load(cell), ~flow.labels), cell);
    };
    let_in(at_all);
    if (!flow.after_ask) let_in(without_asking);
    builder_.CreateBr(next);
    builder_.SetInsertPoint(next);
  }

  // Whatever passes, passes only after asking where labels need it.
  void EmitAnswer(Outcome outcome, llvm::Value* answer) {
    if (outcome != Outcome::kDeny && to_ask_ != nullptr) {
      llvm::Value* labels = Load(to_ask_);
      answer = builder_.CreateSelect(IsNonzero(labels), ForLabel(Outcome::kAsk, labels), answer);
    }
    builder_.CreateRet(answer);
  }

  llvm::Value* ForLabel(Outcome outcome, llvm::Value* labels) {
    llvm::Value* lowest =
        builder_.CreateBinaryIntrinsic(llvm::Intrinsic::cttz, labels, builder_.getFalse());
    return builder_.CreateOr(builder_.CreateShl(lowest, 32), Pack({outcome, Because::kFlow, 0}));
  }

  llvm::Value* Packed(Decision decision) { return builder_.getInt64(Pack(decision)); }

  llvm::Value* IsNonzero(llvm::Value* bits) {
    return builder_.CreateICmpNE(bits, builder_.getInt64(0));
  }

  // In the entry block, where the optimiser looks for what can live in a register.
  llvm::AllocaInst* NewCell(llvm::Value* value) {
    llvm::BasicBlock& entry = builder_.GetInsertBlock()->getParent()->getEntryBlock();
    llvm::IRBuilder<> at_entry(&entry, entry.begin());
    llvm::AllocaInst* cell = at_entry.CreateAlloca(builder_.getInt64Ty());
    builder_.CreateStore(value, cell);
    return cell;
  }
  llvm::Value* Load(llvm::AllocaInst* cell) {
    return builder_.CreateLoad(builder_.getInt64Ty(), cell);
  }

  llvm::BasicBlock* NewBlock(const char* name) {
    return llvm::BasicBlock::Create(builder_.getContext(), name,
                                    builder_.GetInsertBlock()->getParent());
  }

  Toolbox& toolbox_;
  llvm::IRBuilder<> builder_;
  const ir::Target& target_;
  llvm::Value* agent_;
  llvm::Value* labels_;
  llvm::AllocaInst* to_ask_ = nullptr;
  ConditionEmitter conditions_;
};

// What a result carries. Where a matcher fails: everything.
class ResultsEmitter {
 public:
  ResultsEmitter(Toolbox& toolbox, const ir::Target& target, const TextGroups& groups,
                 llvm::Function* function)
      : builder_(llvm::BasicBlock::Create(toolbox.context(), "entry", function)),
        target_(target),
        labels_(toolbox.Labels(builder_, function->getArg(0))),
        conditions_(toolbox, builder_, target, groups, function->getArg(0), ~uint64_t{0}) {}

  void Emit() {
    llvm::Value* labels = builder_.CreateOr(labels_, target_.gives);
    for (const ir::LabelChange& gives : target_.gives_where) {
      labels = If(gives, ir::Stance::kNarrows, labels, builder_.CreateOr(labels, gives.labels));
    }
    labels = builder_.CreateAnd(labels, ~target_.takes_off);
    for (const ir::LabelChange& off : target_.takes_off_where) {
      labels = If(off, ir::Stance::kOpens, labels, builder_.CreateAnd(labels, ~off.labels));
    }
    builder_.CreateRet(labels);
  }

 private:
  llvm::Value* If(const ir::LabelChange& change, ir::Stance stance, llvm::Value* before,
                  llvm::Value* after) {
    llvm::BasicBlock* applies = NewBlock("applies");
    llvm::BasicBlock* otherwise = NewBlock("otherwise");
    llvm::BasicBlock* next = NewBlock("next");
    conditions_.Emit(*change.where, stance, {applies, otherwise});
    builder_.SetInsertPoint(applies);
    builder_.CreateBr(next);
    builder_.SetInsertPoint(otherwise);
    builder_.CreateBr(next);
    builder_.SetInsertPoint(next);
    llvm::PHINode* labels = builder_.CreatePHI(builder_.getInt64Ty(), 2);
    labels->addIncoming(after, applies);
    labels->addIncoming(before, otherwise);
    return labels;
  }

  llvm::BasicBlock* NewBlock(const char* name) {
    return llvm::BasicBlock::Create(builder_.getContext(), name,
                                    builder_.GetInsertBlock()->getParent());
  }

  llvm::IRBuilder<> builder_;
  const ir::Target& target_;
  llvm::Value* labels_;
  ConditionEmitter conditions_;
};

void EmitTable(llvm::Module& module, const std::vector<llvm::Constant*>& functions,
               ir::TargetId first) {
  auto* type =
      llvm::ArrayType::get(llvm::PointerType::get(module.getContext(), 0), functions.size());
  new llvm::GlobalVariable(module, type, true, llvm::GlobalValue::ExternalLinkage,
                           llvm::ConstantArray::get(type, functions), TableName(first));
}

bool CanMatch(const Matchers& matchers, LazyMatching lazy_matching) {
  return lazy_matching == LazyMatching::kCalled ||
         std::all_of(matchers.lazy().begin(), matchers.lazy().end(), [](const auto& matcher) {
           return matcher->Tables().state_count() <= kEmittedStatesMax;
         });
}

// The functions of one target.
void EmitTarget(Toolbox& toolbox, const ir::Target& target, const TextGroups& groups,
                ir::TargetId id, std::vector<llvm::Constant*>& table) {
  llvm::Function* decide = NewAnswer(toolbox, "weir_decide_", id);
  DecisionEmitter(toolbox, target, groups, decide).Emit();
  table.push_back(decide);
  if (!ir::HasResultConditions(target)) {
    table.push_back(llvm::ConstantPointerNull::get(llvm::PointerType::get(toolbox.context(), 0)));
    return;
  }
  llvm::Function* results = NewAnswer(toolbox, "weir_results_", id);
  ResultsEmitter(toolbox, target, groups, results).Emit();
  table.push_back(results);
}

}  // namespace

std::string TableName(ir::TargetId first) {
  return "weir_targets_" + std::to_string(first);
}

Result<std::unique_ptr<llvm::Module>> Emit(llvm::LLVMContext& context,
                                           std::span<const ir::Target> targets, ir::TargetId first,
                                           Matchers& matchers, LazyMatching lazy_matching,
                                           std::vector<OverBudget>& over_budget) {
  auto module = std::make_unique<llvm::Module>("weir_" + std::to_string(first), context);
  Toolbox toolbox(*module, lazy_matching);
  std::vector<llvm::Constant*> table;
  ir::TargetId id = first;
  for (const ir::Target& target : targets) {
    const Result<TextGroups> groups = TextGroups::Of(target, matchers);
    if (!groups) return groups.error();
    if (!CanMatch(matchers, lazy_matching)) {
      return Error{"the patterns of one value are too many states for code that stands alone"};
    }
    for (OverBudget& value : groups->over_budget()) over_budget.push_back(std::move(value));
    EmitTarget(toolbox, target, *groups, id++, table);
  }
  EmitTable(*module, table, first);
  std::string problem;
  llvm::raw_string_ostream out(problem);
  if (llvm::verifyModule(*module, &out)) return Error{"generated code is malformed: " + problem};
  return module;
}

}  // namespace weir::codegen
