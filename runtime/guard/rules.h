// What counts as a sign of an attack, as data: rules.def. A rule is a shape of meanings in one
// statement, or an oddity of the spelling, or a kind of place; none of them is a sentence to
// recognise.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/guard/lexicon.h"
#include "runtime/guard/normal_text.h"

namespace weir::guard {

// Which of a policy's reactions a finding belongs to.
enum class Threat : uint8_t { kPoison, kShadow };
std::string_view NameOf(Threat threat);

enum class RuleId : uint8_t {
#define WEIR_RULE(Name, name, threat, weight, where, pattern, reason) k##Name,
#include "runtime/guard/rules.def"
#undef WEIR_RULE
  kCount,
};
inline constexpr size_t kRuleCount = static_cast<size_t>(RuleId::kCount);

// Where a rule looks, a set: running text, names of properties, names of tools, results, what is
// said about a parameter, or nowhere by itself (the analysis that reports it is code).
enum Where : uint8_t {
  kInCode = 0,
  kInText = 1,
  kInKey = 2,
  kInName = 4,
  kInResult = 8,
  kInParameter = 16,
  kInAnywhere = 31,
  kInProse = kInText | kInResult,
};

struct Rule {
  RuleId id;
  std::string_view name;  // kebab-case, stable
  Threat threat;
  double weight;
  uint8_t where;
  std::string_view pattern;
  std::string_view reason;  // lower case, no final period
};

const Rule& RuleOf(RuleId id);

// One meaning of a shape. In order: after the one before, at most `gap` bytes on.
struct Step {
  Meaning meaning;
  uint32_t gap;
};

// "a b<30 c": in this order in one statement; "a & b": in any order; "! c": and no c in it.
// Alternatives: " / ".
struct Shape {
  RuleId rule;
  Meanings needed = 0;
  Meanings forbidden = 0;
  std::vector<Step> ordered;  // empty: any order
};

// The shapes of all rules with a pattern; read from rules.def on first use.
const std::vector<Shape>& Shapes();
// Those of them that are looked for in one of these places, a set of Where.
const std::vector<Shape>& ShapesIn(uint8_t where);

}  // namespace weir::guard
