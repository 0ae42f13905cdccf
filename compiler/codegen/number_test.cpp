// ConditionEmitter: numbers of the request against numbers of the policy. Equality with many is one
// switch each over the integers and over the doubles that are meant.
#include <bit>
#include <cmath>
#include <optional>
#include <set>

#include "compiler/base/result.h"
#include "compiler/codegen/condition_emitter.h"
#include "compiler/codegen/relation.h"

namespace weir::codegen {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;

std::optional<int64_t> AsInteger(const check::Number& number) {
  if (const auto* integer = std::get_if<int64_t>(&number)) return *integer;
  const double real = std::get<double>(number);
  if (real < -kTwoTo63 || real >= kTwoTo63 || real != std::floor(real)) return std::nullopt;
  return static_cast<int64_t>(real);
}

// Nothing for an integer that no double is.
std::optional<double> AsReal(const check::Number& number) {
  if (const auto* real = std::get_if<double>(&number)) return *real;
  const int64_t integer = std::get<int64_t>(number);
  const auto real = static_cast<double>(integer);
  if (real == kTwoTo63 || static_cast<int64_t>(real) != integer) return std::nullopt;
  return real;
}

// Equal numbers have equal bits once -0.0 is 0.0.
uint64_t BitsOf(double real) {
  return std::bit_cast<uint64_t>(real + 0.0);
}

}  // namespace

void ConditionEmitter::Branch(const ir::NumberTest& test, Rail rail, Branches to) {
  llvm::Value* value = Address(test.operand);
  llvm::SwitchInst* on = SwitchOnKind(value, rail, to);
  llvm::BasicBlock* integer = NewBlock("integer");
  llvm::BasicBlock* real = NewBlock("real");
  AddCase(on, WEIR_INTEGER, integer);
  AddCase(on, WEIR_FLOAT, real);
  const bool negated = test.relation == check::Relation::kNotEqual;
  const bool equality = negated || test.relation == check::Relation::kEqual;
  const Branches decided = negated ? Branches{to.no, to.yes} : to;
  builder_.SetInsertPoint(integer);
  equality ? EmitIntegerSwitch(test, value, decided) : EmitOrdering(test, WEIR_INTEGER, value, to);
  builder_.SetInsertPoint(real);
  equality ? EmitRealSwitch(test, value, decided) : EmitOrdering(test, WEIR_FLOAT, value, to);
}

void ConditionEmitter::EmitIntegerSwitch(const ir::NumberTest& test, llvm::Value* value,
                                         Branches to) {
  std::set<int64_t> wanted;
  for (const check::Number& number : test.numbers) {
    if (const auto integer = AsInteger(number)) wanted.insert(*integer);
  }
  llvm::Value* payload = toolbox_.Payload(builder_, value, builder_.getInt64Ty());
  llvm::SwitchInst* on = builder_.CreateSwitch(payload, to.no);
  for (int64_t integer : wanted)
    on->addCase(builder_.getInt64(static_cast<uint64_t>(integer)), to.yes);
}

void ConditionEmitter::EmitRealSwitch(const ir::NumberTest& test, llvm::Value* value, Branches to) {
  std::set<uint64_t> wanted;
  for (const check::Number& number : test.numbers) {
    if (const auto real = AsReal(number)) wanted.insert(BitsOf(*real));
  }
  llvm::Value* payload = toolbox_.Payload(builder_, value, builder_.getDoubleTy());
  llvm::Value* zero = llvm::ConstantFP::get(builder_.getDoubleTy(), 0.0);
  llvm::Value* bits =
      builder_.CreateBitCast(builder_.CreateFAdd(payload, zero), builder_.getInt64Ty());
  llvm::SwitchInst* on = builder_.CreateSwitch(bits, to.no);
  for (uint64_t real : wanted) on->addCase(builder_.getInt64(real), to.yes);
}

void ConditionEmitter::EmitOrdering(const ir::NumberTest& test, weir_kind kind, llvm::Value* value,
                                    Branches to) {
  llvm::Value* payload = toolbox_.Payload(builder_, value, builder_.getInt64Ty());
  const auto wanted_kind = [](const check::Number& number) {
    return std::holds_alternative<int64_t>(number) ? WEIR_INTEGER : WEIR_FLOAT;
  };
  const auto wanted_bits = [](const check::Number& number) {
    return std::visit([](auto exact) { return std::bit_cast<uint64_t>(exact); }, number);
  };
  for (const check::Number& number : test.numbers) {
    llvm::Value* order =
        builder_.CreateCall(toolbox_.CompareNumbers(), {builder_.getInt32(kind), payload,
                                                        builder_.getInt32(wanted_kind(number)),
                                                        builder_.getInt64(wanted_bits(number))});
    llvm::BasicBlock* next = NewBlock("number");
    llvm::Value* holds =
        builder_.CreateICmp(PredicateOf(test.relation), order, builder_.getInt32(0));
    builder_.CreateCondBr(holds, to.yes, next);
    builder_.SetInsertPoint(next);
  }
  builder_.CreateBr(to.no);
}

}  // namespace weir::codegen
