// `weir fmt` and its exit codes, on files of its own.
#include "compiler/commands/fmt.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "compiler/base/write_file.h"
#include "tests/support/temporary_folder.h"

namespace weir::commands {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLoose = "weir 1;\nagent   a{client \"x\";}\n";
constexpr const char* kTidy = "weir 1;\nagent a { client \"x\"; }\n";

class Folder : public testing::TemporaryFolder {
 public:
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(path() / name, std::ios::binary) << text;
    return path() / name;
  }
};

std::string Read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Ran {
  int code;
  std::string out;
  std::string err;
};

Ran Run(const std::vector<std::string>& files, bool check = false) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = RunFmt({files, check, false}, out, err);
  return {code, out.str(), err.str()};
}

TEST_CASE("files are rewritten in place, with their mode, and only if they change") {
  const Folder folder;
  const std::string loose = folder.Write("loose.weir", kLoose);
  const std::string tidy = folder.Write("tidy.weir", kTidy);
  fs::permissions(loose, fs::perms::owner_read | fs::perms::owner_write);
  const auto before = fs::last_write_time(tidy);
  const Ran ran = Run({loose, tidy});
  CHECK(ran.code == kExitOk);
  CHECK(ran.out.empty());
  CHECK(Read(loose) == kTidy);
  CHECK(fs::status(loose).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(fs::last_write_time(tidy) == before);
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 2);  // nothing left beside
}

TEST_CASE("a check names what would change and writes nothing") {
  const Folder folder;
  const std::string loose = folder.Write("loose.weir", kLoose);
  const std::string tidy = folder.Write("tidy.weir", kTidy);
  const Ran ran = Run({tidy, loose}, true);
  CHECK(ran.code == kExitTestFailed);
  CHECK(ran.out == loose + "\n");
  CHECK(Read(loose) == kLoose);
  CHECK(Run({tidy}, true).code == kExitOk);
}

TEST_CASE("a file with a mistake is left as it is, the others are not") {
  const Folder folder;
  const std::string broken = folder.Write("broken.weir", "weir 1; allow   allow;");
  const std::string loose = folder.Write("loose.weir", kLoose);
  const Ran ran = Run({broken, loose});
  CHECK(ran.code == kExitPolicyErrors);
  CHECK(ran.err.find("error[") != std::string::npos);
  CHECK(Read(broken) == "weir 1; allow   allow;");
  CHECK(Read(loose) == kTidy);
}

TEST_CASE("a file that is not there ends with 3") {
  CHECK(Run({"/no/such/file.weir"}).code == kExitUsage);
}

TEST_CASE("a link stays one, and what it leads to is written") {
  const Folder folder;
  const std::string loose = folder.Write("loose.weir", kLoose);
  fs::create_symlink(loose, folder.path() / "link.weir");
  CHECK(Run({folder.path() / "link.weir"}).code == kExitOk);
  CHECK(fs::is_symlink(folder.path() / "link.weir"));
  CHECK(Read(loose) == kTidy);
}

TEST_CASE("a file is written whole or not at all") {
  const Folder folder;
  CHECK(!WriteFile(folder.path() / "new", "text"));
  CHECK(Read(folder.path() / "new") == "text");
  CHECK(WriteFile(folder.path() / "none" / "new", "text"));
  CHECK(!fs::exists(folder.path() / "none"));
}

}  // namespace
}  // namespace weir::commands
