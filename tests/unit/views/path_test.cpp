#include "compiler/views/path.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace weir::views {
namespace {

std::optional<std::string> Resolved(std::string_view text) {
  std::string storage;
  std::optional<std::string_view> path = ResolvePath(text, storage);
  if (!path) return std::nullopt;
  return std::string(*path);
}

TEST_CASE("paths are resolved by their text") {
  struct Row {
    const char* text;
    const char* path;
  };
  const Row rows[] = {
      {"/", "/"},
      {"//", "/"},
      {"/.", "/"},
      {"/a/..", "/"},
      {"/srv/work", "/srv/work"},
      {"/srv/work/", "/srv/work"},
      {"/srv//work///", "/srv/work"},
      {"//srv/work", "/srv/work"},
      {"/srv/./work/.", "/srv/work"},
      {"/srv/work/../work/a", "/srv/work/a"},
      {"/srv/work/../../root/.ssh/id_rsa", "/root/.ssh/id_rsa"},
      {"/srv/work/a/../../../etc", "/etc"},
      {"/a/.hidden", "/a/.hidden"},
      {"/a/..data/x", "/a/..data/x"},
      {"/a/x...", "/a/x..."},
      {"/a/~user", "/a/~user"},
      {"/a b/c", "/a b/c"},
      {"/a/100%", "/a/100%"},
      {"/a/100% sure", "/a/100% sure"},
      {"/a/50%x", "/a/50%x"},
      {"/a/é文😀", "/a/é文😀"},
      {"/file:///etc", "/file:/etc"},
      {"file:///srv/work", "/srv/work"},
      {"FILE:///srv/work", "/srv/work"},
      {"file://localhost/srv/work", "/srv/work"},
      {"file://LocalHost/srv/work", "/srv/work"},
      {"file:////srv/work", "/srv/work"},
      {"file:///srv/a%20b", "/srv/a b"},
      {"file:///srv/%61%3f%23", "/srv/a?#"},
      {"file:///srv/work/%2e%2e/%2E./etc", "/etc"},
      {"file:///srv/100%25", "/srv/100%"},
      {"file:///srv/%C3%A9", "/srv/é"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(Resolved(row.text) == std::string(row.path));
  }
}

TEST_CASE("what servers may read in different ways has no path view") {
  const char* texts[] = {
      "",
      // relative, or of somebody's home or drive
      "a",
      ".",
      "..",
      "./a",
      "../../etc/passwd",
      "~",
      "~/x",
      "~root/.ssh",
      " /etc",
      "C:/Windows",
      "c:\\x",
      // above the root
      "/..",
      "/../etc",
      "/srv/../../etc",
      "/a/../..",
      "file:///..",
      "file:///%2e%2e/etc",
      // backslashes
      "/srv/work\\..\\..\\etc",
      "\\\\server\\share",
      "/srv/work/..\\",
      "file:///srv/%5C..",
      // escapes that only some undo
      "/srv/work/%2e%2e/etc",
      "/srv/work/..%2fetc",
      "/srv/work/%2e%2e%2fetc",
      "/srv/work/%252e%252e/etc",
      "/srv/work/..%c0%af",
      "/srv/work/%u002e%u002e/etc",
      "/srv/work/%uff0e",
      "/a%20b",
      "/a%00",
      "file:///srv/work/%252e%252e/etc",
      "file:///srv/work/..%2fetc",
      "file:///srv/work/..%2Fetc",
      "file:///srv/%25%32%65",
      "file:///a%2",
      "file:///a%",
      "file:///%zz",
      // URLs of other hosts and kinds
      "file://evil/srv/work",
      "file://localhost.evil/srv/work",
      "file://localhostx/",
      "file://",
      "file://localhost",
      "file:/srv/work",
      "file:srv",
      "file://user@localhost/srv",
      "file://localhost:80/srv",
      "http:///srv/work",
      "file:///srv/work?x",
      "file:///srv/work#x",
      "file://127.0.0.1/srv",
      "file://~/x",
      // control and invisible characters
      "/a\nb",
      "/a\rb",
      "/a\tb",
      "/a\x1b[2J",
      "/a\x7f",
      "/a\xC2\x85",
      "/a/.\xE2\x80\x8C./b",
      "/a/.\xE2\x80\x8D./b",
      "/a/\xEF\xBB\xBF../b",
      "/a/\xE2\x80\xAEtxt",
      "/a/.\xC2\xAD.",
      "/a\xE2\x80\xA8",
      "file:///a%0Ab",
      "file:///a%00b",
      "/a\xF3\xA0\x81\x81",
      // not UTF-8
      "/a\xFF",
      "/a\xC0\xAE\xC0\xAE/b",
      "/a/\xC0\xAF",
      "/a/\xE0\x80\xAE",
      "/a/\xF0\x80\x80\xAE",
      "/a\xED\xA0\x80",
      "/a\xC3",
      "file:///a/%c0%ae%c0%ae/b",
      "file:///a%FF",
      // look-alikes: U+FF0E FF0F 2024 2025 2044 2215 29F8 FE52 3002 FF61 FF3C FE68 2216 FF05
      "/a/\xEF\xBC\x8E\xEF\xBC\x8E/b",
      "/a/..\xEF\xBC\x8F"
      "b",
      "/a/\xE2\x80\xA4\xE2\x80\xA4/b",
      "/a/\xE2\x80\xA5/b",
      "/a/..\xE2\x81\x84"
      "b",
      "/a/..\xE2\x88\x95"
      "b",
      "/a/..\xE2\xA7\xB8"
      "b",
      "/a/\xEF\xB9\x92\xEF\xB9\x92/b",
      "/a/\xE3\x80\x82\xE3\x80\x82/b",
      "/a/\xEF\xBD\xA1\xEF\xBD\xA1/b",
      "/a/..\xEF\xBC\xBC"
      "b",
      "/a/..\xEF\xB9\xA8"
      "b",
      "/a/..\xE2\x88\x96"
      "b",
      "/a/\xEF\xBC\x85"
      "2e",
      "file:///a/%EF%BC%8E%EF%BC%8E/b",
      // components that some systems shorten
      "/a/.../b",
      "/a/..../b",
      "/a/.. /b",
      "/a/. ./b",
      "/a/ /b",
      "/a/..;/b",
      "/a/..;x=y/b",
      "/etc ",
      "/etc\xC2\xA0",
      "/etc\xE3\x80\x80",
      "file:///etc%20",
      "/etc /",
      "/etc /.",
      "/etc\xC2\xA0//",
      "/a/\xEF\x80\xAE\xEF\x80\xAE/b",
  };
  for (const char* text : texts) {
    CAPTURE(text);
    CHECK(Resolved(text) == std::nullopt);
  }
  CHECK(Resolved(std::string_view("/srv/work\0/../../etc", 20)) == std::nullopt);
}

TEST_CASE("a path may be as long as the limit and no longer") {
  std::string longest = "/" + std::string(kPathBytesMax - 1, 'a');
  CHECK(Resolved(longest) == longest);
  CHECK(Resolved(longest + "a") == std::nullopt);
}

TEST_CASE("a path in normal form is not copied") {
  std::string text = "/srv/work/a";
  std::string storage = "untouched";
  CHECK(ResolvePath(text, storage)->data() == text.data());
  CHECK(storage == "untouched");
  CHECK(ResolvePath("/srv/./x", storage) == "/srv/x");
  CHECK(ResolvePath("/y//", storage) == "/y");
}

bool IsInNormalForm(const std::string& path) {
  if (path == "/") return true;
  std::string closed = path + "/";
  return path.starts_with('/') && closed.find("//") == std::string::npos &&
         closed.find("/./") == std::string::npos && closed.find("/../") == std::string::npos;
}

TEST_CASE("whatever resolves is in normal form, and resolves to itself") {
  std::mt19937 random(4096);
  const std::vector<std::string> parts{"/",  ".",       "..", "a", "%", "2e",
                                       "25", "file://", "é",  " ", ";", "\\"};
  int resolved_count = 0;
  for (int round = 0; round < 50'000; ++round) {
    std::string text = random() % 2 == 0 ? "/" : "file:///";
    for (size_t at = random() % 10; at > 0; --at) text += parts[random() % parts.size()];
    std::optional<std::string> path = Resolved(text);
    if (!path) continue;
    ++resolved_count;
    CAPTURE(text, *path);
    REQUIRE(IsInNormalForm(*path));
    REQUIRE(Resolved(*path) == path);
  }
  CHECK(resolved_count > 5'000);
}

std::vector<std::string> TraversalPayloads() {
  std::ifstream file(WEIR_SOURCE_DIR "/tests/unit/views/traversal_payloads.txt");
  std::vector<std::string> payloads;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    if (size_t at = line.find("{FILE}"); at != std::string::npos) line.replace(at, 6, "etc/passwd");
    payloads.push_back(line);
  }
  return payloads;
}

// What the system itself makes of a path none of whose components exist as links.
bool StaysBelow(const std::string& directory, const std::string& path) {
  std::string normal = std::filesystem::path(path).lexically_normal().string();
  return normal == directory || normal.starts_with(directory + "/");
}

TEST_CASE("no published traversal is taken for a path below the directory that it is appended to") {
  std::vector<std::string> payloads = TraversalPayloads();
  REQUIRE(payloads.size() > 600);
  const std::string work = "/srv/work";
  for (const std::string& payload : payloads) {
    for (const std::string& text :
         {work + payload, work + "/" + payload, "file://" + work + "/" + payload}) {
      std::optional<std::string> path = Resolved(text);
      if (!path || !(*path == work || path->starts_with(work + "/"))) continue;
      CAPTURE(text, *path);
      CHECK(text.find_first_of("%\\;") == std::string::npos);
      CHECK(StaysBelow(work, text.substr(text.find(work))));
    }
  }
}

}  // namespace
}  // namespace weir::views
