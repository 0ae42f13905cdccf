// Code for another process: a whole policy as one module with one exported symbol, the weir_policy
// of abi/policy_table.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/ir/decision.h"

namespace weir::jit {

enum class AheadForm : uint8_t {
  kLlvm,    // optimised LLVM IR, as text
  kObject,  // position-independent, for any processor of this machine's architecture
};

// What a decision's numbers and bits stand for.
struct AheadRule {
  std::string source;
  std::string place;
  std::string because;
};
struct AheadTexts {
  std::vector<std::string> servers;
  std::vector<std::string> agents;
  std::vector<std::string> labels;
  std::vector<AheadRule> rules;
};

// The bytes of the file. `symbol` is a C name. Patterns over the automaton budget are matched by a
// slower matcher of the file's own; fails where they are too much even for that.
Result<std::string> CompileAhead(const ir::Decisions& decisions, const AheadTexts& texts,
                                 const std::string& symbol, AheadForm form);

}  // namespace weir::jit
