// Bytes into lines, with bounded memory: the framing of MCP over stdio. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace weir::net {

struct Line {
  std::string text;       // without its line break (LF or CRLF); never empty
  bool too_long = false;  // then text is its beginning, and the rest of the line is skipped

  friend bool operator==(const Line&, const Line&) = default;
};

// Empty lines are left out. A line that is too long is reported as soon as that is certain, not at
// its end, which may never come.
class LineSplitter {
 public:
  explicit LineSplitter(size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  // Takes bytes off the front of `input` up to the next line and returns that; nothing: all of
  // `input` was taken.
  std::optional<Line> Take(std::string_view& input);
  // At the end of the input: what stands there without a line break.
  std::optional<Line> Finish();

 private:
  std::optional<Line> EndLine();
  Line Overflow();

  size_t line_bytes_max_;
  std::string
      line_;  // at most line_bytes_max_ + 1 bytes, as the last may be the CR of a line break
  bool skipping_ = false;  // inside a line that was too long
};

}  // namespace weir::net
