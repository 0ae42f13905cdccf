#include "compiler/codegen/match.h"

#include <limits>
#include <vector>

#include "compiler/codegen/toolbox.h"

namespace weir::codegen {
namespace {

// States renumbered so that the settled ones come last: one comparison ends the loop.
struct Tables {
  std::vector<uint32_t> next;  // [state * class_count + class]
  std::vector<uint32_t> accepts;
  uint32_t start = 0;
  uint32_t settled_begin = 0;
};

std::vector<uint32_t> SettledLast(const automata::Automaton& automaton, uint32_t& settled_begin) {
  std::vector<uint32_t> new_number(automaton.state_count());
  uint32_t count = 0;
  for (const bool settled : {false, true}) {
    if (settled) settled_begin = count;
    for (uint32_t state = 0; state < automaton.state_count(); ++state) {
      if (automaton.settled[state] == settled) new_number[state] = count++;
    }
  }
  return new_number;
}

Tables Renumber(const automata::Automaton& automaton) {
  Tables tables;
  const std::vector<uint32_t> number = SettledLast(automaton, tables.settled_begin);
  const uint32_t classes = automaton.class_count;
  tables.start = number[0];
  tables.next.resize(automaton.next.size());
  tables.accepts.resize(automaton.accepts.size());
  for (uint32_t state = 0; state < automaton.state_count(); ++state) {
    tables.accepts[number[state]] = automaton.accepts[state];
    for (uint32_t of_class = 0; of_class < classes; ++of_class) {
      tables.next[number[state] * classes + of_class] =
          number[automaton.next[state * classes + of_class]];
    }
  }
  return tables;
}

llvm::Value* ElementAt(llvm::IRBuilder<>& builder, llvm::Type* element, llvm::Value* table,
                       llvm::Value* index) {
  auto* wide = builder.CreateZExt(index, builder.getInt64Ty());
  auto* value = builder.CreateLoad(element, builder.CreateGEP(element, table, wide));
  return builder.CreateZExt(value, builder.getInt32Ty());
}

}  // namespace

MatchTables EmitMatchTables(Toolbox& toolbox, const automata::Automaton& automaton) {
  const Tables tables = Renumber(automaton);
  const bool is_wide = automaton.state_count() > size_t{std::numeric_limits<uint16_t>::max()} + 1;
  llvm::Constant* next =
      is_wide ? toolbox.Table(tables.next)
              : toolbox.Table(std::vector<uint16_t>(tables.next.begin(), tables.next.end()));
  const std::vector<uint8_t> class_of(automaton.class_of.begin(), automaton.class_of.end());
  return {toolbox.Table(class_of),
          next,
          toolbox.Table(tables.accepts),
          automaton.class_count,
          tables.start,
          tables.settled_begin,
          is_wide};
}

llvm::Function* EmitMatch(llvm::Module& module, bool is_wide) {
  llvm::LLVMContext& context = module.getContext();
  llvm::IRBuilder<> builder(context);
  auto* i8 = builder.getInt8Ty();
  auto* i32 = builder.getInt32Ty();
  auto* pointer = builder.getPtrTy();
  auto* type =
      llvm::FunctionType::get(i32, {pointer, i32, pointer, pointer, pointer, i32, i32, i32}, false);
  auto* function = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage,
                                          is_wide ? "match_wide" : "match", module);
  function->setDoesNotThrow();
  enum : unsigned { kText, kLength, kClassOf, kNext, kAccepts, kClassCount, kStart, kSettledBegin };
  const auto argument = [&](unsigned index) { return function->getArg(index); };
  auto* entry = llvm::BasicBlock::Create(context, "entry", function);
  auto* head = llvm::BasicBlock::Create(context, "head", function);
  auto* step = llvm::BasicBlock::Create(context, "step", function);
  auto* done = llvm::BasicBlock::Create(context, "done", function);

  builder.SetInsertPoint(entry);
  builder.CreateBr(head);
  builder.SetInsertPoint(head);
  auto* state = builder.CreatePHI(i32, 2, "state");
  auto* at = builder.CreatePHI(i32, 2, "at");
  state->addIncoming(argument(kStart), entry);
  at->addIncoming(builder.getInt32(0), entry);
  auto* more = builder.CreateAnd(builder.CreateICmpULT(at, argument(kLength)),
                                 builder.CreateICmpULT(state, argument(kSettledBegin)));
  builder.CreateCondBr(more, step, done);

  builder.SetInsertPoint(step);
  auto* byte = ElementAt(builder, i8, argument(kText), at);
  auto* row = builder.CreateMul(state, argument(kClassCount));
  auto* cell = builder.CreateAdd(row, ElementAt(builder, i8, argument(kClassOf), byte));
  auto* element = is_wide ? i32 : builder.getInt16Ty();
  state->addIncoming(ElementAt(builder, element, argument(kNext), cell), step);
  at->addIncoming(builder.CreateAdd(at, builder.getInt32(1)), step);
  builder.CreateBr(head);

  builder.SetInsertPoint(done);
  builder.CreateRet(ElementAt(builder, i32, argument(kAccepts), state));
  return function;
}

}  // namespace weir::codegen
