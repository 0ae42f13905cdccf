#include "compiler/ir/name_table.h"

#include <utility>

namespace weir::ir {
namespace {

std::vector<std::string> NamesOf(const std::vector<NameTable::Entry>& entries) {
  std::vector<std::string> names;
  for (const auto& [name, number] : entries) names.push_back(name);
  return names;
}

}  // namespace

NameTable::NameTable(std::vector<Entry> entries)
    : entries_(std::move(entries)), places_(PlaceTexts(NamesOf(entries_))) {
  for (const uint32_t entry : places_.text_in_row) {
    Row& row = rows_.emplace_back();
    if (entry == TextPlaces::kFree) continue;
    const auto& [name, number] = entries_[entry];
    row = {KeyOf(name), number, entry, static_cast<uint32_t>(name.size())};
  }
}

}  // namespace weir::ir
