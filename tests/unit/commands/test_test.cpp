// `weir test`: coverage in its three forms, and watching.
#include "compiler/commands/test.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

#include "compiler/commands/watch.h"
#include "compiler/json/document.h"
#include "tests/support/temporary_folder.h"

namespace weir::commands {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPolicy = R"(weir 1;
agent coder { client "claude-code"; }
server files { launch "f"; tools read_*, write_file; }
allow coder: files.read_* where args.a == 1 or args.b == 2;
ask coder: files.write_file;
deny any: files.* where exists args.force;
test "one" as coder {
  allow files.read_file { "a": 1, "b": 3 };
  deny files.read_file { "a": 2, "b": 3 };
}
test "two" as coder { ask files.write_file; }
)";

class Policy {
 public:
  Policy() { std::ofstream(path()) << kPolicy; }
  std::string path() const { return folder_ / "policy.weir"; }
  fs::path folder() const { return folder_.path(); }

 private:
  testing::TemporaryFolder folder_;
};

std::string Run(TestOptions options, int wanted = kExitOk) {
  std::ostringstream out;
  std::ostringstream err;
  CHECK(RunTest(options, out, err) == wanted);
  return out.str();
}

TEST_CASE("coverage names rules that never decided and conditions seen one way only") {
  const Policy policy;
  const std::string text = Run({.files = {policy.path()}, .coverage = true});
  CHECK(text.find("coverage: 2 of 3 rules decided something, 4 of 6 ways of conditions seen\n") !=
        std::string::npos);
  CHECK(text.find("outcomes: 1 allowed, 1 asked, 0 denied by a rule, 1 denied otherwise\n") !=
        std::string::npos);
  CHECK(text.find(":4:48: args.b == 2   never held\n") != std::string::npos);
  CHECK(text.find(":6:1: deny any: files.* where exists args.force   never decided\n") !=
        std::string::npos);
  CHECK(text.find("args.a == 1   ") == std::string::npos);  // seen both ways
}

TEST_CASE("a filter narrows coverage too") {
  const Policy policy;
  const std::string text = Run({.files = {policy.path()}, .filter = "two", .coverage = true});
  CHECK(text.find("coverage: 1 of 3 rules") != std::string::npos);
  CHECK(text.find("never looked at") != std::string::npos);
}

TEST_CASE("coverage as JSON is JSON") {
  const Policy policy;
  const std::string file = policy.folder() / "coverage.json";
  Run({.files = {policy.path()},
       .coverage = true,
       .coverage_format = policytest::CoverageFormat::kJson,
       .coverage_file = file});
  std::ifstream in(file);
  const auto document = json::Document::Parse({std::istreambuf_iterator<char>(in), {}});
  REQUIRE(document.ok());
  CHECK(document->root().Find("rules")->is_array());
}

TEST_CASE("coverage as LCOV has each rule's line and two branches for each condition") {
  const Policy policy;
  const std::string text = Run({.files = {policy.path()},
                                .coverage = true,
                                .coverage_format = policytest::CoverageFormat::kLcov});
  CHECK(text.find("SF:" + policy.path() + "\n") != std::string::npos);
  for (const char* line :
       {"DA:4,1\n", "DA:5,1\n", "DA:6,0\n", "LF:3\nLH:2\n", "BRDA:4,0,0,1\n", "BRDA:4,0,1,1\n",
        "BRDA:4,1,0,0\n", "BRDA:4,1,1,2\n", "BRF:6\nBRH:4\n", "end_of_record\n"}) {
    INFO(line);
    CHECK(text.find(line) != std::string::npos);
  }
}

TEST_CASE("coverage that cannot be written ends with 3") {
  const Policy policy;
  Run({.files = {policy.path()}, .coverage = true, .coverage_file = "/no/such/folder/file"},
      kExitUsage);
}

TEST_CASE("a watch sees a policy replaced, and nothing else") {
  const Policy policy;
  auto watch = Watch::Start({policy.path()});
  REQUIRE(watch.ok());
  std::ofstream(policy.folder() / "notes.txt") << "not a policy";
  std::thread editor([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::ofstream(policy.folder() / "new") << kPolicy << "// changed\n";
    fs::rename(policy.folder() / "new", policy.path());
  });
  CHECK(watch->Wait());
  std::ifstream in(policy.path());
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  CHECK(text.ends_with("// changed\n"));  // the note alone did not end the wait
  editor.join();
  CHECK(!Watch::Start({"/no/such/folder/policy.weir"}).ok());
}

}  // namespace
}  // namespace weir::commands
