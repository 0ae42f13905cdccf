#include "runtime/telemetry/audit.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "compiler/json/document.h"
#include "runtime/telemetry/journal.h"
#include "tests/support/temporary_folder.h"

namespace weir::telemetry {
namespace {

namespace fs = std::filesystem;

router::AuditRecord Record() {
  return {.event = router::AuditEvent::kEnd,
          .call = 9,
          .agent = "coder",
          .server = "files",
          .verb = Verb::kCall,
          .target = "read_text_file",
          .exposed = "files__read_text_file",
          .decision = {Outcome::kAllow, Because::kRule, 3},
          .rule = "allow coder: files.read_*",
          .place = "policy.weir:12:1",
          .because = "a \"reason\"\n",
          .argument_bytes = 42,
          .conversation = 2,
          .labels = {"files"},
          .flows = {{{"files"}, 1, "files", "read", "/a", 4, 30, "base64", false}},
          .result_labels = {"files", "git"},
          .duration = std::chrono::milliseconds(7),
          .result_bytes = 1000,
          .result = "ok"};
}

using Folder = testing::TemporaryFolder;

TEST_CASE("a record has all fields, on one line") {
  CHECK(
      AuditLine(Record(), 5, WallTime()) ==
      R"({"time":"1970-01-01T00:00:00.000Z","sequence":5,"event":"end","call":9,"agent":"coder","server":"files",)"
      R"("verb":"call","target":"read_text_file","exposed":"files__read_text_file",)"
      R"("outcome":"allow","reason":"rule","number":3,"rule":"allow coder: files.read_*",)"
      R"("place":"policy.weir:12:1","because":"a \"reason\"\n","argument_bytes":42,)"
      R"("conversation":2,"labels":["files"],)"
      R"("flows":[{"labels":["files"],"from_call":1,"from_server":"files","from_target":"read",)"
      R"("pointer":"/a","begin":4,"end":30,"how":"base64","over_calls":false}],)"
      R"("result_labels":["files","git"],)"
      R"("duration_ms":7,"result_bytes":1000,"result":"ok"})"
      "\n");
}

TEST_CASE("what is not known of a call that was not forwarded is null") {
  router::AuditRecord record;
  record.target = "\x1b]0;title\x07 \xff";
  const std::string line = AuditLine(record, 1, WallTime());
  const auto document = json::Document::Parse(line.substr(0, line.size() - 1));
  REQUIRE(document.ok());
  CHECK(document->root().Find("outcome")->string() == "deny");
  CHECK(document->root().Find("reason")->string() == "default");
  CHECK(document->root().Find("duration_ms")->kind() == json::Kind::kNull);
  CHECK(document->root().Find("result_bytes")->kind() == json::Kind::kNull);
  CHECK(document->root().Find("target")->string() == "\x1b]0;title\x07 \uFFFD");
  CHECK(line.find('\x1b') == std::string::npos);
}

TEST_CASE("a file is made for its owner only, and appended to") {
  const Folder folder;
  const std::string file = folder / "audit.jsonl";
  for (int run = 0; run < 2; ++run) {
    auto audit = Audit::Open(file);
    REQUIRE(audit.ok());
    CHECK(audit->Write(Record()));
    CHECK(audit->Write(Record()));
  }
  struct stat status {};
  REQUIRE(stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  std::ifstream input(file);
  std::string line;
  std::string sequences;
  while (std::getline(input, line)) {
    const auto document = json::Document::Parse(line);
    REQUIRE(document.ok());
    sequences += std::to_string(document->root().Find("sequence")->integer());
  }
  CHECK(sequences == "1212");
}

TEST_CASE("a line that was torn is ended, not written on") {
  const Folder folder;
  const std::string file = folder / "audit.jsonl";
  std::ofstream(file) << R"({"time":"2026)";
  auto audit = Audit::Open(file);
  REQUIRE(audit.ok());
  CHECK(audit->Write(Record()));
  std::ifstream input(file);
  std::string torn;
  std::string whole;
  CHECK((std::getline(input, torn) && std::getline(input, whole)));
  CHECK(json::Document::Parse(whole).ok());
}

TEST_CASE("many weirs write one file, and no line gets into another") {
  const Folder folder;
  const std::string file = folder / "audit.jsonl";
  constexpr int kWriters = 4;
  constexpr int kRecords = 50;
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&] {
      auto audit = Audit::Open(file);
      router::AuditRecord record = Record();
      record.exposed = std::string(100'000, 'x');
      for (int n = 0; n < kRecords; ++n) {
        if (!audit->Write(record)) std::abort();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  std::ifstream input(file);
  int whole = 0;
  for (std::string line; std::getline(input, line);) {
    whole += json::Document::Parse(line).ok() ? 1 : 0;
  }
  CHECK(whole == kWriters * kRecords);
}

TEST_CASE("a file that cannot be opened is an error that names it") {
  const auto audit = Audit::Open("/no/such/folder/audit");
  REQUIRE(!audit.ok());
  CHECK(audit.error().message ==
        "cannot open the audit file `/no/such/folder/audit`: No such file or directory");
  const Folder folder;
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(!Audit::Open(folder / "pipe").ok());
}

TEST_CASE("a record that cannot be written is said to be") {
  auto full = Audit::Open("/dev/full");
  REQUIRE(full.ok());
  CHECK(!full->Write(Record()));
  Journal journal(Log({}, -1), std::move(*full));
  CHECK(!journal.Audit(Record()));
}

TEST_CASE("without an audit every record counts as written") {
  Journal journal(Log({}, -1), std::nullopt);
  CHECK(journal.Audit(Record()));
}

}  // namespace
}  // namespace weir::telemetry
