#include "runtime/guard/rules.h"

#include <array>
#include <charconv>
#include <optional>

namespace weir::guard {
namespace {

constexpr uint32_t kGapAny = UINT32_MAX;

constexpr std::array<Rule, kRuleCount> kRules = {{
#define WEIR_RULE(Name, name, threat, weight, where, pattern, reason) \
  {RuleId::k##Name, name, Threat::k##threat, weight, where, pattern, reason},
#include "runtime/guard/rules.def"
#undef WEIR_RULE
}};

std::vector<std::string_view> SplitAt(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (size_t at = 0; (at = text.find(separator)) != std::string_view::npos;) {
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + separator.size());
  }
  parts.push_back(text);
  return parts;
}

std::optional<Meaning> MeaningOf(std::string_view name) {
  for (size_t i = 0; i < kMeaningCount; ++i) {
    if (NameOf(static_cast<Meaning>(i)) == name) return static_cast<Meaning>(i);
  }
  return std::nullopt;
}

struct Reading {
  Shape shape;
  bool in_order = true;
  bool understood = true;
};

void ReadWord(std::string_view word, bool& negated, Reading& reading) {
  if (word == "&") {
    reading.in_order = false;
    return;
  }
  if (word == "!") {
    negated = true;
    return;
  }
  uint32_t gap = kGapAny;
  if (const size_t less = word.find('<'); less != std::string_view::npos) {
    const std::string_view digits = word.substr(less + 1);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), gap);
    reading.understood &= parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size();
    word = word.substr(0, less);
  }
  const std::optional<Meaning> meaning = MeaningOf(word);
  if (!meaning) {
    reading.understood = false;
  } else if (negated) {
    reading.shape.forbidden |= SetOf(*meaning);
  } else {
    reading.shape.needed |= SetOf(*meaning);
    reading.shape.ordered.push_back({*meaning, gap});
  }
  negated = false;
}

// A pattern that cannot be read needs every meaning at once, so that it never fits; a test holds
// that there is none.
Shape ReadShape(RuleId rule, std::string_view pattern) {
  Reading reading;
  reading.shape.rule = rule;
  bool negated = false;
  for (const std::string_view word : SplitAt(pattern, " ")) ReadWord(word, negated, reading);
  if (!reading.in_order) reading.shape.ordered.clear();
  if (!reading.understood) reading.shape.needed = ~Meanings{0};
  return reading.shape;
}

std::vector<Shape> ReadShapes() {
  std::vector<Shape> shapes;
  for (const Rule& rule : kRules) {
    if (rule.pattern.empty()) continue;
    for (const std::string_view alternative : SplitAt(rule.pattern, " / ")) {
      shapes.push_back(ReadShape(rule.id, alternative));
    }
  }
  return shapes;
}

}  // namespace

std::string_view NameOf(Threat threat) {
  return threat == Threat::kPoison ? "poison" : "shadow";
}

const Rule& RuleOf(RuleId id) {
  return kRules[static_cast<size_t>(id)];
}

const std::vector<Shape>& Shapes() {
  static const std::vector<Shape> shapes = ReadShapes();
  return shapes;
}

const std::vector<Shape>& ShapesIn(uint8_t where) {
  static const auto sorted = [] {
    std::array<std::vector<Shape>, kInAnywhere + 1> made;
    for (const Shape& shape : Shapes()) {
      for (size_t places = 0; places < made.size(); ++places) {
        if ((RuleOf(shape.rule).where & places) != 0) made[places].push_back(shape);
      }
    }
    return made;
  }();
  return sorted[where & kInAnywhere];
}

}  // namespace weir::guard
