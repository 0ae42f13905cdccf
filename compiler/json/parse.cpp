// Document::Parse. simdjson finds the structure and checks UTF-8; what a value means is read here,
// because numbers of any magnitude must pass and because a key's spelling must not hide a
// duplicate.
#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "compiler/json/document.h"
#include "compiler/json/number.h"
#include "compiler/json/tape.h"
#include "compiler/json/unicode.h"

namespace weir::json {
namespace {

namespace ondemand = simdjson::ondemand;

// Offsets are 32 bits wide.
constexpr size_t kAddressable = std::numeric_limits<uint32_t>::max() - simdjson::SIMDJSON_PADDING;
// Up to so many keys are compared each with each, which allocates nothing.
constexpr size_t kFewKeys = 8;

std::string_view TrimRight(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

std::string_view Describe(simdjson::error_code code) {
  switch (code) {
    case simdjson::EMPTY:
      return "no JSON value";
    case simdjson::UTF8_ERROR:
      return "not UTF-8";
    case simdjson::UNCLOSED_STRING:
      return "a string without its closing quote";
    case simdjson::UNESCAPED_CHARS:
      return "a control character in a string";
    case simdjson::MEMALLOC:
      return "not enough memory";
    default:
      return "not JSON";
  }
}

// The quote that ends the string whose body begins at `at`; npos if there is none. Two searches for
// one byte each are some ten times faster over long strings than one for either of two, and no byte
// is searched twice for the same thing.
size_t ClosingQuote(std::string_view text, size_t at, bool& escaped) {
  size_t quote = text.find('"', at);
  while (quote != std::string_view::npos) {
    const size_t escape = text.substr(0, quote).find('\\', at);
    if (escape == std::string_view::npos) return quote;
    escaped = true;
    at = escape + 2;
    if (at > quote) quote = text.find('"', at);
  }
  return quote;
}

// One pass over the text. Every function that returns bool has set the error where it returns
// false.
class Reader {
 public:
  Reader(Tape& tape, const Limits& limits)
      : tape_(tape), nesting_max_(std::min(limits.nesting_max, kNestingCeiling)) {}

  bool Read() {
    ondemand::parser parser;
    ondemand::document document;
    const size_t size = tape_.text_size;
    if (const auto code =
            parser.iterate(tape_.text.data(), size, tape_.text.size()).get(document)) {
      return Fail(Describe(code));
    }
    document_ = &document;
    if (!ReadRoot()) return false;
    if (tape_.nodes[0].end != TrimRight(tape_.View()).size()) {
      return Fail("something after the value", tape_.nodes[0].end);
    }
    return true;
  }

  Error TakeError() { return std::move(error_); }

 private:
  bool Fail(std::string_view what, std::optional<size_t> at = {}) {
    error_.message = what;
    if (at) error_.message += " at byte " + std::to_string(*at);
    return false;
  }
  bool FailHere(simdjson::error_code code) { return Fail(Describe(code), Here()); }

  uint32_t OffsetOf(const char* place) const {
    return static_cast<uint32_t>(place - tape_.text.data());
  }

  // Where the next token begins, or the end of the text.
  uint32_t Here() {
    const char* place = nullptr;
    if (document_->current_location().get(place)) return static_cast<uint32_t>(tape_.text_size);
    return std::min(OffsetOf(place), static_cast<uint32_t>(tape_.text_size));
  }

  // A document and a value have the same interface up to here, but no type in common.
  bool ReadRoot() {
    ondemand::json_type type{};
    if (const auto code = document_->type().get(type)) return FailHere(code);
    if (type == ondemand::json_type::array || type == ondemand::json_type::object) {
      ondemand::value value;
      if (const auto code = document_->get_value().get(value)) return FailHere(code);
      return ReadContainer(value, type, 1);
    }
    std::string_view token;
    if (const auto code = document_->raw_json_token().get(token)) return FailHere(code);
    return ReadScalar(TrimRight(token));
  }

  bool ReadValue(ondemand::value value, int depth) {
    ondemand::json_type type{};
    if (const auto code = value.type().get(type)) return FailHere(code);
    if (type == ondemand::json_type::array || type == ondemand::json_type::object) {
      return ReadContainer(value, type, depth + 1);
    }
    return ReadScalar(TrimRight(value.raw_json_token()));
  }

  bool ReadContainer(ondemand::value value, ondemand::json_type type, int depth) {
    const uint32_t begin = OffsetOf(value.raw_json_token().data());
    if (depth > nesting_max_) {
      return Fail("nesting over the limit of " + std::to_string(nesting_max_), begin);
    }
    const bool is_object = type == ondemand::json_type::object;
    const size_t node = Add(begin, begin, is_object ? Kind::kObject : Kind::kArray);
    if (is_object ? !ReadMembers(value, node, depth) : !ReadItems(value, node, depth)) return false;
    // The next token is behind the closing bracket and white space.
    Close(node, static_cast<uint32_t>(TrimRight(tape_.View().substr(0, Here())).size()));
    return true;
  }

  bool ReadItems(ondemand::value value, size_t node, int depth) {
    ondemand::array array;
    if (const auto code = value.get_array().get(array)) return FailHere(code);
    for (simdjson::simdjson_result<ondemand::value> result : array) {
      ondemand::value item;
      if (const auto code = result.get(item)) return FailHere(code);
      if (!ReadValue(item, depth)) return false;
      ++tape_.nodes[node].extra;
    }
    return true;
  }

  bool ReadMembers(ondemand::value value, size_t node, int depth) {
    ondemand::object object;
    if (const auto code = value.get_object().get(object)) return FailHere(code);
    for (simdjson::simdjson_result<ondemand::field> result : object) {
      ondemand::field field;
      if (const auto code = std::move(result).get(field)) return FailHere(code);
      if (!ReadString(OffsetOf(field.key().raw()) - 1)) return false;
      if (!ReadValue(field.value(), depth)) return false;
      ++tape_.nodes[node].extra;
    }
    return RefuseDuplicates(node);
  }

  bool ReadScalar(std::string_view token) {
    const uint32_t begin = OffsetOf(token.data());
    if (token.starts_with('"')) {
      return ReadString(begin) &&
             (tape_.nodes.back().end == begin + token.size() || Fail("not JSON", begin));
    }
    static constexpr std::pair<std::string_view, Kind> kLiterals[] = {
        {"null", Kind::kNull}, {"true", Kind::kBool}, {"false", Kind::kBool}};
    std::optional<Kind> kind;
    for (const auto& [spelling, literal] : kLiterals) {
      if (token == spelling) kind = literal;
    }
    if (!kind) {
      const Spelling spelling = SpellingOf(token);
      if (spelling == Spelling::kNone) return Fail("not a JSON value", begin);
      kind = spelling == Spelling::kInteger ? Kind::kInteger : Kind::kNumber;
    }
    Add(begin, begin + static_cast<uint32_t>(token.size()), *kind);
    return true;
  }

  // simdjson has found the closing quote of every string.
  bool ReadString(uint32_t begin) {
    const std::string_view text = tape_.View();
    bool escaped = false;
    const size_t end = ClosingQuote(text, begin + 1, escaped);
    if (end >= text.size()) return Fail("a string without its closing quote", begin);
    const size_t node = Add(begin, static_cast<uint32_t>(end + 1), Kind::kString);
    if (!escaped) return true;
    const auto arena_begin = static_cast<uint32_t>(tape_.arena.size());
    if (!AppendUnescaped(text.substr(begin + 1, end - begin - 1), tape_.arena)) {
      return Fail("a broken escape in the string", begin);
    }
    tape_.unescaped.push_back(
        {arena_begin, static_cast<uint32_t>(tape_.arena.size()) - arena_begin});
    tape_.nodes[node].extra = static_cast<uint32_t>(tape_.unescaped.size());
    return true;
  }

  bool RefuseDuplicates(size_t object) {
    const uint32_t end = static_cast<uint32_t>(tape_.nodes.size());
    keys_.clear();
    for (auto node = static_cast<uint32_t>(object) + 1; node < end;
         node = tape_.nodes[node + 1].next) {
      keys_.push_back(node);
    }
    const auto same = [this](uint32_t a, uint32_t b) { return Key(a) == Key(b); };
    if (keys_.size() <= kFewKeys) {
      for (size_t i = 1; i < keys_.size(); ++i) {
        for (size_t j = 0; j < i; ++j) {
          if (same(keys_[i], keys_[j])) return FailDuplicate(keys_[i]);
        }
      }
      return true;
    }
    // Sorted rather than hashed: nobody can choose keys that make it slow.
    std::sort(keys_.begin(), keys_.end(), [this](uint32_t a, uint32_t b) {
      const int order = Key(a).compare(Key(b));
      return order != 0 ? order < 0 : a < b;
    });
    const auto twin = std::adjacent_find(keys_.begin(), keys_.end(), same);
    return twin == keys_.end() || FailDuplicate(*(twin + 1));
  }

  std::string_view Key(uint32_t node) const { return tape_.String(tape_.nodes[node]); }

  bool FailDuplicate(uint32_t node) {
    return Fail("a key that is there twice", tape_.nodes[node].begin);
  }

  size_t Add(uint32_t begin, uint32_t end, Kind kind) {
    const auto next = static_cast<uint32_t>(tape_.nodes.size() + 1);
    tape_.nodes.push_back({begin, end, next, 0, kind});
    return next - 1;
  }

  void Close(size_t node, uint32_t end) {
    tape_.nodes[node].end = end;
    tape_.nodes[node].next = static_cast<uint32_t>(tape_.nodes.size());
  }

  Tape& tape_;
  const int nesting_max_;
  ondemand::document* document_ = nullptr;
  std::vector<uint32_t> keys_;
  Error error_;
};

}  // namespace

Result<Document> Document::Parse(std::string text, const Limits& limits) {
  const size_t bytes_max = std::min(limits.bytes_max, kAddressable);
  if (text.size() > bytes_max) {
    return Error{"a message over the limit of " + std::to_string(bytes_max) + " bytes"};
  }
  auto tape = std::make_unique<Tape>();
  tape->text_size = text.size();
  tape->text = std::move(text);
  tape->text.append(simdjson::SIMDJSON_PADDING, ' ');
  Reader reader(*tape, limits);
  if (!reader.Read()) return reader.TakeError();
  return Document(std::move(tape));
}

}  // namespace weir::json
