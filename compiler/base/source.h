// Source text and places in it. A Span is what every later stage carries to be able to point at the policy.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

// Bytes [begin, end) of one file of a SourceSet.
struct Span {
  uint32_t file = 0;
  uint32_t begin = 0;
  uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

// 1-based. A column counts Unicode code points, as editors do.
struct Position {
  uint32_t line = 1;
  uint32_t column = 1;
};

// One file's text with its line table. Immutable.
class SourceFile {
 public:
  SourceFile(std::string name, std::string text);

  const std::string& name() const { return name_; }
  std::string_view text() const { return text_; }

  // Of any offset up to text().size(); a byte inside a code point counts as that code point.
  Position PositionOf(uint32_t offset) const;
  // The line's text without its line break. `line` is 1-based; past the end: empty.
  std::string_view Line(uint32_t line) const;
  // The offset of the first byte of a line.
  uint32_t LineBegin(uint32_t line) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<uint32_t> line_begins_;
};

// All files that one compilation read; Span::file is an index into it. Grows only; references stay valid.
class SourceSet {
 public:
  uint32_t Add(std::string name, std::string text);
  const SourceFile& file(uint32_t index) const { return *files_[index]; }
  size_t size() const { return files_.size(); }

  std::string_view TextOf(Span span) const;
  // "policy.weir:12:3"
  std::string PlaceOf(Span span) const;

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
};

}  // namespace weir
