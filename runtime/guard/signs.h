// What the rules find in the passages of one definition or one result.
#pragma once

#include <bitset>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/guard/passages.h"
#include "runtime/guard/rules.h"
#include "runtime/guard/statement.h"

namespace weir::guard {

// A rule that fits, the first time that it does.
struct Sign {
  RuleId rule;
  size_t passage;
  Range range;  // bytes of the passage as it was given
};

struct Signs {
  std::vector<Sign> list;
  std::bitset<kRuleCount> rules;
  Meanings meanings = 0;
  size_t boasts = 0;  // distinct places

  // The heaviest sentence that the learned part has seen.
  struct Heaviest {
    double logit;
    size_t passage;
    Range range;
  };
  std::optional<Heaviest> heaviest;

  void Add(RuleId rule, size_t passage, Range range);
  // Adds the sign that the heaviest sentence is worth. For definitions, which the model learned
  // from; instructions and results are full of orders.
  void AddHeaviest();
};

// Hits for names in a normal text (Meaning::kNamed, kUnknown, kSibling); their Hit::term is set by
// whoever reads them.
struct FoundNames {
  std::vector<Hit> named;
  std::vector<Hit> unknown;
  std::vector<Hit> siblings;
};
using FindNames = std::function<FoundNames(std::string_view text)>;

// Reads one passage and adds what it finds. `names` may be empty.
void ReadPassage(const Passage& passage, size_t index, const FindNames& names, Signs& signs);
// The same of a tool's result, where there is no role and where speed counts: plain text is scanned
// once where it lies.
void ReadResult(std::string_view text, Signs& signs);

}  // namespace weir::guard
