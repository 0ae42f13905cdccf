#include "compiler/codegen/matchers.h"

namespace weir::codegen {
namespace {

// Different patterns have different keys: each text is preceded by its length.
std::string KeyOf(const Matchers::Patterns& patterns) {
  std::string key;
  for (const automata::Pattern& pattern : patterns) {
    key += std::to_string(static_cast<int>(pattern.kind)) + ' ' +
           std::to_string(pattern.text.size()) + ' ';
    key += pattern.text;
  }
  return key;
}

}  // namespace

const LiteralSet& Matchers::Literals(const Patterns& patterns) {
  const auto [entry, is_new] = literals_.try_emplace(KeyOf(patterns));
  if (is_new) entry->second = std::make_unique<LiteralSet>(BuildLiterals(patterns));
  return *entry->second;
}

const TextSet& Matchers::Texts(const Patterns& patterns) {
  const auto [entry, is_new] = texts_.try_emplace(KeyOf(patterns));
  if (is_new) entry->second = std::make_unique<TextSet>(BuildTextSet(patterns));
  return *entry->second;
}

const automata::Automaton* Matchers::Automaton(const Patterns& patterns) {
  const auto [entry, is_new] = automata_.try_emplace(KeyOf(patterns));
  if (!is_new || !may_try()) return entry->second.get();
  if (auto automaton = automata::Build(patterns, {kStatesMax})) {
    entry->second = std::make_unique<automata::Automaton>(std::move(*automaton));
  } else {
    ++failures_;
  }
  return entry->second.get();
}

const LazyMatcher* Matchers::Lazy(const Patterns& patterns) {
  const auto [entry, is_new] = lazy_by_key_.try_emplace(KeyOf(patterns), nullptr);
  if (is_new) {
    auto matcher = LazyMatcher::Create(static_cast<uint32_t>(lazy_.size()), patterns);
    entry->second = matcher.get();
    if (matcher != nullptr) lazy_.push_back(std::move(matcher));
  }
  return entry->second;
}

}  // namespace weir::codegen
