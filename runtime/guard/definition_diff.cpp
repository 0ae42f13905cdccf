#include "runtime/guard/definition_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "runtime/guard/canonical.h"
#include "runtime/guard/normal_text.h"

namespace weir::guard {
namespace {

// The raw spelling where a value has no canonical one, so that nothing is equal by accident.
std::string Spelled(const json::Value& value) {
  const Result<std::string> canonical = Canonical(value);
  return canonical ? canonical.value() : std::string(value.raw());
}

// Keywords of JSON Schema that narrow what a value may be, and which way a larger number goes.
enum class Limit : uint8_t { kNone, kMost, kLeast, kAny };
Limit LimitOf(std::string_view keyword) {
  constexpr std::array<std::pair<std::string_view, Limit>, 16> kLimits = {{
      {"maxLength", Limit::kMost},
      {"maxItems", Limit::kMost},
      {"maximum", Limit::kMost},
      {"maxProperties", Limit::kMost},
      {"exclusiveMaximum", Limit::kMost},
      {"minLength", Limit::kLeast},
      {"minItems", Limit::kLeast},
      {"minimum", Limit::kLeast},
      {"minProperties", Limit::kLeast},
      {"exclusiveMinimum", Limit::kLeast},
      {"pattern", Limit::kAny},
      {"enum", Limit::kAny},
      {"const", Limit::kAny},
      {"multipleOf", Limit::kAny},
      {"format", Limit::kAny},
      {"type", Limit::kAny},
  }};
  for (const auto& [name, limit] : kLimits) {
    if (name == keyword) return limit;
  }
  return Limit::kNone;
}

// The values of a list, or the one value; of `type` "integer" is among "number".
std::set<std::string> AlternativesOf(const json::Value& value) {
  std::set<std::string> alternatives;
  if (!value.is_array()) alternatives.insert(Spelled(value));
  for (const json::Value item : value.items()) alternatives.insert(Spelled(item));
  if (alternatives.contains("\"number\"")) alternatives.insert("\"integer\"");
  return alternatives;
}

class Differ {
 public:
  std::vector<Change> Run(const json::Value& before, const json::Value& after) {
    Compare("", "", false, before, after);
    return std::move(changes_);
  }

 private:
  void Note(ChangeKind kind, const std::string& pointer, std::string text) {
    changes_.push_back({kind, pointer, std::move(text)});
  }

  // `names` is true of an object whose keys the author chose: there no key is a keyword.
  void Compare(const std::string& pointer, std::string_view key, bool names, const json::Value& a,
               const json::Value& b) {
    if (Spelled(a) == Spelled(b)) return;
    if (!names && CompareKeyword(pointer, key, a, b)) return;
    if (a.is_object() && b.is_object()) {
      CompareMembers(pointer, key == "properties" && !names, a, b);
    } else if (a.is_array() && b.is_array() && a.size() == b.size()) {
      CompareItems(pointer, a, b);
    } else if (a.is_string() && b.is_string()) {
      Note(ChangeKind::kText, pointer, WordDiff(a.string(), b.string()));
    } else {
      Note(ChangeKind::kChanged, pointer, FromTo(a, b));
    }
  }

  void CompareItems(const std::string& pointer, const json::Value& a, const json::Value& b) {
    auto other = b.items().begin();
    size_t index = 0;
    for (const json::Value item : a.items()) {
      Compare(fmt::format("{}/{}", pointer, index++), "", false, item, *other);
      ++other;
    }
  }

  void CompareMembers(const std::string& pointer, bool names, const json::Value& a,
                      const json::Value& b) {
    std::set<std::string> keys;
    for (const json::Member member : a.members()) keys.emplace(member.key);
    for (const json::Member member : b.members()) keys.emplace(member.key);
    for (const std::string& key : keys) {
      const auto before = a.Find(key);
      const auto after = b.Find(key);
      const std::string place = pointer + "/" + Escaped(key);
      if (before && after) {
        Compare(place, key, names, *before, *after);
      } else if (after) {
        Appear(place, key, names, *after);
      } else {
        Vanish(place, key, names, *before);
      }
    }
  }

  void Appear(const std::string& pointer, const std::string& key, bool names,
              const json::Value& value) {
    if (!names && key == "required" && value.is_array())
      return NoteRequired(pointer, {}, AlternativesOf(value));
    const bool limit = !names && (LimitOf(key) != Limit::kNone || IsClosing(key, value));
    Note(limit ? ChangeKind::kNarrowed : ChangeKind::kAdded, pointer, Spelled(value));
  }

