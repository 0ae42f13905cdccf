// Text with places where its lines may break, and the choice of the breaks that are needed:
// Oppen's and Wadler's pretty printing, with a line that breaks only when what follows does not
// fit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace weir::format {

struct Doc {
  enum class Kind : uint8_t {
    kText,
    kNote,      // a comment: has no width, so that it never moves what it is about
    kLine,      // a space, or a line break where the group around it is broken
    kSoftLine,  // nothing, or a line break, likewise
    kFillLine,  // a space, or a line break where the text up to the next break does not fit
    kHardLine,  // a line break; breaks the groups around it
    kConcat,
    kIndent,  // breaks inside begin two columns further right
    kGroup,   // on one line if it fits, else all its own lines are broken
  };

  Kind kind = Kind::kConcat;
  std::string text;
  std::vector<Doc> parts;
  bool broken = false;  // holds a hard line

  static Doc Text(std::string text);
  static Doc Note(std::string text);
  static Doc Line();
  static Doc SoftLine();
  static Doc FillLine();
  static Doc HardLine();
  static Doc Concat();
  static Doc Indent(Doc inner);
  static Doc Group(Doc inner);

  Doc& Add(Doc part);
};

inline constexpr size_t kIndentWidth = 2;

// The doc as lines, the first of which begins at column `indent` (and is not indented here).
std::string Layout(const Doc& doc, size_t indent, size_t columns);

// Code points: what a terminal shows is wider for some, but an author's editor counts like this.
size_t WidthOf(std::string_view text);

}  // namespace weir::format
