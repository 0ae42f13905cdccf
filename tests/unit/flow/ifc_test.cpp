#include "runtime/flow/ifc.h"

#include <catch2/catch.hpp>
#include <string>

namespace weir::flow {
namespace {

DeclaredLabels Read(std::string ifc) {
  Result<json::Document> document =
      json::Document::Parse(R"({"content":[],"_meta":{"ifc":)" + ifc + "}}");
  REQUIRE(document.ok());
  return ReadIfc(document->root());
}

const DeclaredLabels kStrictest = {Integrity::kUntrusted, Confidentiality::kPrivate, {}};

TEST_CASE("both spellings of declared labels are read") {
  CHECK(Read(R"({"integrity":"trusted","confidentiality":"public"})") ==
        DeclaredLabels{Integrity::kTrusted, Confidentiality::kPublic, {}});
  CHECK(Read(R"({"integrity":"untrusted","confidentiality":["public"]})") ==
        DeclaredLabels{Integrity::kUntrusted, Confidentiality::kPublic, {}});
  CHECK(Read(R"({"integrity":"untrusted","confidentiality":["ann","bob"]})") ==
        DeclaredLabels{Integrity::kUntrusted, Confidentiality::kPrivate, {"ann", "bob"}});
  CHECK(Read(R"({"confidentiality":"private"})") ==
        DeclaredLabels{std::nullopt, Confidentiality::kPrivate, {}});
}

TEST_CASE("what is declared but not understood means the stricter") {
  CHECK(Read(R"({"integrity":7,"confidentiality":{}})") == kStrictest);
  CHECK(Read(R"("public")") == kStrictest);
  CHECK(Read(R"({"integrity":"Trusted","confidentiality":"PUBLIC"})") == kStrictest);
  CHECK(Read(R"({"confidentiality":["public","ann"]})").confidentiality ==
        Confidentiality::kPrivate);
  CHECK(Read(R"({"confidentiality":["public",3]})").confidentiality == Confidentiality::kPrivate);
  CHECK(Read(R"({"confidentiality":[]})").confidentiality == Confidentiality::kPrivate);
}

TEST_CASE("what is not declared is not known") {
  CHECK(Read("null") == DeclaredLabels{});
  CHECK(Read("{}") == DeclaredLabels{});
}

TEST_CASE("readers are counted up to the limit") {
  const auto with = [](size_t count) {
    std::string readers;
    for (size_t i = 0; i < count; ++i)
      readers += (i > 0 ? ",\"r" : "\"r") + std::to_string(i) + '"';
    return Read(R"({"confidentiality":[)" + readers + "]}").readers.size();
  };
  CHECK(with(kReadersMax) == kReadersMax);
  CHECK(with(kReadersMax + 1) == kReadersMax);
}

TEST_CASE("declared labels are written as they are read") {
  const DeclaredLabels labels{Integrity::kUntrusted, Confidentiality::kPrivate, {}};
  CHECK(Read(WriteIfc(labels)) == labels);
  CHECK(WriteIfc({}).empty());
}

}  // namespace
}  // namespace weir::flow