  void Vanish(const std::string& pointer, const std::string& key, bool names,
              const json::Value& value) {
    if (!names && key == "required" && value.is_array())
      return NoteRequired(pointer, AlternativesOf(value), {});
    const bool limit = !names && (LimitOf(key) != Limit::kNone || IsClosing(key, value));
    Note(limit ? ChangeKind::kWidened : ChangeKind::kRemoved, pointer, "was " + Spelled(value));
  }

  static bool IsClosing(std::string_view key, const json::Value& value) {
    return key == "additionalProperties" && value.kind() == json::Kind::kBool && !value.boolean();
  }

  // True if `key` is a keyword whose change has a direction.
  bool CompareKeyword(const std::string& pointer, std::string_view key, const json::Value& a,
                      const json::Value& b) {
    if (key == "required" && a.is_array() && b.is_array()) {
      NoteRequired(pointer, AlternativesOf(a), AlternativesOf(b));
      return true;
    }
    if (key == "additionalProperties" && (IsClosing(key, a) || IsClosing(key, b))) {
      Note(IsClosing(key, a) ? ChangeKind::kWidened : ChangeKind::kNarrowed, pointer, FromTo(a, b));
      return true;
    }
    const Limit limit = LimitOf(key);
    if (limit == Limit::kNone || a.is_object() || b.is_object()) return false;
    const std::optional<bool> wider =
        limit == Limit::kAny ? IsWiderSet(a, b) : IsWiderNumber(limit, a, b);
    Note(!wider   ? ChangeKind::kChanged
         : *wider ? ChangeKind::kWidened
                  : ChangeKind::kNarrowed,
         pointer, FromTo(a, b));
    return true;
  }

  // Nothing if neither holds the other.
  static std::optional<bool> IsWiderSet(const json::Value& a, const json::Value& b) {
    const std::set<std::string> before = AlternativesOf(a);
    const std::set<std::string> after = AlternativesOf(b);
    if (std::includes(after.begin(), after.end(), before.begin(), before.end())) return true;
    if (std::includes(before.begin(), before.end(), after.begin(), after.end())) return false;
    return std::nullopt;
  }

  static bool IsNumber(const json::Value& value) {
    return value.kind() == json::Kind::kInteger || value.kind() == json::Kind::kNumber;
  }
  static std::optional<bool> IsWiderNumber(Limit limit, const json::Value& a,
                                           const json::Value& b) {
    if (!IsNumber(a) || !IsNumber(b)) return std::nullopt;
    return limit == Limit::kMost ? b.number() > a.number() : b.number() < a.number();
  }

  // A list with the same names in another order is still a change, of nothing but the spelling.
  void NoteRequired(const std::string& pointer, const std::set<std::string>& before,
                    const std::set<std::string>& after) {
    const size_t noted = changes_.size();
    for (const std::string& name : after) {
      if (!before.contains(name)) Note(ChangeKind::kRequired, pointer, name);
    }
    for (const std::string& name : before) {
      if (!after.contains(name)) Note(ChangeKind::kOptional, pointer, name);
    }
    if (changes_.size() == noted) Note(ChangeKind::kChanged, pointer, "in another order");
  }

  static std::string FromTo(const json::Value& a, const json::Value& b) {
    return "from " + Spelled(a) + " to " + Spelled(b);
  }

  static std::string Escaped(std::string_view token) {
    std::string escaped;
    for (const char c : token) {
      escaped += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return escaped;
  }

  std::vector<Change> changes_;
};

}  // namespace

std::string_view NameOf(ChangeKind kind) {
  constexpr std::array<std::string_view, 8> kNames = {"text",     "added",   "removed",  "required",
                                                      "optional", "widened", "narrowed", "changed"};
  return kNames[static_cast<size_t>(kind)];
}

std::vector<Change> Diff(const json::Value& before, const json::Value& after) {
  return Differ().Run(before, after);
}

std::string Render(const std::vector<Change>& changes) {
  std::string text;
  for (const Change& change : changes) {
    std::string line = change.text;
    std::replace(line.begin(), line.end(), '\n', ' ');
    text += fmt::format("{:<9} {}  {}\n", NameOf(change.kind), InOneLine(change.pointer),
                        InOneLine(line));
  }
  return text;
}

}  // namespace weir::guard
