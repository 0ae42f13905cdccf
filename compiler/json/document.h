// A strictly read JSON text. It is parsed once; the policy looks at the parsed values, and what is
// sent on is the very text that they were read from (Value::raw), so that a decision and the
// message it lets through cannot disagree.
//
// Refused: duplicate keys (after unescaping) in one object, invalid UTF-8 and escapes, nesting or
// size over the limit, anything after the value, numbers that RFC 8259 does not spell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

namespace weir::json {

inline constexpr size_t kMessageBytesMax = size_t{16} << 20;  // default of Limits::bytes_max
inline constexpr int kNestingMax = 128;                       // arrays and objects, one in another
inline constexpr int kNestingCeiling = 512;  // no limit is higher: reading recurses

struct Limits {
  size_t bytes_max = kMessageBytesMax;
  int nesting_max = kNestingMax;
};

// kInteger: spelled without fraction and exponent, and fits int64. kNumber: any other number.
enum class Kind : uint8_t { kNull, kBool, kInteger, kNumber, kString, kArray, kObject };

class Document;
class Items;
class Members;

// A view of one value; as small as a pointer pair, valid while its Document lives (moving the
// Document is fine).
class Value {
 public:
  Kind kind() const;
  bool is_object() const { return kind() == Kind::kObject; }
  bool is_array() const { return kind() == Kind::kArray; }
  bool is_string() const { return kind() == Kind::kString; }

  // Each only of a value of that kind.
  bool boolean() const;
  int64_t integer() const;
  // Of kInteger and kNumber. A number too large for a double is ±infinity.
  double number() const;
  // Unescaped UTF-8, may hold NUL.
  std::string_view string() const;

  // The number of items or members; 0 for any other kind.
  size_t size() const;
  Items items() const;      // empty unless an array
  Members members() const;  // empty unless an object
  // The member of that name; nothing if there is none or this is no object.
  std::optional<Value> Find(std::string_view key) const;

  // Exactly the bytes of this value in the text.
  std::string_view raw() const;

 private:
  friend class Document;
  friend class Items;
  friend class Members;
  Value(const struct Tape* tape, uint32_t node) : tape_(tape), node_(node) {}

  const struct Tape* tape_;
  uint32_t node_;
};

// for (Value item : value.items()) …
class Items {
 public:
  class Iterator {
   public:
    Value operator*() const { return {tape_, node_}; }
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return node_ != other.node_; }

   private:
    friend class Items;
    Iterator(const struct Tape* tape, uint32_t node) : tape_(tape), node_(node) {}
    const struct Tape* tape_;
    uint32_t node_;
  };
  Iterator begin() const { return {tape_, begin_}; }
  Iterator end() const { return {tape_, end_}; }

 private:
  friend class Value;
  Items(const struct Tape* tape, uint32_t begin, uint32_t end)
      : tape_(tape), begin_(begin), end_(end) {}
  const struct Tape* tape_;
  uint32_t begin_;
  uint32_t end_;
};

struct Member {
  std::string_view key;  // unescaped
  Value value;
};

// for (Member member : value.members()) …, in the order of the text.
class Members {
 public:
  class Iterator {
   public:
    Member operator*() const;
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return node_ != other.node_; }

   private:
    friend class Members;
    Iterator(const struct Tape* tape, uint32_t node) : tape_(tape), node_(node) {}
    const struct Tape* tape_;
    uint32_t node_;
  };
  Iterator begin() const { return {tape_, begin_}; }
  Iterator end() const { return {tape_, end_}; }

 private:
  friend class Value;
  Members(const struct Tape* tape, uint32_t begin, uint32_t end)
      : tape_(tape), begin_(begin), end_(end) {}
  const struct Tape* tape_;
  uint32_t begin_;
  uint32_t end_;
};

// Owns the text and what was read from it. Immutable, so any number of threads may read it.
class Document {
 public:
  // Takes the text over. An error says what is wrong and, where it is known, at which byte.
  static Result<Document> Parse(std::string text, const Limits& limits = {});

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Value root() const;
  std::string_view text() const;

 private:
  explicit Document(std::unique_ptr<struct Tape> tape);
  std::unique_ptr<struct Tape> tape_;
};

// `text` as a JSON string with its quotes. Control characters are escaped, and so is what a
// terminal or a line-based log could misread (DEL, U+2028, U+2029). `text` must be UTF-8; bytes
// that are not become U+FFFD.
std::string Quote(std::string_view text);

}  // namespace weir::json
