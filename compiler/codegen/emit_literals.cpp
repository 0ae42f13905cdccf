// EmitLiterals: the trie as control flow.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include <cstring>

#include "compiler/codegen/literals.h"

namespace weir::codegen {
namespace {

class TrieEmitter {
 public:
  TrieEmitter(llvm::Module& module, llvm::Function* function)
      : builder_(llvm::BasicBlock::Create(module.getContext(), "entry", function)),
        function_(function),
        text_(function->getArg(0)),
        length_(function->getArg(1)) {}

  // In the builder's block the text has `depth` bytes at least, and they are those on the way to
  // `node`.
  void Emit(const LiteralNode& node, size_t depth) {
    if (node.children.empty() && node.exact == node.longer) {
      Return(node.longer);
      return;
    }
    // Where a text that ends here is like one that goes on otherwise, the one edge's own question
    // about the length is enough.
    if (node.exact == node.longer && node.children.size() == 1) {
      EmitChild(node.children.front(), depth, 0, ReturnBlock(node.longer));
      return;
    }
    llvm::BasicBlock* longer = NewBlock();
    llvm::BasicBlock* ends_here = ReturnBlock(node.exact);
    builder_.CreateCondBr(builder_.CreateICmpEQ(length_, Length(depth)), ends_here, longer);
    builder_.SetInsertPoint(longer);
    if (node.children.empty()) {
      Return(node.longer);
      return;
    }
    llvm::BasicBlock* otherwise = ReturnBlock(node.longer);
    if (node.children.size() == 1) {
      EmitChild(node.children.front(), depth, 0, otherwise);
    } else {
      EmitChildren(node, depth, otherwise);
    }
  }

 private:
  void EmitChildren(const LiteralNode& node, size_t depth, llvm::BasicBlock* otherwise) {
    llvm::Value* byte = Load(builder_.getInt8Ty(), depth);
    llvm::SwitchInst* on = builder_.CreateSwitch(byte, otherwise);
    for (const LiteralNode& child : node.children) {
      llvm::BasicBlock* block = NewBlock();
      on->addCase(builder_.getInt8(static_cast<uint8_t>(child.edge.front())), block);
      builder_.SetInsertPoint(block);
      EmitChild(child, depth, 1, otherwise);
    }
  }

  // `known` bytes of the edge have been compared.
  void EmitChild(const LiteralNode& child, size_t depth, size_t known,
                 llvm::BasicBlock* otherwise) {
    const size_t end = depth + child.edge.size();
    if (child.edge.size() > known) {
      llvm::BasicBlock* compare = NewBlock();
      llvm::BasicBlock* same = NewBlock();
      builder_.CreateCondBr(builder_.CreateICmpUGE(length_, Length(end)), compare, otherwise);
      builder_.SetInsertPoint(compare);
      builder_.CreateCondBr(IsEqual(child.edge, depth, known), same, otherwise);
      builder_.SetInsertPoint(same);
    }
    Emit(child, end);
  }

  // Word by word; the last word overlaps the one before rather than being read in pieces.
  llvm::Value* IsEqual(const std::string& edge, size_t depth, size_t known) {
    llvm::Value* difference = nullptr;
    size_t at = known;
    while (at < edge.size()) {
      const size_t left = edge.size() - at;
      size_t width = left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
      // What is known may be compared once more, if that saves a load.
      const size_t wider = left > 4 ? 8 : left > 2 ? 4 : left;
      if (width < wider && edge.size() >= wider) {
        width = wider;
        at = edge.size() - wider;
      }
      llvm::Value* part = Difference(edge.substr(at, width), depth + at);
      difference = difference == nullptr ? part : builder_.CreateOr(difference, part);
      at += width;
    }
    return builder_.CreateICmpEQ(difference, builder_.getInt64(0));
  }

  llvm::Value* Difference(const std::string& wanted, size_t at) {
    uint64_t bits = 0;
    std::memcpy(&bits, wanted.data(), wanted.size());  // both sides are this machine's
    auto* type = builder_.getIntNTy(static_cast<unsigned>(wanted.size() * 8));
    llvm::Value* difference =
        builder_.CreateXor(Load(type, at), llvm::ConstantInt::get(type, bits));
    return builder_.CreateZExt(difference, builder_.getInt64Ty());
  }

  llvm::Value* Load(llvm::Type* type, size_t at) {
    llvm::Value* address = builder_.CreateConstGEP1_64(builder_.getInt8Ty(), text_, at);
    return builder_.CreateAlignedLoad(type, address, llvm::Align(1));
  }

  llvm::ConstantInt* Length(size_t length) {
    return builder_.getInt32(static_cast<uint32_t>(length));
  }

  void Return(uint32_t set) { builder_.CreateRet(builder_.getInt32(set)); }

  llvm::BasicBlock* ReturnBlock(uint32_t set) {
    llvm::BasicBlock* block = NewBlock();
    const llvm::IRBuilder<>::InsertPointGuard restore(builder_);
    builder_.SetInsertPoint(block);
    Return(set);
    return block;
  }

  llvm::BasicBlock* NewBlock() {
    return llvm::BasicBlock::Create(builder_.getContext(), "", function_);
  }

  llvm::IRBuilder<> builder_;
  llvm::Function* function_;
  llvm::Value* text_;
  llvm::Value* length_;
};

}  // namespace

llvm::Function* EmitLiterals(llvm::Module& module, const LiteralSet& literals) {
  llvm::LLVMContext& context = module.getContext();
  auto* i32 = llvm::Type::getInt32Ty(context);
  auto* type = llvm::FunctionType::get(i32, {llvm::PointerType::get(context, 0), i32}, false);
  auto* function =
      llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, "literals", module);
  function->setDoesNotThrow();
  TrieEmitter(module, function).Emit(literals.root, 0);
  return function;
}

}  // namespace weir::codegen
