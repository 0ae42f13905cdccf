// The hits of a text that stands in a definition: those of the lexicon, and what only the place
// tells. An item of a list ends the statement before it; the verb that opens a description says
// what the tool does; what a parameter takes although its name does not say so is marked
// (Meaning::kUnnamed). Rules and model read the same hits.
#pragma once

#include <string_view>
#include <vector>

#include "runtime/guard/passages.h"
#include "runtime/guard/scanner.h"

namespace weir::guard {

struct Setting {
  bool describes = false;        // the text is the definition's own description
  std::string_view property;     // that it describes, as in Passage; empty otherwise
  const Whole* whole = nullptr;  // as in Passage
};

Setting SettingOf(const Passage& passage);

// In the order in which they end.
std::vector<Hit> HitsIn(std::string_view normal_text, const Setting& setting);

}  // namespace weir::guard
