// Tests inside policies: on both engines, in every format.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/commands/commands.h"
#include "compiler/commands/dump.h"
#include "compiler/commands/explain.h"
#include "compiler/commands/test.h"
#include "compiler/json/document.h"
#include "compiler/pipeline/build.h"
#include "compiler/pipeline/checked.h"
#include "compiler/policytest/report.h"
#include "compiler/policytest/run.h"

namespace weir::policytest {
namespace {

constexpr const char* kPolicy = R"(weir 1;
agent coder { client "claude-code"; }
server files { launch "files-server"; tools read_file, write_file; }
allow coder: files.read_file where path(args.path) within "/srv";
deny any: files.write_file because "read only";

test "reads" as coder {
  allow files.read_file { "path": "/srv/a" };
  deny files.read_file { "path": "/srv/../etc" } because default;
}
test "writes & <others>" as coder {
  deny files.write_file { } because "read only";
  deny files.delete_file { } because not-exposed;
}
)";

// Writes a policy that is gone with this object.
class PolicyFile {
 public:
  explicit PolicyFile(const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              ("weir_policytest_" + std::to_string(getpid()) + ".weir")) {
    std::ofstream(path_) << text;
  }
  ~PolicyFile() { std::filesystem::remove(path_); }
  PolicyFile(const PolicyFile&) = delete;
  PolicyFile& operator=(const PolicyFile&) = delete;
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

struct Ran {
  int exit;
  std::string out;
  std::string err;
};

Ran RunOn(const std::string& text, Format format = Format::kText, const std::string& filter = "") {
  const PolicyFile file(text);
  std::ostringstream out;
  std::ostringstream err;
  commands::TestOptions options;
  options.files = {file.path()};
  options.format = format;
  options.filter = filter;
  const int exit = commands::RunTest(options, out, err);
  return {exit, out.str(), err.str()};
}

std::string Failing() {
  return std::string(kPolicy) +
         "test \"wrong\" as coder {\n  allow files.write_file { \"path\": \"/srv\" };\n}\n";
}

// Follows what it is told word by word: a request that has a word of a result carries its labels.
class WordTracker : public Tracker {
 public:
  uint64_t LabelsOn(const TrackedTarget&, const json::Value& sent) const override {
    return returned_.empty() || sent.raw().find(returned_) == std::string_view::npos ? 0 : labels_;
  }
  std::vector<std::string> PathTo(const TrackedTarget& target,
                                  const json::Value& sent) const override {
    if (LabelsOn(target, sent) == 0) return {};
    return {"from a call of " + from_};
  }
  void Passed(const TrackedTarget&, const json::Value&) override {}
  void Returned(const TrackedTarget& target, uint64_t labels, std::string_view text) override {
    from_ = target.name;
    labels_ = labels;
    returned_ = text;
  }

