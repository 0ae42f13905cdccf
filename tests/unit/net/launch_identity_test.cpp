#include "runtime/net/launch_identity.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/temporary_folder.h"

namespace weir::net {
namespace {

namespace fs = std::filesystem;

class Folder : public testing::TemporaryFolder {
 public:
  std::string Add(const fs::path& name, const std::string& text = "#!/bin/sh\n") const {
    const fs::path file = path() / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
    fs::permissions(file, fs::perms::owner_all);
    return file.string();
  }
};

std::string IdentityOf(std::vector<std::string> launch) {
  ServerSettings server;
  server.launch = std::move(launch);
  return LaunchIdentity(server);
}

std::string DigestOf(const std::string& identity) {
  constexpr std::string_view kMember = R"("sha256":")";
  const size_t at = identity.find(kMember);
  return at == std::string::npos ? std::string() : identity.substr(at + kMember.size(), 64);
}

TEST_CASE("a program is known by its digest, whatever it is called") {
  const Folder folder;
  const std::string program = folder.Add("server");
  const std::string identity = IdentityOf({program, "x"});
  CHECK_THAT(identity, Catch::StartsWith(R"({"program":"server","sha256":")"));
  const std::string link = fs::path(program).replace_filename("link").string();
  fs::create_symlink(program, link);
  CHECK(DigestOf(IdentityOf({link})) == DigestOf(identity));
  folder.Add("server", "#!/bin/sh\nexit\n");
  CHECK(DigestOf(IdentityOf({program})) != DigestOf(identity));
}

TEST_CASE("a script is known by its own digest, not by that of what runs it") {
  const Folder folder;
  const std::string script = folder.Add("server.sh");
  const std::string digest = DigestOf(IdentityOf({script}));
  CHECK(DigestOf(IdentityOf({"sh", script, "x"})) == digest);
  CHECK(DigestOf(IdentityOf({"/bin/sh", "-e", script})) == digest);
  CHECK(IdentityOf({"sh", "-c", "exec server"}) == R"({"program":"sh"})");
}

TEST_CASE("an installed package is known by its name and version") {
  const Folder folder;
  folder.Add("node_modules/@a/b/package.json", R"({"name":"@a/b","version":"1.2.3"})");
  folder.Add("node_modules/@a/b/dist/package.json", R"({"type":"module"})");
  const std::string program = folder.Add("node_modules/@a/b/dist/server");
  CHECK(IdentityOf({program}) == R"({"program":"server","package":"@a/b@1.2.3"})");
  folder.Add("package.json", R"({"name":"mine","version":"1"})");
  CHECK_FALSE(DigestOf(IdentityOf({folder.Add("server")})).empty());
}

TEST_CASE("what starts something else is not what is started") {
  CHECK(IdentityOf({"env", "server"}) == R"({"program":"env"})");
  CHECK(IdentityOf({"/usr/bin/env", "server"}) == R"({"program":"env"})");
  const Folder folder;
  folder.Add("node_modules/npm/package.json", R"({"name":"npm","version":"10.0.0"})");
  CHECK(IdentityOf({folder.Add("node_modules/npm/npx"), "-y", "x"}) == R"({"program":"npx"})");
}

TEST_CASE("of what is not there only the name is known") {
  CHECK(IdentityOf({"/does/not/exist"}) == R"({"program":"exist"})");
  CHECK(IdentityOf({}) == "{}");
}

}  // namespace
}  // namespace weir::net
