#include "runtime/net/launch.h"

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
  std::string Add(const std::string& name, mode_t mode) const {
    const std::string file = *this / name;
    std::ofstream(file) << "#!/bin/sh\n";
    chmod(file.c_str(), mode);
    return file;
  }
};

TEST_CASE("a name is looked for in PATH, in its order") {
  const Folder first;
  const Folder second;
  first.Add("both", 0644);
  const std::string both = second.Add("both", 0755);
  fs::create_directory(first / "folder");
  const std::string path = first.path().string() + "::" + second.path().string();
  CHECK(FindExecutable("both", path).value() == both);
  CHECK(FindExecutable("neither", path).error().message == "`neither` is not in PATH");
  CHECK(!FindExecutable("folder", path));
  CHECK(!FindExecutable("both", ""));
}

TEST_CASE("an empty or relative entry of PATH is not looked at") {
  const Folder folder;
  folder.Add("here", 0755);
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  CHECK(!FindExecutable("here", ":"));
  CHECK(!FindExecutable("here", ""));
  CHECK(!FindExecutable("here", "."));
  CHECK(!FindExecutable("here", "./:../" + folder.path().filename().string()));
  CHECK(FindExecutable("./here", ""));
  fs::current_path(before);
}

TEST_CASE("a path is taken as it is, and the error says what is wrong with it") {
  const Folder folder;
  const std::string plain = folder.Add("plain", 0644);
  CHECK(FindExecutable(plain, "").error().message == "`" + plain + "` is not executable");
  CHECK(FindExecutable("/no/such", "").error().message == "`/no/such` is no file");
}

TEST_CASE("the environment holds what the policy names and nothing else") {
  setenv("WEIR_TEST_TAKEN", "from weir", 1);
  unsetenv("WEIR_TEST_UNSET");
  const ServerSettings server{.name = "s",
                              .launch = {},
                              .environment = {{"WEIR_TEST_TAKEN", std::nullopt},
                                              {"WEIR_TEST_UNSET", std::nullopt},
                                              {"GIVEN", "a=b"}},
                              .call_timeout = {},
                              .result_bytes_max = 0};
  CHECK(EnvironmentOf(server) ==
        std::vector<std::string>{"WEIR_TEST_TAKEN=from weir", "GIVEN=a=b"});
}

}  // namespace
}  // namespace weir::net
