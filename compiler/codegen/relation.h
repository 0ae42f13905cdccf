// A relation as a predicate over the order (-1, 0, 1) that CompareNumbers gives, against 0.
#pragma once

#include <llvm/IR/InstrTypes.h>

#include "compiler/check/program.h"

namespace weir::codegen {

constexpr llvm::CmpInst::Predicate PredicateOf(check::Relation relation) {
  switch (relation) {
    case check::Relation::kEqual:
      return llvm::CmpInst::ICMP_EQ;
    case check::Relation::kNotEqual:
      return llvm::CmpInst::ICMP_NE;
    case check::Relation::kLess:
      return llvm::CmpInst::ICMP_SLT;
    case check::Relation::kLessOrEqual:
      return llvm::CmpInst::ICMP_SLE;
    case check::Relation::kGreater:
      return llvm::CmpInst::ICMP_SGT;
    case check::Relation::kGreaterOrEqual:
      return llvm::CmpInst::ICMP_SGE;
  }
  return llvm::CmpInst::ICMP_EQ;
}

}  // namespace weir::codegen
