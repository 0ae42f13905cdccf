#include "compiler/codegen/compare.h"

#include <llvm/IR/IRBuilder.h>

#include "compiler/abi/decision_abi.h"

namespace weir::codegen {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;

llvm::Function* NewHelper(llvm::Module& module, llvm::Type* result,
                          llvm::ArrayRef<llvm::Type*> parameters, const char* name) {
  auto* type = llvm::FunctionType::get(result, parameters, false);
  auto* function = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, name, module);
  function->setDoesNotThrow();
  return function;
}

// -1, 0 or 1 from two bits of which one at most is set.
llvm::Value* Order(llvm::IRBuilder<>& builder, llvm::Value* less, llvm::Value* greater) {
  auto* i32 = builder.getInt32Ty();
  return builder.CreateSub(builder.CreateZExt(greater, i32), builder.CreateZExt(less, i32));
}

llvm::Value* OrderIntegers(llvm::IRBuilder<>& builder, llvm::Value* a, llvm::Value* b) {
  return Order(builder, builder.CreateICmpSLT(a, b), builder.CreateICmpSGT(a, b));
}

llvm::Value* OrderReals(llvm::IRBuilder<>& builder, llvm::Value* a, llvm::Value* b) {
  return Order(builder, builder.CreateFCmpOLT(a, b), builder.CreateFCmpOGT(a, b));
}

// The whole part of a double within int64 converts there and back without loss, so what is left to
// compare is the fraction. Outside of int64 the conversion is poison, and the selects do not look
// at it.
llvm::Value* OrderIntegerReal(llvm::IRBuilder<>& builder, llvm::Value* integer, llvm::Value* real) {
  auto* whole = builder.CreateFPToSI(real, builder.getInt64Ty());
  auto* by_whole = OrderIntegers(builder, integer, whole);
  auto* by_fraction = OrderReals(builder, builder.CreateSIToFP(whole, real->getType()), real);
  auto* zero = builder.getInt32(0);
  auto* within = builder.CreateSelect(builder.CreateICmpEQ(by_whole, zero), by_fraction, by_whole);
  auto* limit = llvm::ConstantFP::get(real->getType(), kTwoTo63);
  auto* minus_limit = llvm::ConstantFP::get(real->getType(), -kTwoTo63);
  auto* not_below =
      builder.CreateSelect(builder.CreateFCmpOLT(real, minus_limit), builder.getInt32(1), within);
  return builder.CreateSelect(builder.CreateFCmpOGE(real, limit), builder.getInt32(-1), not_below);
}

}  // namespace

llvm::Function* EmitCompareNumbers(llvm::Module& module) {
  llvm::IRBuilder<> builder(module.getContext());
  auto* i32 = builder.getInt32Ty();
  auto* i64 = builder.getInt64Ty();
  auto* function = NewHelper(module, i32, {i32, i64, i32, i64}, "compare_numbers");
  function->addFnAttr(llvm::Attribute::AlwaysInline);
  const auto block = [&](const char* name) {
    return llvm::BasicBlock::Create(module.getContext(), name, function);
  };
  builder.SetInsertPoint(block("entry"));
  auto* left_integer = function->getArg(1);
  auto* right_integer = function->getArg(3);
  auto* left_real = builder.CreateBitCast(left_integer, builder.getDoubleTy());
  auto* right_real = builder.CreateBitCast(right_integer, builder.getDoubleTy());
  auto* left_is_integer = builder.CreateICmpEQ(function->getArg(0), builder.getInt32(WEIR_INTEGER));
  auto* right_is_integer =
      builder.CreateICmpEQ(function->getArg(2), builder.getInt32(WEIR_INTEGER));
  auto* integer_left = block("integer_left");
  auto* real_left = block("real_left");
  builder.CreateCondBr(left_is_integer, integer_left, real_left);

  builder.SetInsertPoint(integer_left);
  builder.CreateRet(builder.CreateSelect(right_is_integer,
                                         OrderIntegers(builder, left_integer, right_integer),
                                         OrderIntegerReal(builder, left_integer, right_real)));
  builder.SetInsertPoint(real_left);
  auto* reversed = builder.CreateNeg(OrderIntegerReal(builder, right_integer, left_real));
  builder.CreateRet(
      builder.CreateSelect(right_is_integer, reversed, OrderReals(builder, left_real, right_real)));
  return function;
}

llvm::Function* EmitEqualTexts(llvm::Module& module) {
  llvm::IRBuilder<> builder(module.getContext());
  auto* i32 = builder.getInt32Ty();
  auto* pointer = builder.getPtrTy();
  auto* function =
      NewHelper(module, builder.getInt1Ty(), {pointer, i32, pointer, i32}, "equal_texts");
  const auto block = [&](const char* name) {
    return llvm::BasicBlock::Create(module.getContext(), name, function);
  };
  auto* entry = block("entry");
  auto* head = block("head");
  auto* compare = block("compare");
  auto* equal = block("equal");
  auto* different = block("different");

  builder.SetInsertPoint(entry);
  auto* length = function->getArg(1);
  builder.CreateCondBr(builder.CreateICmpEQ(length, function->getArg(3)), head, different);

  builder.SetInsertPoint(head);
  auto* at = builder.CreatePHI(i32, 2);
  at->addIncoming(builder.getInt32(0), entry);
  builder.CreateCondBr(builder.CreateICmpULT(at, length), compare, equal);

  builder.SetInsertPoint(compare);
  const auto byte_of = [&](unsigned argument) {
    auto* address = builder.CreateGEP(builder.getInt8Ty(), function->getArg(argument),
                                      builder.CreateZExt(at, builder.getInt64Ty()));
    return builder.CreateLoad(builder.getInt8Ty(), address);
  };
  auto* same = builder.CreateICmpEQ(byte_of(0), byte_of(2));
  at->addIncoming(builder.CreateAdd(at, builder.getInt32(1)), compare);
  builder.CreateCondBr(same, head, different);

  builder.SetInsertPoint(equal);
  builder.CreateRet(builder.getTrue());
  builder.SetInsertPoint(different);
  builder.CreateRet(builder.getFalse());
  return function;
}

}  // namespace weir::codegen
