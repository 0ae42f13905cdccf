#include "runtime/lock/lock_file.h"

#include <catch2/catch.hpp>

namespace weir::lock {
namespace {

Item ItemOf(const std::string& definition) {
  const auto document = json::Document::Parse(definition);
  REQUIRE(document.ok());
  const Result<Item> item = MakeItem(document->root());
  REQUIRE(item.ok());
  return *item;
}

LockFile Sample() {
  LockFile lock;
  Server& files = lock.servers["files"];
  files.protocol_version = "2025-11-25";
  files.server_info = R"({"name":"files","version":"1"})";
  files.instructions = "Be kind.";
  files.capabilities = R"({"logging":{}})";
  files.launch = R"({"program":"mcp-server-files"})";
  files.of(DefinitionKind::kTool)["read"] =
      ItemOf(R"({"name":"read","description":"Reads","inputSchema":{"type":"object"}})");
  files.of(DefinitionKind::kResource)["file:///a"] =
      ItemOf(R"({"uri":"file:///a","name":"a","size":1.0})");
  return lock;
}

// The message that reading the file with `from` replaced by `to` ends in.
std::string ErrorWith(const std::string& from, const std::string& to) {
  std::string text = Write(Sample());
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  const Result<LockFile> read = Read(text);
  return read.ok() ? "" : read.error().message;
}

TEST_CASE("a lock file comes back as it was written") {
  const LockFile lock = Sample();
  const Result<LockFile> read = Read(Write(lock));
  REQUIRE(read.ok());
  CHECK(*read == lock);
  CHECK(Write(*read) == Write(lock));
}

TEST_CASE("the order in which a server spells a definition does not matter") {
  CHECK(ItemOf(R"({"name":"a","x":1.0})") == ItemOf(R"({ "x" : 1, "name" : "a" })"));
  CHECK_FALSE(ItemOf(R"({"name":"a","x":1})") == ItemOf(R"({"name":"a","x":2})"));
}

TEST_CASE("a definition that was edited by hand is named") {
  CHECK(ErrorWith(R"("Reads")", R"("Reads all")") ==
        "servers.files.tools.read: its definition does not fit its sha256: it was edited by hand, "
        "or damaged");
}

TEST_CASE("instructions that were edited by hand are named with their server") {
  CHECK_THAT(ErrorWith("Be kind.", "Be cruel."), Catch::StartsWith("servers.files: "));
  CHECK_THAT(ErrorWith(R"("version": "1")", R"("version": "2")"),
             Catch::StartsWith("servers.files: "));
}

TEST_CASE("an entry under another's name is named") {
  CHECK(ErrorWith(R"("read": {)", R"("write": {)") ==
        "servers.files.tools.write: its definition is that of something else");
}

TEST_CASE("what has no meaning, is missing or has another type is named") {
  CHECK(ErrorWith(R"("tools": {)", R"("tool": {)") == "servers.files.tool: has no meaning here");
  CHECK(ErrorWith(R"("instructions": "Be kind.",)", "") ==
        "servers.files.instructions: is missing");
  CHECK(ErrorWith(R"("instructions": "Be kind.")", R"("instructions": 1)") ==
        "servers.files.instructions: is no string");
}

TEST_CASE("an entry that is no JSON any more is named, with its line") {
  const auto message = [](const std::string& to) { return ErrorWith(R"("Reads")", to); };
  CHECK_THAT(message("\n<<<<<<< mine\n\"Reads\""),
             Catch::StartsWith("servers.files.tools.read, line 22: "));
  CHECK_THAT(message("Reads"), Catch::StartsWith("servers.files.tools.read, line 21: "));
  CHECK_THAT(ErrorWith(R"("weirLock": 1)", R"("weirLock": )"),
             Catch::StartsWith("weirLock, line 2: "));
  CHECK_THAT(ErrorWith(R"("Reads",)", R"("Reads", "description": "",)"),
             Catch::StartsWith("servers.files.tools.read, line 21: "));
}

TEST_CASE("another format is refused") {
  CHECK(ErrorWith(R"("weirLock": 1)", R"("weirLock": 2)") ==
        "weirLock: format 2 is not known, only 1");
  CHECK(Read("{}").error().message == "is no lock file of weir");
  CHECK_FALSE(Read("").ok());
  CHECK_FALSE(Read("[]").ok());
  CHECK_FALSE(Read(R"({"weirLock":1,"servers":{},"servers":{}})").ok());
}

TEST_CASE("any byte that is cut off is an error") {
  const std::string text = Write(Sample());
  for (size_t size = 0; size + 2 < text.size(); size += 7) {
    CHECK_FALSE(Read(text.substr(0, size)).ok());
  }
}

TEST_CASE("what cannot be seen is spelled out, and read back") {
  LockFile lock = Sample();
  lock.servers["files"].of(DefinitionKind::kTool)["read"] =
      ItemOf("{\"name\":\"read\",\"description\":\"a\u200bb \U000E0041 \u202e c\"}");
  const std::string text = Write(lock);
  CHECK_THAT(text, Catch::Contains(R"(a\u200bb \udb40\udc41 \u202e c)"));
  const Result<LockFile> read = Read(text);
  REQUIRE(read.ok());
  CHECK(*read == lock);
}

TEST_CASE("what somebody agreed to comes back, and must be sorted") {
  LockFile lock = Sample();
  lock.servers["files"].of(DefinitionKind::kTool)["read"].accepted = {"boast", "conceal-step"};
  const std::string text = Write(lock);
  const Result<LockFile> read = Read(text);
  REQUIRE(read.ok());
  CHECK(*read == lock);
}

TEST_CASE("a definition may be nested as deep as a message, and a file no deeper than that") {
  const auto nested = [](int depth) {
    std::string value = "1";
    for (int i = 0; i < depth; ++i) value = "[" + value + "]";
    return R"({"name":"read","x":)" + value + "}";
  };
  LockFile lock = Sample();
  Items& tools = lock.servers["files"].of(DefinitionKind::kTool);
  tools["read"] = ItemOf(nested(json::kNestingMax - 1));
  CHECK(Read(Write(lock)).ok());
  std::string text = Write(Sample());
  text.replace(text.find(R"("Reads")"), 7, nested(kLockNestingMax));
  CHECK_FALSE(Read(text).ok());
}

}  // namespace
}  // namespace weir::lock
