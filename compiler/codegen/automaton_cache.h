// Automata by their patterns, so that conditions that many targets share are built into an
// automaton once.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/automata/automaton.h"

namespace weir::codegen {

class AutomatonCache {
 public:
  // Null: over the budget. Stays valid as long as the cache.
  const automata::Automaton* Get(const std::vector<automata::Pattern>& patterns);

 private:
  std::unordered_map<std::string, std::unique_ptr<automata::Automaton>> built_;
};

}  // namespace weir::codegen
