#include "runtime/net/line_splitter.h"

#include <algorithm>
#include <utility>

namespace weir::net {

std::optional<Line> LineSplitter::Take(std::string_view& input) {
  while (!input.empty()) {
    const size_t line_break = input.find('\n');
    const size_t length = std::min(line_break, input.size());
    if (!skipping_) {
      const size_t room = line_bytes_max_ + 1 - line_.size();
      line_.append(input.substr(0, std::min(length, room)));
      if (length > room) return Overflow();  // the input keeps the rest, to be skipped next
    }
    input.remove_prefix(length);
    if (input.empty()) break;
    input.remove_prefix(1);
    if (auto line = EndLine()) return line;
  }
  // One byte too many, and not a CR: no line break can follow that would save it.
  if (line_.size() > line_bytes_max_ && line_.back() != '\r') return Overflow();
  return std::nullopt;
}

std::optional<Line> LineSplitter::Finish() {
  return EndLine();
}

std::optional<Line> LineSplitter::EndLine() {
  if (std::exchange(skipping_, false)) return std::nullopt;
  if (line_.ends_with('\r')) line_.pop_back();
  if (line_.empty()) return std::nullopt;
  Line line{.text = std::exchange(line_, {}), .too_long = false};
  if (line.text.size() > line_bytes_max_) {
    line.text.resize(line_bytes_max_);
    line.too_long = true;
  }
  return line;
}

Line LineSplitter::Overflow() {
  skipping_ = true;
  Line line{.text = std::exchange(line_, {}), .too_long = true};
  line.text.resize(line_bytes_max_);
  return line;
}

}  // namespace weir::net
