#include "compiler/slots/extract.h"

#include <cmath>
#include <cstring>
#include <variant>
#include <vector>

#include "compiler/slots/text_views.h"
#include "compiler/slots/value.h"

namespace weir::slots {
namespace {

// json calls every integer outside int64 a kNumber; comparing what a double makes of it could be
// wrong by thousands.
bool IsSpelledAsInteger(std::string_view raw) {
  return raw.find_first_of(".eE") == std::string_view::npos;
}

weir_value OfNumber(json::Value number) {
  weir_value value = OfKind(WEIR_FLOAT);
  value.as.real = number.number();
  const bool exact = std::isfinite(value.as.real) && !IsSpelledAsInteger(number.raw());
  return exact ? value : OfKind(WEIR_INVALID);
}

weir_value Plain(json::Value value) {
  switch (value.kind()) {
    case json::Kind::kNull:
      return OfKind(WEIR_NULL);
    case json::Kind::kBool:
      return OfInteger(WEIR_BOOL, value.boolean() ? 1 : 0);
    case json::Kind::kInteger:
      return OfInteger(WEIR_INTEGER, value.integer());
    case json::Kind::kNumber:
      return OfNumber(value);
    case json::Kind::kString:
      return OfString(value.string());
    case json::Kind::kArray:
      return OfKind(WEIR_LIST);
    case json::Kind::kObject:
      return OfKind(WEIR_OBJECT);
  }
  return OfKind(WEIR_INVALID);
}

// A value that a slot can be of; nothing: absent.
using Source = std::variant<std::monostate, json::Value, std::string_view>;

Source SourceOf(std::optional<json::Value> value) {
  if (!value) return {};
  if (value->is_string()) return value->string();
  return *value;
}

// What a path of keys leads to: a value, nothing (absent), or something that has no members at all
// (broken).
struct Found {
  Source source;
  bool broken = false;
};

Found Follow(Source from, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (std::holds_alternative<std::monostate>(from)) return {};
    const auto* value = std::get_if<json::Value>(&from);
    if (value == nullptr || !value->is_object()) return {{}, true};
    from = SourceOf(value->Find(key));
  }
  return {from};
}

class Filler {
 public:
  Filler(const Inputs& inputs, Arena& arena) : inputs_(inputs), views_(arena), arena_(arena) {}

  // False: the arena refused.
  bool FillRow(const Plan& plan, const Source& element, weir_value* row) {
    for (const Slot& slot : plan) {
      if (!Fill(slot, element, *row++)) return false;
    }
    return true;
  }

 private:
  bool Fill(const Slot& slot, const Source& element, weir_value& value) {
    const Found found = Locate(slot, element);
    const bool absent = std::holds_alternative<std::monostate>(found.source);
    if (slot.view == View::kPresence) {
      value = OfInteger(WEIR_BOOL, absent ? 0 : 1);
    } else if (absent) {
      value = OfKind(found.broken ? WEIR_INVALID : WEIR_ABSENT);
    } else if (const auto* text = std::get_if<std::string_view>(&found.source)) {
      return FillFromText(slot, *text, value);
    } else {
      return FillFromValue(slot, std::get<json::Value>(found.source), value);
    }
    return true;
  }

  Found Locate(const Slot& slot, const Source& element) const {
    switch (slot.root) {
      case Root::kArguments:
        return Follow(SourceOf(inputs_.arguments), slot.keys);
      case Root::kUri:
        return {inputs_.uri};
      case Root::kElement:
        return Follow(element, slot.keys);
      case Root::kTool:
        return Follow(SourceOf(inputs_.tool), slot.keys);
      case Root::kServerName:
        return {std::string_view(slot.keys.front())};
      case Root::kAgentName:
        return {inputs_.agent_name};
      case Root::kClaims:
        return Follow(SourceOf(inputs_.claims), slot.keys);
    }
    return {};
  }

  bool FillFromText(const Slot& slot, std::string_view text, weir_value& value) {
    if (slot.view == View::kStrings) return FillRows(slot, std::vector<Source>{text}, value);
    if (slot.view == View::kCommandArguments) {
      const auto words = views_.Words(text);
      value = OfKind(WEIR_INVALID);
      if (!words) return true;
      return FillRows(slot, std::vector<Source>(words->begin() + 1, words->end()), value);
    }
    value = slot.view == View::kList ? OfKind(WEIR_STRING) : views_.Of(slot.view, text);
    return true;
  }

  bool FillFromValue(const Slot& slot, json::Value from, weir_value& value) {
    if (slot.view == View::kStrings) {
      std::vector<Source> texts;
      CollectTexts(from, texts);
      return FillRows(slot, texts, value);
    }
    if (slot.view == View::kList && from.is_array()) return FillList(slot, from, value);
    if (slot.view == View::kLength && from.is_array()) {
      value = OfInteger(WEIR_INTEGER, static_cast<int64_t>(from.size()));
    } else {
      const bool is_plain = slot.view == View::kPlain || slot.view == View::kList;
      value = is_plain ? Plain(from) : OfKind(WEIR_INVALID);
    }
    return true;
  }

  bool FillList(const Slot& slot, json::Value list, weir_value& value) {
    weir_value* row = nullptr;
    if (!BeginList(slot, list.size(), row, value)) return false;
    if (row == nullptr) return true;
    for (json::Value element : list.items()) {
      if (!FillRow(slot.elements, SourceOf(element), row)) return false;
      row += slot.elements.size();
    }
    return true;
  }

  bool FillRows(const Slot& slot, const std::vector<Source>& elements, weir_value& value) {
    weir_value* row = nullptr;
    if (!BeginList(slot, elements.size(), row, value)) return false;
    if (row == nullptr) return true;
    for (const Source& element : elements) {
      if (!FillRow(slot.elements, element, row)) return false;
      row += slot.elements.size();
    }
    return true;
  }

  // Leaves `row` null where the list is too long to be looked at. False: the arena refused.
  bool BeginList(const Slot& slot, size_t count, weir_value*& row, weir_value& value) {
    value = OfKind(WEIR_INVALID);
    if (count > kListElementsMax) return true;
    row = arena_.NewValues(count * slot.elements.size());
    if (row == nullptr) return false;
    value = OfKind(WEIR_LIST);
    value.length = static_cast<uint32_t>(count);
    value.as.rows = row;
    return true;
  }

  // Stops at one more than a list may have.
  static void CollectTexts(json::Value value, std::vector<Source>& texts) {
    if (texts.size() > kListElementsMax) return;
    if (value.is_string()) texts.emplace_back(value.string());
    for (json::Value item : value.items()) CollectTexts(item, texts);
    for (const json::Member& member : value.members()) {
      texts.emplace_back(member.key);
      CollectTexts(member.value, texts);
    }
  }

  const Inputs& inputs_;
  TextViews views_;
  Arena& arena_;
};

}  // namespace

weir_value* Arena::NewValues(size_t count) {
  if (count > kValuesMax - values_) return nullptr;
  values_ += count;
  // One more than asked for, so that an empty plan too has an address.
  return static_cast<weir_value*>(
      memory_.allocate((count + 1) * sizeof(weir_value), alignof(weir_value)));
}

std::string_view Arena::Keep(std::string_view text) {
  if (text.empty()) return "";
  auto* copy = static_cast<char*>(memory_.allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

const weir_value* Extract(const Plan& plan, const Inputs& inputs, Arena& arena) {
  weir_value* values = arena.NewValues(plan.size());
  if (values == nullptr) return nullptr;
  return Filler(inputs, arena).FillRow(plan, {}, values) ? values : nullptr;
}

}  // namespace weir::slots
