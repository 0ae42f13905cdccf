#include "compiler/check/names.h"

namespace weir::check {

const Names::Entry* Names::Declare(const std::string& name, Span span, uint32_t index) {
  const auto [entry, is_new] = entries_.try_emplace(name, Entry{index, span, false});
  return is_new ? nullptr : &entry->second;
}

const Names::Entry* Names::Find(const std::string& name) {
  const auto found = entries_.find(name);
  if (found == entries_.end()) return nullptr;
  found->second.used = true;
  return &found->second;
}

std::vector<std::string> Names::All() const {
  std::vector<std::string> all;
  for (const auto& [name, entry] : entries_) all.push_back(name);
  return all;
}

}  // namespace weir::check
