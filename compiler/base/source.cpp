#include "compiler/base/source.h"

#include <algorithm>
#include <utility>

namespace weir {

SourceFile::SourceFile(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)) {
  line_begins_.push_back(0);
  for (size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_begins_.push_back(static_cast<uint32_t>(i + 1));
  }
}

Position SourceFile::PositionOf(uint32_t offset) const {
  offset = std::min(offset, static_cast<uint32_t>(text_.size()));
  const auto after = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
  const auto line = static_cast<uint32_t>(after - line_begins_.begin());
  // Step back to the first byte of the code point, then count the code points before it.
  const auto continues = [this](uint32_t i) {
    return i < text_.size() && (static_cast<unsigned char>(text_[i]) & 0xC0) == 0x80;
  };
  const uint32_t line_begin = line_begins_[line - 1];
  while (offset > line_begin && continues(offset)) --offset;
  uint32_t column = 1;
  for (uint32_t i = line_begin; i < offset; ++i) column += continues(i) ? 0 : 1;
  return {line, column};
}

std::string_view SourceFile::Line(uint32_t line) const {
  if (line == 0 || line > line_begins_.size()) return {};
  const uint32_t begin = line_begins_[line - 1];
  auto end = line < line_begins_.size() ? line_begins_[line] - 1 : static_cast<uint32_t>(text_.size());
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

uint32_t SourceFile::LineBegin(uint32_t line) const {
  return line == 0 || line > line_begins_.size() ? static_cast<uint32_t>(text_.size())
                                                 : line_begins_[line - 1];
}

uint32_t SourceSet::Add(std::string name, std::string text) {
  files_.push_back(std::make_unique<SourceFile>(std::move(name), std::move(text)));
  return static_cast<uint32_t>(files_.size() - 1);
}

std::string_view SourceSet::TextOf(Span span) const {
  return file(span.file).text().substr(span.begin, span.end - span.begin);
}

std::string SourceSet::PlaceOf(Span span) const {
  const SourceFile& source = file(span.file);
  const Position position = source.PositionOf(span.begin);
  return source.name() + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
}

}  // namespace weir
