// Exposed names: readable where they can be, never two for one, never one for two, whatever servers
// list.
#include "runtime/router/names.h"

#include <catch2/catch.hpp>
#include <map>

#include "tests/support/table_policy.h"

namespace weir::router {
namespace {

const std::set<std::string, std::less<>> kNoneTaken;

Names NamesOf(const std::vector<std::string>& servers) {
  weir::testing::TablePolicy policy;
  for (const std::string& server : servers) policy.AddServer(server);
  return Names(policy, 64);
}

bool EndsInHash(const std::string& name) {
  return name.size() > kNameHashDigits && name[name.size() - kNameHashDigits - 1] == '_' &&
         name.find_first_not_of("0123456789abcdef", name.size() - kNameHashDigits) ==
             std::string::npos;
}

TEST_CASE("a plain name is the server's and the tool's") {
  const Names names = NamesOf({"files", "web"});
  CHECK(names.Expose(0, "read_file", kNoneTaken) == "files__read_file");
  CHECK(names.Expose(1, "get-Page2", kNoneTaken) == "web__get-Page2");
  CHECK(names.Expose(1, "a__b", kNoneTaken) == "web__a__b");
}

TEST_CASE("names are as long as the limit allows and not one longer") {
  const Names names = NamesOf({"files"});
  const std::string fits(64 - 7, 'x');
  CHECK(names.Expose(0, fits, kNoneTaken) == "files__" + fits);
  const std::string cut = names.Expose(0, fits + "x", kNoneTaken);
  CHECK(cut.size() == 64);
  CHECK(EndsInHash(cut));
  CHECK(cut != names.Expose(0, fits + "y", kNoneTaken));
  CHECK(names.Expose(0, std::string(10'000, 'x'), kNoneTaken).size() == 64);
}

TEST_CASE("characters that vendors refuse are mapped, and the name gets a hash") {
  const Names names = NamesOf({"s"});
  for (const std::string& tool :
       std::vector<std::string>{"a.b", "a b", "a\nb", std::string("a\0b", 3),
                                std::string("\xC3\xA4"), "\x1b[31m", "a/b"}) {
    const std::string exposed = names.Expose(0, tool, kNoneTaken);
    CHECK(names.IsValid(exposed));
    CHECK(EndsInHash(exposed));
  }
  CHECK(names.Expose(0, "a.b", kNoneTaken) != names.Expose(0, "a b", kNoneTaken));
}

TEST_CASE("a hash is stable: it is part of what users write down") {
  CHECK(NamesOf({"s"}).Expose(0, "a.b", kNoneTaken) == "s__a_b_e13c281371012346");
}

TEST_CASE("what two servers could claim belongs to the one with the longest name") {
  const Names names = NamesOf({"a", "a__b", "a_"});
  CHECK(names.Expose(1, "c", kNoneTaken) == "a__b__c");
  CHECK(EndsInHash(names.Expose(0, "b__c", kNoneTaken)));
  CHECK(names.Expose(2, "c", kNoneTaken) == "a___c");
  CHECK(EndsInHash(names.Expose(0, "_c", kNoneTaken)));
}

TEST_CASE("a route's name is not free") {
  CHECK(EndsInHash(NamesOf({"a"}).Expose(0, "b", {"a__b"})));
}

TEST_CASE("nobody can name a tool like another one's hashed name") {
  const Names names = NamesOf({"a", "a__b"});
  // a's b__c is hashed to a__b__c_<hash>, which server a__b might list as c_<hash>.
  const std::string victim = names.Expose(0, "b__c", kNoneTaken);
  REQUIRE(victim.starts_with("a__b__c_"));
  const std::string hostile = victim.substr(std::string("a__b__").size());
  CHECK(names.Expose(1, hostile, kNoneTaken) != victim);
  CHECK(EndsInHash(names.Expose(1, hostile, kNoneTaken)));
}

TEST_CASE("many awkward identities have as many names") {
  const std::vector<std::string> servers = {"a", "a_", "a__", "a__b", "b", "_"};
  const Names names = NamesOf(servers);
  const std::vector<std::string> parts = {"a", "b", "_", "__", "c.d", "-"};
  std::map<std::string, std::pair<size_t, std::string>> owners;
  for (size_t server = 0; server < servers.size(); ++server) {
    std::set<std::string> tools;
    for (const auto& x : parts) {
      for (const auto& y : parts) {
        for (const auto& z : parts) tools.insert(x + y + z);
      }
    }
    for (const std::string& tool : tools) {
      const std::string exposed = names.Expose(static_cast<ServerIndex>(server), tool, kNoneTaken);
      REQUIRE(names.IsValid(exposed));
      REQUIRE(owners.emplace(exposed, std::pair(server, tool)).second);
    }
  }
}

}  // namespace
}  // namespace weir::router
