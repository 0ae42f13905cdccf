// A text as the rules read it: what is invisible taken out, look-alike letters made plain, with the
// way back to the bytes of the original. Case is left to the scanner. Plain ASCII without control
// characters is not copied.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/guard/unicode.h"

namespace weir::guard {

// Bytes [begin, end).
struct Range {
  uint32_t begin = 0;
  uint32_t end = 0;

  friend bool operator==(const Range&, const Range&) = default;
};

// Something odd at a place of the original. Neighbours of the same kind are one.
struct OddPlace {
  Oddity oddity;
  Range range;
  bool inside_word = false;  // between two Latin letters or digits, where no spelling needs it
};

// Holds a view of `original`, which must outlive it.
class NormalText {
 public:
  explicit NormalText(std::string_view original);

  std::string_view text() const { return changed_ ? std::string_view(text_) : original_; }
  std::string_view original() const { return original_; }
  // Of a range of text(), the range of the original that it was made from.
  Range ToOriginal(Range range) const;

  const std::vector<OddPlace>& oddities() const { return oddities_; }
  // What tag characters spell, in ASCII; empty if there are none.
  const std::string& tagged() const { return tagged_; }
  // text() with a space for each run of what was taken out; empty if nothing was taken out inside
  // of it.
  std::string WithGaps() const;

 private:
  friend class NormalTextReader;

  // The code point or stretch at `begin` of the original became what stands at `at` of text_. There
  // is one every so many bytes; what lies between is read again when somebody asks.
  struct Landmark {
    uint32_t at;
    uint32_t begin;
  };
  Range OriginOf(uint32_t at) const;

  std::string_view original_;
  bool changed_ = false;
  std::string text_;
  std::vector<Landmark> landmarks_;
  std::vector<uint32_t> gaps_;  // places in text_ where something was taken out
  std::vector<OddPlace> oddities_;
  std::string tagged_;
};

// True if every byte is printable ASCII, tab or line break: then the text is its own normal form.
// Runs at memory speed.
bool IsPlainAscii(std::string_view text);

// `text` for a person: what cannot be seen is spelled as ⟨U+200B⟩, line breaks stay.
std::string MakeVisible(std::string_view text);

// The same in one line, for names: line breaks are spelled as well, so that no name looks like
// several lines of whatever it stands in.
std::string InOneLine(std::string_view text);
// `text` without escapes, control characters and what cannot be seen, otherwise unchanged.
std::string Clean(std::string_view text);

}  // namespace weir::guard
