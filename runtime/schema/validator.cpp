// Schemas within schemas: references, alternatives, members, items. What looks at one value alone
// is in keywords.cpp.
#include "runtime/schema/validator.h"

#include <re2/re2.h>

#include <algorithm>

namespace weir::schema {
namespace {

bool IsFalse(const json::Value& schema) {
  return schema.kind() == json::Kind::kBool && !schema.boolean();
}

// A key of a pointer, as it was before `~` and `/` were escaped.
std::string Unescaped(std::string_view key) {
  std::string text;
  for (size_t i = 0; i < key.size(); ++i) {
    const bool is_escape = key[i] == '~' && i + 1 < key.size();
    if (is_escape) ++i;
    text += is_escape ? (key[i] == '1' ? '/' : '~') : key[i];
  }
  return text;
}

std::optional<json::Value> Child(const json::Value& value, const std::string& key) {
  if (value.is_object()) return value.Find(key);
  for (size_t index = 0; const json::Value item : value.items()) {
    if (std::to_string(index++) == key) return item;
  }
  return std::nullopt;
}

}  // namespace

std::string Below(const std::string& pointer, std::string_view key) {
  std::string text = pointer + '/';
  for (const char c : key) {
    if (c == '~' || c == '/') {
      text += c == '~' ? "~0" : "~1";
    } else {
      text += c;
    }
  }
  return text;
}

Validator::Validator(const json::Value& root, Unnamed unnamed) : root_(root), unnamed_(unnamed) {}
Validator::~Validator() = default;

bool Validator::Fail(const std::string& pointer, std::string text, bool unnamed) {
  if (!broken_) misfit_ = {pointer, std::move(text), unnamed};
  return false;
}

bool Validator::Break(const std::string& pointer, std::string text) {
  Fail(pointer, std::move(text));
  broken_ = true;
  return false;
}

bool Validator::Enter(const json::Value& schema, const json::Value& value,
                      const std::string& pointer) {
  Names names;
  names.closed = pointer.empty();  // what says nothing of its arguments has none
  if (!Apply(schema, value, pointer, names)) return false;
  if (unnamed_ == Unnamed::kFit) return true;
  for (const json::Member member : value.members()) {
    if (!names.Has(member.key))
      return Fail(Below(pointer, member.key), "the schema names no such argument", true);
  }
  return true;
}

bool Validator::Apply(const json::Value& schema, const json::Value& value,
                      const std::string& pointer, Names& names) {
  if (broken_) return false;
  if (steps_ == 0 || depth_ == kDepthMax) return Break(pointer, "it takes too long to check");
  --steps_;
  if (IsFalse(schema)) return Fail(pointer, "nothing fits here");
  ++depth_;
  const At at{schema, value, pointer, names};
  bool fits = true;
  for (const json::Member keyword : schema.members()) {
    const auto check = Checks().find(keyword.key);
    if (check != Checks().end()) fits = (this->*check->second)(at, keyword.value);
    if (!fits) break;
  }
  --depth_;
  return fits && !broken_;
}

std::optional<json::Value> Validator::Resolve(std::string_view reference) const {
  if (!reference.starts_with('#')) return std::nullopt;
  std::optional<json::Value> found = root_;
  for (size_t at = 1; found && at < reference.size();) {
    if (reference[at] != '/') return std::nullopt;
    const size_t end = std::min(reference.find('/', at + 1), reference.size());
    found = Child(*found, Unescaped(reference.substr(at + 1, end - at - 1)));
    at = end;
  }
  return found;
}

bool Validator::Reference(const At& at, const json::Value& keyword) {
  const auto target = keyword.is_string() ? Resolve(keyword.string()) : std::nullopt;
  if (!target) return Break(at.pointer, "its schema is not within the definition");
  return Apply(*target, at.value, at.pointer, at.names);
}

bool Validator::AllOf(const At& at, const json::Value& keyword) {
  for (const json::Value schema : keyword.items()) {
    if (!Apply(schema, at.value, at.pointer, at.names)) return false;
  }
  return true;
}

size_t Validator::CountFits(const At& at, const json::Value& alternatives) {
  size_t count = 0;
  for (const json::Value schema : alternatives.items()) {
    Names names;
    if (!Apply(schema, at.value, at.pointer, names)) continue;
    at.names.Merge(names);
    ++count;
  }
  return count;
}

bool Validator::AnyOf(const At& at, const json::Value& keyword) {
  return CountFits(at, keyword) > 0 || Fail(at.pointer, "it fits none of the alternatives");
}

bool Validator::OneOf(const At& at, const json::Value& keyword) {
  return CountFits(at, keyword) == 1 || Fail(at.pointer, "it does not fit exactly one alternative");
}

bool Validator::NotOf(const At& at, const json::Value& keyword) {
  Names names;
  if (!Apply(keyword, at.value, at.pointer, names)) return !broken_;
  return Fail(at.pointer, "it fits what it must not");
}

bool Validator::If(const At& at, const json::Value& keyword) {
  Names names;
  const bool holds = Apply(keyword, at.value, at.pointer, names);
  if (broken_) return false;
  if (holds) at.names.Merge(names);
  const auto branch = at.schema.Find(holds ? "then" : "else");
  return !branch || Apply(*branch, at.value, at.pointer, at.names);
}

bool Validator::Properties(const At& at, const json::Value& keyword) {
  at.names.closed = true;
  for (const json::Member property : keyword.members()) {
    at.names.named.insert(property.key);
    const auto value = at.value.Find(property.key);
    if (value && !Enter(property.value, *value, Below(at.pointer, property.key))) return false;
  }
  return true;
}

bool Validator::PatternProperties(const At& at, const json::Value& keyword) {
  at.names.closed = true;
  for (const json::Member property : keyword.members()) {
    const re2::RE2* pattern = PatternOf(property.key);
    if (pattern == nullptr)
      return Break(at.pointer, "its schema has a pattern that is not regular");
    for (const json::Member member : at.value.members()) {
      if (!re2::RE2::PartialMatch(re2::StringPiece(member.key.data(), member.key.size()), *pattern))
        continue;
      at.names.named.insert(member.key);
      if (!Enter(property.value, member.value, Below(at.pointer, member.key))) return false;
    }
  }
  return true;
}

// A schema of its own names the members that it is for. `true` names nothing.
bool Validator::AdditionalProperties(const At& at, const json::Value& keyword) {
  Names own;
  const At beside{at.schema, at.value, at.pointer, own};
  if (const auto listed = at.schema.Find("properties")) {
    for (const json::Member property : listed->members()) own.named.insert(property.key);
  }
  const auto patterns = at.schema.Find("patternProperties");
  if (patterns && !PatternProperties(beside, *patterns)) return false;
  for (const json::Member member : at.value.members()) {
    if (own.named.contains(member.key)) continue;
    const std::string pointer = Below(at.pointer, member.key);
    if (IsFalse(keyword)) return Fail(pointer, "the schema names no such argument", true);
    if (!Enter(keyword, member.value, pointer)) return false;
    if (keyword.is_object() && keyword.size() > 0) at.names.named.insert(member.key);
  }
  return true;
}

bool Validator::Items(const At& at, const json::Value& keyword) {
  const auto prefix = at.schema.Find("prefixItems");
  const size_t skipped = prefix ? prefix->size() : 0;
  for (size_t index = 0; const json::Value item : at.value.items()) {
    const std::string pointer = Below(at.pointer, std::to_string(index));
    if (index++ >= skipped && !Enter(keyword, item, pointer)) return false;
  }
  return true;
}

bool Validator::PrefixItems(const At& at, const json::Value& keyword) {
  auto schema = keyword.items().begin();
  const auto end = keyword.items().end();
  for (size_t index = 0; const json::Value item : at.value.items()) {
    if (!(schema != end)) return true;
    if (!Enter(*schema, item, Below(at.pointer, std::to_string(index++)))) return false;
    ++schema;
  }
  return true;
}

}  // namespace weir::schema
