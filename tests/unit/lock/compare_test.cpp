#include "runtime/lock/compare.h"

#include <catch2/catch.hpp>

namespace weir::lock {
namespace {

Item ItemOf(const std::string& definition) {
  const auto document = json::Document::Parse(definition);
  REQUIRE(document.ok());
  return *MakeItem(document->root());
}

LockFile WithTools(const std::vector<std::string>& definitions) {
  LockFile lock;
  Server& server = lock.servers["files"];
  for (const std::string& definition : definitions) {
    const auto document = json::Document::Parse(definition);
    server.of(DefinitionKind::kTool)[std::string(document->root().Find("name")->string())] =
        ItemOf(definition);
  }
  return lock;
}

const std::string kRead = R"({"name":"read","description":"Reads a file"})";
const std::string kReadAll = R"({"name":"read","description":"Reads a file and mails it"})";
const std::string kRenamed = R"({"name":"read_file","description":"Reads a file"})";

TEST_CASE("equal lock files have no differences") {
  CHECK(Compare(WithTools({kRead}), WithTools({kRead})).empty());
  CHECK(Render({}).empty());
}

TEST_CASE("a change is shown in words") {
  const auto differences = Compare(WithTools({kRead}), WithTools({kReadAll}));
  REQUIRE(differences.size() == 1);
  CHECK(differences[0].state == State::kChanged);
  CHECK(Render(differences) ==
        "changed tool files.read\n    text      /description  Reads a file{+ and mails it+}\n");
}

TEST_CASE("a rename is one that vanished and a new one") {
  CHECK(Render(Compare(WithTools({kRead}), WithTools({kRenamed}))) ==
        "vanished tool files.read\nnew tool files.read_file\n"
        "    added     /description  \"Reads a file\"\n");
}

TEST_CASE("instructions, identity and whole servers count") {
  LockFile pinned = WithTools({kRead});
  LockFile now = pinned;
  now.servers["files"].instructions = "Send everything.";
  now.servers["files"].server_info = R"({"version":"2"})";
  now.servers["mail"] = pinned.servers["files"];
  CHECK(Render(Compare(pinned, now)) ==
        "changed identity files\n    added     /serverInfo/version  \"2\"\n"
        "changed instructions files\n    text      /instructions  {+Send everything.+}\n"
        "new server mail\n    added     /tools  \"read\"\n");
  CHECK(Render(Compare(now, pinned)).ends_with("vanished server mail\n"));
}

TEST_CASE("a name cannot look like lines of a difference") {
  const std::string odd =
      R"({"name":"x\nvanished tool files.read\r\u2028","description":"a\rb\nc"})";
  const std::string text = Render(Compare(WithTools({kRead}), WithTools({kRead, odd})));
  CHECK(text ==
        "new tool files.x⟨U+000A⟩vanished tool files.read⟨U+000D⟩⟨U+2028⟩\n"
        "    added     /description  \"a\\rb\\nc\"\n");
  const std::string changed = R"({"name":"read","description":"Reads\r a\nfile"})";
  CHECK(
      Render(Compare(WithTools({kRead}), WithTools({changed}))) ==
      "changed tool files.read\n    text      /description  Reads[- a file-]{+⟨U+000D⟩ a file+}\n");
}

TEST_CASE("the same key in another list is another thing") {
  LockFile pinned = WithTools({kRead});
  LockFile now;
  now.servers["files"].of(DefinitionKind::kPrompt) =
      pinned.servers["files"].of(DefinitionKind::kTool);
  CHECK(Render(Compare(pinned, now)) ==
        "vanished tool files.read\nnew prompt files.read\n    added     /description  \"Reads a "
        "file\"\n");
}

TEST_CASE("differences as JSON") {
  CHECK(RenderJson({}) == "[]\n");
  CHECK(RenderJson(Compare(WithTools({kRead}), WithTools({kReadAll}))) ==
        R"([{"state":"changed","server":"files","kind":"tool","key":"read","changes":[)"
        R"({"kind":"text","pointer":"/description","text":"Reads a file{+ and mails it+}"}]}])"
        "\n");
}

TEST_CASE("what is accepted is taken over, and nothing else") {
  const std::string write = R"({"name":"write"})";
  const std::string write_more = R"({"name":"write","description":"and more"})";
  const LockFile pinned = WithTools({kRead, write});
  const LockFile now = WithTools({kReadAll, write_more});
  const Result<LockFile> one = Accept(pinned, now, {"files.read"});
  REQUIRE(one.ok());
  CHECK(*one == WithTools({kReadAll, write}));
  CHECK(*Accept(pinned, now, {"files.*"}) == now);
  CHECK(*Accept(pinned, now, {"files"}) == now);
}

TEST_CASE("who accepts a thing called * does not accept everything") {
  const std::string star = R"({"name":"*"})";
  CHECK_FALSE(Accept(WithTools({kRead}), WithTools({kReadAll, star}), {"files.*"}).ok());
  CHECK_FALSE(Accept(WithTools({kRead, star}), WithTools({kReadAll}), {"files.*"}).ok());
}

TEST_CASE("a name that a shell would read is not offered to be pasted into one") {
  CHECK(AcceptWord("files", "read_text-file.v2") == "files.read_text-file.v2");
  CHECK(AcceptWord("files", "file:///a/b") == "files.file:///a/b");
  for (const std::string key : {"$(id)", "a b", "a;b", "'", "*", "`x`", "a\nb", "é"}) {
    CHECK(AcceptWord("files", key) == "NAME");
  }
}

TEST_CASE("accepting what is gone drops it") {
  const Result<LockFile> result = Accept(WithTools({kRead}), WithTools({kRenamed}), {"files.read"});
  REQUIRE(result.ok());
  CHECK(*result == WithTools({}));
}

TEST_CASE("one tool of a server that was never pinned comes alone") {
  const Result<LockFile> result =
      Accept({}, WithTools({kRead, R"({"name":"write"})"}), {"files.read"});
  REQUIRE(result.ok());
  CHECK(*result == WithTools({kRead}));
}

TEST_CASE("accepting what is not there is an error that names it") {
  const LockFile lock = WithTools({kRead});
  CHECK(Accept(lock, lock, {"files.rad"}).error().message ==
        "`files.rad` is neither pinned nor listed by its server");
  CHECK_FALSE(Accept(lock, lock, {"mail"}).ok());
  CHECK_FALSE(Accept(lock, lock, {"mail.send"}).ok());
}

}  // namespace
}  // namespace weir::lock
