#include "compiler/codegen/automaton_cache.h"

namespace weir::codegen {
namespace {

// Different patterns have different keys: each text is preceded by its length.
std::string KeyOf(const std::vector<automata::Pattern>& patterns) {
  std::string key;
  for (const automata::Pattern& pattern : patterns) {
    key += std::to_string(static_cast<int>(pattern.kind)) + ' ' +
           std::to_string(pattern.text.size()) + ' ';
    key += pattern.text;
  }
  return key;
}

}  // namespace

const automata::Automaton* AutomatonCache::Get(const std::vector<automata::Pattern>& patterns) {
  const auto [entry, is_new] = built_.try_emplace(KeyOf(patterns));
  if (is_new) {
    if (auto automaton = automata::Build(patterns)) {
      entry->second = std::make_unique<automata::Automaton>(std::move(*automaton));
    }
  }
  return entry->second.get();
}

}  // namespace weir::codegen
