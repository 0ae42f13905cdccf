// What `weir run` reads at the start, and again.
#include "runtime/commands/rules.h"

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace weir::commands {
namespace {

namespace fs = std::filesystem;

// A folder with a policy, and a reader of it.
struct Fixture {
  Fixture() {
    std::string pattern = (fs::temp_directory_path() / "weir-rules-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    options.policy = Write("policy.weir", kPolicy);
  }
  ~Fixture() { fs::remove_all(folder); }
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name) << text;
    return (folder / name).string();
  }
  // What was said; nothing is said of rules that are in order.
  std::string Read() {
    std::ostringstream said;
    rules = reader().Read(said, false);
    return said.str();
  }
  RulesReader& reader() {
    if (!reader_) reader_.emplace(options);
    return *reader_;
  }

  static constexpr const char* kPolicy =
      "weir 1;\nagent coder { client \"c\"; }\nserver s { launch \"x\"; tools t; }\n"
      "allow coder: s.t;\n";
  fs::path folder;
  RunOptions options;
  std::optional<net::Rules> rules;

 private:
  std::optional<RulesReader> reader_;
};

TEST_CASE("rules that are in order are read as often as one likes") {
  Fixture f;
  f.options.agent = "coder";
  for (int i = 0; i < 3; ++i) {
    CHECK(f.Read().empty());
    REQUIRE(f.rules);
    CHECK(f.rules->policy->servers().size() == 1);
    CHECK(f.rules->lock == nullptr);
    CHECK(f.rules->agent == f.rules->policy->AgentNamed("coder"));
  }
}

TEST_CASE("an agent has the number that the policy gives it now") {
  Fixture f;
  f.options.agent = "coder";
  f.Read();
  const auto before = f.rules->agent;
  f.Write("policy.weir", "weir 1;\nagent other { client \"o\"; }\n" +
                             std::string(Fixture::kPolicy).substr(8) + "allow other: s.t;\n");
  f.Read();
  REQUIRE(f.rules);
  CHECK(f.rules->agent != before);
}

TEST_CASE("each thing that is wrong has its code and its words") {
  Fixture f;
  SECTION("a policy with an error") {
    f.Write("policy.weir", "weir 1;\nallow any: nobody.*;\n");
    CHECK_THAT(f.Read(), Catch::Contains("nobody") && Catch::Contains("policy.weir:2:"));
    CHECK(f.reader().code() == kPolicyErrors);
  }
  SECTION("no policy") {
    fs::remove(f.options.policy);
    CHECK_THAT(f.Read(), Catch::Contains("policy.weir"));
    CHECK(f.reader().code() == kWrongOption);
  }
  SECTION("no such agent") {
    f.options.agent = "nobody";
    CHECK_THAT(f.Read(), Catch::Contains("the policy has no agent `nobody`"));
    CHECK(f.reader().code() == kWrongOption);
  }
  SECTION("no lock file where one was named") {
    f.options.lock = (f.folder / "other.lock").string();
    CHECK_THAT(f.Read(), Catch::Contains("there is no lock file"));
    CHECK(f.reader().code() == kPolicyErrors);
  }
  SECTION("a damaged lock file") {
    f.options.lock = f.Write("other.lock", "{");
    CHECK_THAT(f.Read(), Catch::Contains("other.lock"));
    CHECK(f.reader().code() == kPolicyErrors);
  }
  CHECK_FALSE(f.rules);
}

TEST_CASE("a lock file may come, but not go") {
  Fixture f;
  f.Read();
  REQUIRE(f.rules);
  f.Write("weir.lock", lock::Write({}));
  f.Read();
  REQUIRE(f.rules);
  CHECK(f.rules->lock != nullptr);
  fs::remove(f.folder / "weir.lock");
  for (int i = 0; i < 2; ++i) {
    CHECK_THAT(f.Read(), Catch::Contains("weir.lock` is gone"));
    CHECK_FALSE(f.rules);
  }
  f.Write("weir.lock", lock::Write({}));
  f.Read();
  CHECK(f.rules);
}

TEST_CASE("with --no-lock the file beside the policy does not matter") {
  Fixture f;
  f.options.no_lock = true;
  f.Write("weir.lock", "{");
  CHECK(f.Read().empty());
  REQUIRE(f.rules);
  CHECK(f.rules->lock == nullptr);
}

}  // namespace
}  // namespace weir::commands
