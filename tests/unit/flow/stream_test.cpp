#include "runtime/flow/stream.h"

#include <catch2/catch.hpp>
#include <string>

#include "runtime/flow/decode.h"

namespace weir::flow {
namespace {

json::Document Parsed(std::string text) {
  Result<json::Document> document = json::Document::Parse(std::move(text));
  REQUIRE(document.ok());
  return std::move(*document);
}

TEST_CASE("strings and numbers come first, keys after them, in the order of the document") {
  const json::Document document = Parsed(R"({"a":"x","b":[1.50,{"c/d":"y~"}],"e":true,"f":null})");
  const Stream stream = Stream::Of(document.root());
  const std::string seam(1, kSeam);
  CHECK(stream.text == "x" + seam + "1.50" + seam + "y~" + seam + "a" + seam + "b" + seam + "c/d" +
                           seam + "e" + seam + "f");
  CHECK(stream.part(1) == "1.50");
  CHECK(stream.part(7) == "f");
  CHECK(stream.value_text() == "x" + seam + "1.50" + seam + "y~");
  CHECK(stream.key_text() == "a" + seam + "b" + seam + "c/d" + seam + "e" + seam + "f");
  CHECK(Pointers(document.root(), 100) ==
        std::vector<std::string>{"/a", "/b/0", "/b/1/c~1d", "/a", "/b", "/b/1/c~1d", "/e", "/f"});
  CHECK(Pointers(document.root(), 2).size() == 2);
  CHECK(Pointers(document.root(), 0).empty());
}

TEST_CASE("values and keys are told apart where there are none of one kind") {
  const json::Document no_keys = Parsed(R"(["x","y"])");
  CHECK(Stream::Of(no_keys.root()).value_text().size() == 3);
  CHECK(Stream::Of(no_keys.root()).key_text().empty());
  const json::Document no_values = Parsed(R"({"a":null})");
  CHECK(Stream::Of(no_values.root()).value_text().empty());
  CHECK(Stream::Of(no_values.root()).key_text() == "a");
}

TEST_CASE("a range of a stream is ranges of its parts") {
  const uint32_t begins[] = {0, 4, 5, 9};
  const std::vector<PartRange> parts = PartsOf(begins, {1, 8}, 10);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].part == 0);
  CHECK(parts[0].range == Range{1, 3});
  CHECK(parts[1].part == 2);
  CHECK(parts[1].range == Range{0, 3});
  CHECK(PartsOf(begins, {1, 12}, 2).size() == 2);
  CHECK(PartsOf({}, {0, 1}, 2).empty());
}

}  // namespace
}  // namespace weir::flow
