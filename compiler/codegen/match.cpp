#include "compiler/codegen/match.h"

#include <limits>

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

// A table of the narrowest elements that hold its values, and reads of it as i32.
class NarrowTable {
 public:
  NarrowTable(Toolbox& toolbox, const std::vector<uint32_t>& values) {
    uint32_t greatest = 0;
    for (uint32_t value : values) greatest = std::max(greatest, value);
    if (greatest <= std::numeric_limits<uint8_t>::max()) {
      table_ = toolbox.Table(std::vector<uint8_t>(values.begin(), values.end()));
    } else if (greatest <= std::numeric_limits<uint16_t>::max()) {
      table_ = toolbox.Table(std::vector<uint16_t>(values.begin(), values.end()));
    } else {
      table_ = toolbox.Table(values);
    }
  }

  llvm::Value* At(llvm::IRBuilder<>& builder, llvm::Value* index) const {
    auto* element = table_->getValueType()->getArrayElementType();
    auto* wide = builder.CreateZExt(index, builder.getInt64Ty());
    auto* value = builder.CreateLoad(element, builder.CreateInBoundsGEP(element, table_, wide));
    return builder.CreateZExt(value, builder.getInt32Ty());
  }

 private:
  llvm::GlobalVariable* table_;
};

}  // namespace

llvm::Function* EmitMatch(Toolbox& toolbox, const automata::Automaton& automaton) {
  const Tables tables = Renumber(automaton);
  const NarrowTable next(toolbox, tables.next);
  const NarrowTable accepts(toolbox, tables.accepts);
  const NarrowTable class_of(toolbox, {automaton.class_of.begin(), automaton.class_of.end()});

  llvm::IRBuilder<> builder(toolbox.context());
  auto* i32 = builder.getInt32Ty();
  auto* type = llvm::FunctionType::get(i32, {builder.getPtrTy(), i32}, false);
  auto* function =
      llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, "match", toolbox.module());
  function->setDoesNotThrow();
  auto* entry = llvm::BasicBlock::Create(toolbox.context(), "entry", function);
  auto* head = llvm::BasicBlock::Create(toolbox.context(), "head", function);
  auto* step = llvm::BasicBlock::Create(toolbox.context(), "step", function);
  auto* done = llvm::BasicBlock::Create(toolbox.context(), "done", function);

  builder.SetInsertPoint(entry);
  builder.CreateBr(head);
  builder.SetInsertPoint(head);
  auto* state = builder.CreatePHI(i32, 2, "state");
  auto* at = builder.CreatePHI(i32, 2, "at");
  state->addIncoming(builder.getInt32(tables.start), entry);
  at->addIncoming(builder.getInt32(0), entry);
  auto* more =
      builder.CreateAnd(builder.CreateICmpULT(at, function->getArg(1)),
                        builder.CreateICmpULT(state, builder.getInt32(tables.settled_begin)));
  builder.CreateCondBr(more, step, done);

  builder.SetInsertPoint(step);
  auto* address = builder.CreateGEP(builder.getInt8Ty(), function->getArg(0),
                                    builder.CreateZExt(at, builder.getInt64Ty()));
  auto* of_class = class_of.At(builder, builder.CreateLoad(builder.getInt8Ty(), address));
  auto* row = builder.CreateMul(state, builder.getInt32(automaton.class_count));
  state->addIncoming(next.At(builder, builder.CreateAdd(row, of_class)), step);
  at->addIncoming(builder.CreateAdd(at, builder.getInt32(1)), step);
  builder.CreateBr(head);

  builder.SetInsertPoint(done);
  builder.CreateRet(accepts.At(builder, state));
  return function;
}

}  // namespace weir::codegen
