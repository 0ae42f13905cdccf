#include "runtime/tracking/ifc_labels.h"

#include <catch2/catch.hpp>

#include "tests/support/table_policy.h"

namespace weir::tracking {
namespace {

struct Labels {
  Labels() {
    policy.AddServer("files");
    untrusted = policy.AddLabel("untrusted");
    secret = policy.AddLabel("private");
    other = policy.AddLabel("other");
    all = 1 | untrusted | secret | other;
  }
  uint64_t Declared(const std::string& result) const {
    const auto document = json::Document::Parse(result);
    REQUIRE(document.ok());
    return DeclaredLabels(policy, document->root());
  }
  std::string With(const std::string& result, uint64_t labels) const {
    const auto document = json::Document::Parse(result);
    REQUIRE(document.ok());
    return WithLabels(policy, document->root(), labels);
  }
  testing::TablePolicy policy;
  uint64_t untrusted, secret, other, all;
};

std::string Ifc(const std::string& ifc) {
  return R"({"content":[],"_meta":{"ifc":)" + ifc + "}}";
}

std::string Names(size_t count) {
  std::string names = "[";
  for (size_t i = 0; i < count; ++i) names += i == 0 ? R"("x")" : R"(,"x")";
  return R"({"labels":)" + names + "]}";
}

TEST_CASE("declared labels are those that the policy has") {
  const Labels l;
  CHECK(l.Declared(R"({"content":[]})") == 0);
  CHECK(l.Declared(Ifc(R"({"integrity":"untrusted"})")) == l.untrusted);
  CHECK(l.Declared(Ifc(R"({"integrity":"trusted","confidentiality":["ann"]})")) == l.secret);
  CHECK(l.Declared(Ifc(R"({"labels":["other","files","nobody's"]})")) == (l.other | 1));
  CHECK(l.Declared(R"(["no object"])") == 0);
}

TEST_CASE("names that are not understood, or too many, mean all labels") {
  const Labels l;
  CHECK(l.Declared(Ifc(R"({"labels":"other"})")) == l.all);
  CHECK(l.Declared(Ifc(R"({"labels":["other",1]})")) == l.all);
  CHECK(l.Declared(Ifc(Names(kDeclaredNamesMax))) == 0);
  CHECK(l.Declared(Ifc(Names(kDeclaredNamesMax + 1))) == l.all);
}

TEST_CASE("labels are written beside everything that is there") {
  const Labels l;
  CHECK(l.With(R"({"content":[ 1.50 ]})", l.other) ==
        R"({"content":[ 1.50 ],"_meta":{"ifc":{"labels":["other"]}}})");
  CHECK(l.With(R"({"_meta":{"a":1,"ifc":{"x":2,"labels":["old"]}},"content":[]})", l.other) ==
        R"({"_meta":{"a":1,"ifc":{"x":2,"labels":["other"]}},"content":[]})");
  CHECK(l.With("[1]", l.other) == "[1]");
}

TEST_CASE("what a server declared is only made stricter") {
  const Labels l;
  CHECK(l.With(Ifc(R"({"integrity":"trusted","confidentiality":"public"})"), l.untrusted) ==
        Ifc(R"({"confidentiality":"public","integrity":"untrusted","labels":["untrusted"]})"));
  CHECK(l.With(Ifc(R"({"integrity":"untrusted"})"), l.secret) ==
        Ifc(R"({"integrity":"untrusted","confidentiality":"private","labels":["private"]})"));
  CHECK(l.With(Ifc(R"("odd")"), l.other) ==
        Ifc(R"({"integrity":"untrusted","confidentiality":"private","labels":["other"]})"));
}

}  // namespace
}  // namespace weir::tracking
