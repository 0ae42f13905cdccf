// Places in a source text, as editors count them.
#include "compiler/base/source.h"

#include <catch2/catch.hpp>

namespace weir {
namespace {

TEST_CASE("positions count lines and code points from one") {
  const SourceFile file("p.weir", "ab\nc\xC3\xA4""d\r\n\nend");
  const auto at = [&](uint32_t offset) {
    const Position position = file.PositionOf(offset);
    return std::pair(position.line, position.column);
  };
  CHECK(at(0) == std::pair(1u, 1u));
  CHECK(at(2) == std::pair(1u, 3u));   // the line break itself
  CHECK(at(3) == std::pair(2u, 1u));
  CHECK(at(4) == std::pair(2u, 2u));   // first byte of a two-byte code point
  CHECK(at(5) == std::pair(2u, 2u));   // its second byte is the same column
  CHECK(at(6) == std::pair(2u, 3u));
  CHECK(at(13) == std::pair(4u, 4u));  // the end of the text
  CHECK(at(999) == std::pair(4u, 4u));
}

TEST_CASE("lines come without their breaks") {
  const SourceFile file("p.weir", "ab\r\n\nend");
  CHECK(file.Line(1) == "ab");
  CHECK(file.Line(2).empty());
  CHECK(file.Line(3) == "end");
  CHECK(file.Line(4).empty());
  CHECK(file.Line(0).empty());
}

TEST_CASE("places name the file") {
  SourceSet sources;
  sources.Add("a.weir", "x");
  const uint32_t second = sources.Add("b.weir", "one\ntwo");
  CHECK(sources.PlaceOf({second, 4, 7}) == "b.weir:2:1");
  CHECK(sources.TextOf({second, 4, 7}) == "two");
}

}  // namespace
}  // namespace weir
