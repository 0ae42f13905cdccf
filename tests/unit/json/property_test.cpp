// Against nlohmann-json: the same texts are accepted and mean the same, apart from what weir
// refuses on purpose.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/json/document.h"

namespace weir::json {
namespace {

using Reference = nlohmann::json;

// Duplicate keys and depth, which the reference lets pass.
struct OwnRefusals {
  bool duplicate = false;
  int depth = 0;
};

std::optional<OwnRefusals> ReadReference(const std::string& text, Reference& value) {
  OwnRefusals found;
  std::vector<std::set<std::string>> keys;
  const auto watch = [&](int, Reference::parse_event_t event, Reference& parsed) {
    using Event = Reference::parse_event_t;
    if (event == Event::object_start || event == Event::array_start) {
      keys.emplace_back();
      found.depth = std::max(found.depth, static_cast<int>(keys.size()));
    }
    if (event == Event::object_end || event == Event::array_end) keys.pop_back();
    if (event == Event::key)
      found.duplicate |= !keys.back().insert(parsed.get<std::string>()).second;
    return true;
  };
  value = Reference::parse(text, watch, false);
  if (value.is_discarded()) return std::nullopt;
  return found;
}

bool Same(const Value& value, const Reference& reference) {
  switch (value.kind()) {
    case Kind::kNull:
      return reference.is_null();
    case Kind::kBool:
      return reference.is_boolean() && reference.get<bool>() == value.boolean();
    case Kind::kInteger:
      return reference.is_number() && reference.get<int64_t>() == value.integer();
    case Kind::kNumber:
      return reference.is_number() && reference.get<double>() == value.number();
    case Kind::kString:
      return reference.is_string() && reference.get_ref<const std::string&>() == value.string();
    case Kind::kArray: {
      if (!reference.is_array() || reference.size() != value.size()) return false;
      size_t i = 0;
      for (const Value item : value.items()) {
        if (!Same(item, reference[i++])) return false;
      }
      return i == reference.size();
    }
    case Kind::kObject: {
      if (!reference.is_object() || reference.size() != value.size()) return false;
      for (const Member member : value.members()) {
        const auto found = reference.find(std::string(member.key));
        if (found == reference.end() || !Same(member.value, *found)) return false;
      }
      return true;
    }
  }
  return false;
}

// The reference reads 1e999 as an error; weir as infinity.
bool HasHugeNumber(const Value& value) {
  if (value.kind() == Kind::kNumber) return std::isinf(value.number());
  for (const Value item : value.items()) {
    if (HasHugeNumber(item)) return true;
  }
  for (const Member member : value.members()) {
    if (HasHugeNumber(member.value)) return true;
  }
  return false;
}

void Compare(const std::string& text) {
  RC_PRE(!text.starts_with("\xEF"));  // the reference skips a byte order mark
  Reference reference;
  const std::optional<OwnRefusals> expected = ReadReference(text, reference);
  const Result<Document> read = Document::Parse(text);
  if (!expected) {
    const bool refused = !read.ok() || HasHugeNumber(read->root());
    RC_ASSERT(refused);
    return;
  }
  RC_ASSERT(read.ok() == (!expected->duplicate && expected->depth <= kNestingMax));
  if (read.ok()) RC_ASSERT(Same(read->root(), reference));
}

// JSON mostly, drawn from pieces that meet each other in odd ways.
std::string Pieces() {
  static const std::vector<std::string> kPieces = {
      "{",       "}",         "[",     "]",
      ",",       ":",         "\"",    "\\",
      " ",       "\n",        "\"a\"", "\"b\"",
      "null",    "true",      "false", "0",
      "-",       "12",        "1.5",   "1e3",
      "E+",      "\\u00",     "61",    "\\ud83d",
      "\\ude00", "\xC3\xA4",  "\xC3",  "\"k\":",
      "[1,2]",   "{\"a\":1}", "\t",    "9223372036854775808",
      "\\n",     "\x01"};
  std::string text;
  for (const std::string& piece :
       *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces)))
    text += piece;
  return text;
}

Reference Tree(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<int64_t>();
    case 3:
      return *rc::gen::inRange(-1000, 1000) / 8.0;
    case 4:
      return *rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~'));
    case 5:
      return *rc::gen::container<std::string>(rc::gen::elementOf(std::string("\"\\\n\x01/a\x7f")));
    case 6: {
      Reference array = Reference::array();
      for (int i = *rc::gen::inRange(0, 5); i > 0; --i) array.push_back(Tree(depth - 1));
      return array;
    }
    default: {
      Reference object = Reference::object();
      for (int i = *rc::gen::inRange(0, 12); i > 0; --i) {
        object[*rc::gen::container<std::string>(rc::gen::inRange<char>('a', 'e'))] =
            Tree(depth - 1);
      }
      return object;
    }
  }
}

TEST_CASE("generated values read as the reference reads them") {
  CHECK(rc::check(
      [] { Compare(Tree(4).dump(*rc::gen::inRange(-1, 3), ' ', *rc::gen::arbitrary<bool>())); }));
}

TEST_CASE("mutated texts are accepted and refused alike") {
  CHECK(rc::check([] {
    std::string text = Tree(3).dump();
    for (int i = *rc::gen::inRange(1, 4); i > 0 && !text.empty(); --i) {
      const auto at = *rc::gen::inRange<size_t>(0, text.size());
      if (*rc::gen::arbitrary<bool>()) {
        text[at] = *rc::gen::elementOf(std::string("{}[],:\"\\ 01-.eEtfnu\xC3\xA4\x01\x80"));
      } else {
        text.erase(at, 1);
      }
    }
    Compare(text);
  }));
}

TEST_CASE("pieces of JSON in any order are accepted and refused alike") {
  CHECK(rc::check([] { Compare(Pieces()); }));
}

}  // namespace
}  // namespace weir::json
