#include "compiler/slots/extract.h"

#include <cmath>
#include <cstring>

#include "compiler/views/path.h"

namespace weir::slots {
namespace {

weir_value OfKind(weir_kind kind) {
  weir_value value{};
  value.kind = kind;
  return value;
}

weir_value OfInteger(weir_kind kind, int64_t integer) {
  weir_value value = OfKind(kind);
  value.as.integer = integer;
  return value;
}

weir_value OfString(std::string_view text) {
  weir_value value = OfKind(WEIR_STRING);
  value.length = static_cast<uint32_t>(text.size());
  value.as.bytes = text.data();
  return value;
}

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

// What a path of keys leads to: a value, nothing (absent), or something that has no members at all
// (broken).
struct Found {
  std::optional<json::Value> value;
  bool broken = false;
};

Found Follow(std::optional<json::Value> from, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (!from) return {};
    if (!from->is_object()) return {std::nullopt, true};
    from = from->Find(key);
  }
  return {from};
}

class Filler {
 public:
  Filler(std::optional<json::Value> arguments, std::string_view uri, Arena& arena)
      : arguments_(arguments), uri_(uri), arena_(arena) {}

  // False: the arena refused.
  bool FillRow(const Plan& plan, std::optional<json::Value> element, weir_value* row) {
    for (const Slot& slot : plan) {
      if (!Fill(slot, element, *row++)) return false;
    }
    return true;
  }

 private:
  bool Fill(const Slot& slot, std::optional<json::Value> element, weir_value& value) {
    if (slot.root == Root::kUri) {
      value = FromString(slot.view, uri_);
      return true;
    }
    const Found found = Follow(slot.root == Root::kElement ? element : arguments_, slot.keys);
    if (slot.view == View::kPresence) {
      value = OfInteger(WEIR_BOOL, found.value ? 1 : 0);
      return true;
    }
    if (!found.value) {
      value = OfKind(found.broken ? WEIR_INVALID : WEIR_ABSENT);
      return true;
    }
    if (slot.view == View::kList && found.value->is_array()) {
      return FillList(slot, *found.value, value);
    }
    value = found.value->is_string() ? FromString(slot.view, found.value->string())
                                     : FromOther(slot.view, *found.value);
    return true;
  }

  weir_value FromString(View view, std::string_view text) {
    switch (view) {
      case View::kPlain:
        return OfString(text);
      case View::kPath:
        return Resolved(text);
      case View::kPresence:
        return OfInteger(WEIR_BOOL, 1);
      case View::kList:
        return OfKind(WEIR_STRING);
    }
    return OfKind(WEIR_INVALID);
  }

  static weir_value FromOther(View view, json::Value value) {
    return view == View::kPath ? OfKind(WEIR_INVALID) : Plain(value);
  }

  weir_value Resolved(std::string_view raw) {
    const std::optional<std::string_view> path = views::ResolvePath(raw, storage_);
    if (!path) return OfKind(WEIR_INVALID);
    const bool is_borrowed = path->data() == storage_.data();
    return OfString(is_borrowed ? arena_.Keep(*path) : *path);
  }

  bool FillList(const Slot& slot, json::Value list, weir_value& value) {
    const size_t count = list.size();
    if (count > kListElementsMax) {
      value = OfKind(WEIR_INVALID);
      return true;
    }
    weir_value* rows = arena_.NewValues(count * slot.elements.size());
    if (rows == nullptr) return false;
    value = OfKind(WEIR_LIST);
    value.length = static_cast<uint32_t>(count);
    value.as.rows = rows;
    for (json::Value element : list.items()) {
      if (!FillRow(slot.elements, element, rows)) return false;
      rows += slot.elements.size();
    }
    return true;
  }

  std::optional<json::Value> arguments_;
  std::string_view uri_;
  Arena& arena_;
  std::string storage_;
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

const weir_value* Extract(const Plan& plan, std::optional<json::Value> arguments,
                          std::string_view uri, Arena& arena) {
  weir_value* values = arena.NewValues(plan.size());
  if (values == nullptr) return nullptr;
  return Filler(arguments, uri, arena).FillRow(plan, std::nullopt, values) ? values : nullptr;
}

}  // namespace weir::slots
