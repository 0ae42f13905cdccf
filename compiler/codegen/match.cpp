#include "compiler/codegen/match.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "compiler/codegen/toolbox.h"

namespace weir::codegen {
namespace {

// States renumbered so that the settled ones come last: one comparison ends the loop. A state is
// known by where its row begins, so that a step is one addition and one load; the row's last cell
// is the state's accept set.
struct Tables {
  std::vector<uint32_t> cells;
  uint32_t start = 0;
  uint32_t settled_begin = 0;
  uint32_t max = 0;  // of all cells
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

Tables TablesOf(const automata::Automaton& automaton) {
  Tables tables;
  const std::vector<uint32_t> number = SettledLast(automaton, tables.settled_begin);
  const uint32_t classes = automaton.class_count;
  const uint32_t width = classes + 1;
  tables.start = number[0] * width;
  tables.settled_begin *= width;
  tables.cells.resize(size_t{automaton.state_count()} * width);
  for (uint32_t state = 0; state < automaton.state_count(); ++state) {
    uint32_t* row = &tables.cells[size_t{number[state]} * width];
    for (uint32_t of_class = 0; of_class < classes; ++of_class) {
      row[of_class] = number[automaton.next[size_t{state} * classes + of_class]] * width;
    }
    row[classes] = automaton.accepts[state];
  }
  tables.max = *std::max_element(tables.cells.begin(), tables.cells.end());
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
  const Tables tables = TablesOf(automaton);
  const bool is_wide = tables.max > std::numeric_limits<uint16_t>::max();
  llvm::Constant* cells =
      is_wide ? toolbox.Table(tables.cells)
              : toolbox.Table(std::vector<uint16_t>(tables.cells.begin(), tables.cells.end()));
  const std::vector<uint8_t> class_of(automaton.class_of.begin(), automaton.class_of.end());
  return {toolbox.Table(class_of), cells,  automaton.class_count, tables.start,
          tables.settled_begin,    is_wide};
}

llvm::Function* EmitMatch(llvm::Module& module, bool is_wide) {
  llvm::LLVMContext& context = module.getContext();
  llvm::IRBuilder<> builder(context);
  auto* i8 = builder.getInt8Ty();
  auto* i32 = builder.getInt32Ty();
  auto* pointer = builder.getPtrTy();
  auto* type = llvm::FunctionType::get(i32, {pointer, i32, pointer, pointer, i32, i32, i32}, false);
  auto* function = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage,
                                          is_wide ? "match_wide" : "match", module);
  function->setDoesNotThrow();
  enum : unsigned { kText, kLength, kClassOf, kCells, kAcceptColumn, kStart, kSettledBegin };
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
  auto* cell = builder.CreateAdd(state, ElementAt(builder, i8, argument(kClassOf), byte));
  auto* element = is_wide ? i32 : builder.getInt16Ty();
  state->addIncoming(ElementAt(builder, element, argument(kCells), cell), step);
  at->addIncoming(builder.CreateAdd(at, builder.getInt32(1)), step);
  builder.CreateBr(head);

  builder.SetInsertPoint(done);
  auto* accept = builder.CreateAdd(state, argument(kAcceptColumn));
  builder.CreateRet(ElementAt(builder, element, argument(kCells), accept));
  return function;
}

}  // namespace weir::codegen
