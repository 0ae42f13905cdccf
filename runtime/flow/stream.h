// The strings of a JSON value, or of a list of texts, as one text: first every string and number in
// the order of the document, then every object key, with a seam between. What was cut over several
// strings is whole again in it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/json/document.h"
#include "runtime/flow/labels.h"

namespace weir::flow {

struct Stream {
  std::string text;
  std::vector<uint32_t> begins;  // of each part, in `text`
  size_t values = 0;             // so many parts are no keys

  static Stream Of(const json::Value& value);
  static Stream Of(std::span<const std::string_view> texts);

  std::string_view part(size_t index) const;
  // All values, or all keys.
  std::string_view value_text() const;
  std::string_view key_text() const;
};

// Where a range of a stream lies in one of its parts.
struct PartRange {
  uint32_t part = 0;
  Range range;
};
// Every part that the range touches, at most `parts_max`.
std::vector<PartRange> PartsOf(std::span<const uint32_t> begins, Range range, size_t parts_max);

// RFC 6901 pointers of the first `parts_max` parts of Stream::Of(value). A key has its member's.
std::vector<std::string> Pointers(const json::Value& value, size_t parts_max);

}  // namespace weir::flow
