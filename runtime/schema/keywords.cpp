// The keywords that look at one value alone, and the table of all.
#include <re2/re2.h>

#include <algorithm>
#include <cmath>

#include "runtime/schema/equal.h"
#include "runtime/schema/validator.h"

namespace weir::schema {
namespace {

constexpr int64_t kPatternMemoryMax = int64_t{1} << 20;

using Measure = std::optional<double> (*)(const json::Value&);

bool IsNumber(const json::Value& value) {
  return value.kind() == json::Kind::kInteger || value.kind() == json::Kind::kNumber;
}

std::optional<double> ItsNumber(const json::Value& value) {
  return IsNumber(value) ? std::optional(value.number()) : std::nullopt;
}

// In code points.
std::optional<double> ItsLength(const json::Value& value) {
  if (!value.is_string()) return std::nullopt;
  return static_cast<double>(std::ranges::count_if(
      value.string(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::optional<double> ItsItems(const json::Value& value) {
  return value.is_array() ? std::optional(static_cast<double>(value.size())) : std::nullopt;
}

std::optional<double> ItsMembers(const json::Value& value) {
  return value.is_object() ? std::optional(static_cast<double>(value.size())) : std::nullopt;
}

constexpr bool AtLeast(double value, double bound) {
  return value >= bound;
}
constexpr bool AtMost(double value, double bound) {
  return value <= bound;
}
constexpr bool Above(double value, double bound) {
  return value > bound;
}
constexpr bool Under(double value, double bound) {
  return value < bound;
}

bool IsOfType(const json::Value& value, std::string_view type) {
  switch (value.kind()) {
    case json::Kind::kNull:
      return type == "null";
    case json::Kind::kBool:
      return type == "boolean";
    case json::Kind::kInteger:
      return type == "integer" || type == "number";
    case json::Kind::kNumber:
      return type == "number" ||
             (type == "integer" && std::trunc(value.number()) == value.number());
    case json::Kind::kString:
      return type == "string";
    case json::Kind::kArray:
      return type == "array";
    case json::Kind::kObject:
      return type == "object";
  }
  return false;
}

}  // namespace

template <auto measure, auto fits>
bool Validator::Bound(const At& at, const json::Value& keyword) {
  const std::optional<double> measured = measure(at.value);
  if (!measured || !IsNumber(keyword) || fits(*measured, keyword.number())) return true;
  return Fail(at.pointer, "it is out of bounds");
}

const std::map<std::string_view, Validator::Check>& Validator::Checks() {
  static const std::map<std::string_view, Check> checks = {
      {"$ref", &Validator::Reference},
      {"type", &Validator::Type},
      {"enum", &Validator::Enum},
      {"const", &Validator::Const},
      {"allOf", &Validator::AllOf},
      {"anyOf", &Validator::AnyOf},
      {"oneOf", &Validator::OneOf},
      {"not", &Validator::NotOf},
      {"if", &Validator::If},
      {"properties", &Validator::Properties},
      {"patternProperties", &Validator::PatternProperties},
      {"additionalProperties", &Validator::AdditionalProperties},
      {"propertyNames", &Validator::PropertyNames},
      {"required", &Validator::Required},
      {"dependentRequired", &Validator::DependentRequired},
      {"items", &Validator::Items},
      {"prefixItems", &Validator::PrefixItems},
      {"contains", &Validator::Contains},
      {"uniqueItems", &Validator::UniqueItems},
      {"pattern", &Validator::Pattern},
      {"multipleOf", &Validator::MultipleOf},
      {"minimum", &Validator::Bound<ItsNumber, AtLeast>},
      {"maximum", &Validator::Bound<ItsNumber, AtMost>},
      {"exclusiveMinimum", &Validator::Bound<ItsNumber, Above>},
      {"exclusiveMaximum", &Validator::Bound<ItsNumber, Under>},
      {"minLength", &Validator::Bound<ItsLength, AtLeast>},
      {"maxLength", &Validator::Bound<ItsLength, AtMost>},
      {"minItems", &Validator::Bound<ItsItems, AtLeast>},
      {"maxItems", &Validator::Bound<ItsItems, AtMost>},
      {"minProperties", &Validator::Bound<ItsMembers, AtLeast>},
      {"maxProperties", &Validator::Bound<ItsMembers, AtMost>},
  };
  return checks;
}

bool Validator::Type(const At& at, const json::Value& keyword) {
  if (keyword.is_string() && IsOfType(at.value, keyword.string())) return true;
  for (const json::Value type : keyword.items()) {
    if (type.is_string() && IsOfType(at.value, type.string())) return true;
  }
  return Fail(at.pointer, "it is of the wrong type");
}

bool Validator::Enum(const At& at, const json::Value& keyword) {
  for (const json::Value choice : keyword.items()) {
    if (Equal(choice, at.value, steps_)) return true;
  }
  return Fail(at.pointer, "it is none of the values that there are");
}

bool Validator::Const(const At& at, const json::Value& keyword) {
  return Equal(keyword, at.value, steps_) || Fail(at.pointer, "it is not the value that there is");
}

bool Validator::PropertyNames(const At& at, const json::Value& keyword) {
  for (const json::Member member : at.value.members()) {
    const auto name = json::Document::Parse(json::Quote(member.key));
    Names names;
    if (!name || !Apply(keyword, name->root(), Below(at.pointer, member.key), names)) return false;
  }
  return true;
}

bool Validator::Required(const At& at, const json::Value& keyword) {
  if (!at.value.is_object()) return true;
  for (const json::Value name : keyword.items()) {
    if (name.is_string() && !at.value.Find(name.string())) {
      return Fail(Below(at.pointer, name.string()), "it is missing");
    }
  }
  return true;
}

bool Validator::DependentRequired(const At& at, const json::Value& keyword) {
  for (const json::Member dependent : keyword.members()) {
    if (at.value.Find(dependent.key) && !Required(at, dependent.value)) return false;
  }
  return true;
}

bool Validator::Contains(const At& at, const json::Value& keyword) {
  if (!at.value.is_array()) return true;
  const auto bound = [&](std::string_view name, double otherwise) {
    const auto value = at.schema.Find(name);
    return value && IsNumber(*value) ? value->number() : otherwise;
  };
  double count = 0;
  for (const json::Value item : at.value.items()) {
    Names names;
    count += Apply(keyword, item, at.pointer, names) ? 1 : 0;
    if (broken_) return false;
  }
  const bool fits = count >= bound("minContains", 1) && count <= bound("maxContains", count);
  return fits || Fail(at.pointer, "too few or too many of its items are of a kind");
}

bool Validator::UniqueItems(const At& at, const json::Value& keyword) {
  if (keyword.kind() != json::Kind::kBool || !keyword.boolean()) return true;
  for (size_t skip = 0; const json::Value item : at.value.items()) {
    size_t index = 0;
    for (const json::Value earlier : at.value.items()) {
      if (index++ == skip) break;
      if (Equal(earlier, item, steps_)) return Fail(at.pointer, "two of its items are the same");
      if (steps_ == 0) return Break(at.pointer, "it takes too long to check");
    }
    ++skip;
  }
  return true;
}

const re2::RE2* Validator::PatternOf(std::string_view text) {
  if (text.size() > kPatternBytesMax) return nullptr;
  auto found = patterns_.find(text);
  if (found == patterns_.end()) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kPatternMemoryMax);
    auto pattern = std::make_unique<re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
    found = patterns_.emplace(std::string(text), std::move(pattern)).first;
  }
  return found->second->ok() ? found->second.get() : nullptr;
}

bool Validator::Pattern(const At& at, const json::Value& keyword) {
  if (!at.value.is_string() || !keyword.is_string()) return true;
  const re2::RE2* pattern = PatternOf(keyword.string());
  if (pattern == nullptr) return Break(at.pointer, "its schema has a pattern that is not regular");
  const std::string_view text = at.value.string();
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *pattern) ||
         Fail(at.pointer, "it does not match the pattern");
}

bool Validator::MultipleOf(const At& at, const json::Value& keyword) {
  if (!IsNumber(at.value) || !IsNumber(keyword) || keyword.number() <= 0) return true;
  constexpr double kRoundingMax = 1e-9;  // 0.3 is no exact multiple of 0.1
  const double quotient = at.value.number() / keyword.number();
  return std::abs(quotient - std::round(quotient)) <=
             kRoundingMax * std::max(1.0, std::abs(quotient)) ||
         Fail(at.pointer, "it is no multiple of what it must be");
}

}  // namespace weir::schema