 private:
  uint64_t labels_ = 0;
  std::string returned_;
  std::string from_;
};

constexpr const char* kFlowing = R"(weir 1;
agent coder { client "claude-code"; }
server files { launch "files-server"; tools read_file; }
server web { launch "web-server"; tools post; }
allow coder: *.*;
flow files -> web where args.to == "here";
test "what is read" as coder {
  allow files.read_file { "path": "/srv/a" } returns "plover";
  deny web.post { "text": "a plover", "to": "there" } because flow;
  allow web.post { "text": "a plover", "to": "here" };
  allow web.post { "text": "a heron", "to": "there" };
}
)";

TEST_CASE("coverage and explanations follow what a step returns, as the tests do") {
  const PolicyFile file(kFlowing);
  const TrackerFactory trackers = [](const Policy&) { return std::make_unique<WordTracker>(); };
  std::ostringstream out;
  std::ostringstream err;
  commands::TestOptions test{.files = {file.path()}, .coverage = true, .trackers = trackers};
  CHECK(commands::RunTest(test, out, err) == commands::kExitOk);
  CAPTURE(out.str());
  CHECK(out.str().find("outcomes: 3 allowed, 0 asked, 0 denied by a rule, 1 denied otherwise") !=
        std::string::npos);

  const auto explained = [&](const std::string& request, const std::string& after) {
    commands::ExplainOptions options{.policy = file.path(),
                                     .request = request,
                                     .agent = "coder",
                                     .after = after,
                                     .trackers = trackers};
    out.str("");
    const int code = commands::RunExplain(options, out, err);
    return std::to_string(code) + ' ' + out.str();
  };
  const std::string carries = R"(web.post {"text": "one plover", "to": "me"})";
  CHECK(explained(carries, "").starts_with("0 allow"));
  CHECK(explained(carries, "what is red").starts_with("3 "));
  CHECK(err.str().find("did you mean `what is read`?") != std::string::npos);
  const std::string denied = explained(carries, "what is read");
  CHECK(denied.starts_with("0 deny: it carries the label `files`"));
  CHECK(denied.find("the path of the data:\n  from a call of read_file\n") != std::string::npos);
  CHECK(explained(R"(web.post {"text": "one heron"})", "what is read").starts_with("0 allow"));
}

TEST_CASE("tests that pass") {
  const Ran ran = RunOn(kPolicy);
  CAPTURE(ran.out, ran.err);
  CHECK(ran.exit == commands::kExitOk);
  CHECK(ran.out.find("2 tests, 0 failed\n") != std::string::npos);
}

TEST_CASE("a test that fails says where, what was expected, and which rule decided") {
  const Ran ran = RunOn(Failing());
  CAPTURE(ran.out, ran.err);
  CHECK(ran.exit == commands::kExitTestFailed);
  CHECK(ran.out.find("FAILED  wrong") != std::string::npos);
  CHECK(ran.out.find(":16:3: allow files.write_file { \"path\": \"/srv\" }") != std::string::npos);
  CHECK(ran.out.find("expected allow\n") != std::string::npos);
  CHECK(ran.out.find("actual   deny by `deny any: files.write_file` at") != std::string::npos);
  CHECK(ran.out.find("because \"read only\"") != std::string::npos);
}

TEST_CASE("the right outcome for another reason fails") {
  const std::string text =
      std::string(kPolicy) + "test \"why\" as coder { deny files.write_file { } because default; }";
  CHECK(RunOn(text).exit == commands::kExitTestFailed);
}

TEST_CASE("a filter keeps the tests whose names contain it") {
  CHECK(RunOn(Failing(), Format::kText, "read").exit == commands::kExitOk);
  CHECK(RunOn(Failing(), Format::kText, "wrong").exit == commands::kExitTestFailed);
}

TEST_CASE("a policy without tests says so and is in order") {
  const Ran ran = RunOn("weir 1; server s { launch \"x\"; } allow any: s.t;");
  CHECK(ran.exit == commands::kExitOk);
  CHECK(ran.err.find("no tests") != std::string::npos);
}

TEST_CASE("a policy with errors runs no test") {
  const Ran ran = RunOn("weir 1; allow any: s.t;");
  CHECK(ran.exit == commands::kExitPolicyErrors);
  CHECK_FALSE(ran.err.empty());
}

TEST_CASE("TAP") {
  const Ran ran = RunOn(Failing(), Format::kTap);
  CHECK(ran.out.starts_with(
      "TAP version 13\n1..3\nok 1 - reads\nok 2 - writes & <others>\nnot ok 3 - wrong\n# "));
}

TEST_CASE("JUnit XML") {
  const Ran ran = RunOn(Failing(), Format::kJunit);
  CHECK(ran.out.find("<testsuites tests=\"3\" failures=\"1\">") != std::string::npos);
  CHECK(ran.out.find("name=\"writes &amp; &lt;others&gt;\"") != std::string::npos);
  CHECK(ran.out.find("<failure type=\"failed\" message=\"expected allow, actual deny by") !=
        std::string::npos);
}

TEST_CASE("JSON") {
  const Ran ran = RunOn(Failing(), Format::kJson);
  const auto document = json::Document::Parse(ran.out.substr(0, ran.out.size() - 1));
  REQUIRE(document);
  CHECK(document->root().Find("passed")->integer() == 2);
  CHECK(document->root().Find("failed")->integer() == 1);
  CHECK(document->root().Find("tests")->size() == 3);
}

TEST_CASE("engines that differ are a failure of their own kind") {
  const auto build = [](std::string text) {
    const pipeline::Checked checked = pipeline::CheckText("policy.weir", std::move(text));
    REQUIRE(checked.program);
    auto built = pipeline::Build(*checked.program, checked.sources, pipeline::Engine::kNative);
    REQUIRE(built);
    return built->policy;
  };
  std::string other = kPolicy;
  other.replace(other.find("\"/srv\""), 6, "\"/etc\"");
  const pipeline::Checked checked = pipeline::CheckText("policy.weir", kPolicy);
  const auto native = build(kPolicy);
  const auto wrong = build(other);
  const auto results = Run(*checked.program, checked.sources, {*native, *wrong}, "");
  REQUIRE(results.size() == 2);
  CHECK(results[0].steps[0].verdict == Verdict::kEnginesDiffer);
  CHECK_FALSE(results[0].passed());
}

TEST_CASE("every stage can be dumped") {
  const PolicyFile file(kPolicy);
  const auto dump = [&](commands::Stage stage) {
    std::ostringstream out;
    std::ostringstream err;
    CHECK(commands::RunDump({file.path(), stage, false}, out, err) == commands::kExitOk);
    return out.str();
  };
  CHECK(dump(commands::Stage::kTokens).find("allow") != std::string::npos);
  CHECK(dump(commands::Stage::kAst).find("coder") != std::string::npos);
  const std::string ir = dump(commands::Stage::kIr);
  CHECK(ir.find("slot 0 = path(args.path)") != std::string::npos);
  CHECK(ir.find("slot 0 within \"/srv\"") != std::string::npos);
  CHECK(ir.find("allow by rule 0 for agents 0x1 where %0") != std::string::npos);
  CHECK(dump(commands::Stage::kLlvm).find("define i64 @weir_decide_0") != std::string::npos);
  CHECK(dump(commands::Stage::kAssembly).find("weir_decide_0:") != std::string::npos);
}

TEST_CASE("a dump of what cannot be read or compiled says so") {
  std::ostringstream out;
  std::ostringstream err;
  CHECK(commands::RunDump({"/nonexistent.weir", commands::Stage::kIr, false}, out, err) ==
        commands::kExitUsage);
  const PolicyFile file("weir 1; allow any: s.t;");
  CHECK(commands::RunDump({file.path(), commands::Stage::kIr, false}, out, err) ==
        commands::kExitPolicyErrors);
  CHECK(out.str().empty());
}

}  // namespace
}  // namespace weir::policytest
