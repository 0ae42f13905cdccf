#include "runtime/net/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "runtime/keeper/report.h"

namespace weir::net {
namespace {

bool IsFile(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

bool IsExecutable(const std::string& path) {
  return IsFile(path) && access(path.c_str(), X_OK) == 0;
}

Error SystemError(const char* what) {
  return {std::string(what) + ": " + std::strerror(errno)};
}

struct Pipe {
  UniqueFd read_end;
  UniqueFd write_end;
};

Result<Pipe> MakePipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return SystemError("cannot make a pipe");
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Result<Pipe> MakeSocketPair() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return SystemError("cannot make a socket pair");
  }
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& string : strings) pointers.push_back(string.data());
  pointers.push_back(nullptr);
  return pointers;
}

// What posix_spawn is to do in the child; frees itself.
class SpawnSetup {
 public:
  SpawnSetup() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    // A session of its own keeps a Ctrl-C in weir's terminal away from keeper and server.
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }

  // `descriptors` become 0, 1, 2 … in the child, and nothing else stays open. Each must be at or
  // above its new number.
  bool HandOver(std::initializer_list<int> descriptors) {
    int number = 0;
    for (const int descriptor : descriptors) {
      if (descriptor < number) return false;
      if (posix_spawn_file_actions_adddup2(&actions, descriptor, number++) != 0) return false;
    }
    return posix_spawn_file_actions_addclosefrom_np(&actions, number) == 0;
  }

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

}  // namespace

Result<std::string> FindExecutable(const std::string& name, std::string_view search_path) {
  if (name.find('/') != std::string::npos) {
    if (IsExecutable(name)) return name;
    return Error{"`" + name + (IsFile(name) ? "` is not executable" : "` is no file")};
  }
  while (!search_path.empty()) {
    const size_t end = std::min(search_path.find(':'), search_path.size());
    const std::string folder(search_path.substr(0, end));
    search_path.remove_prefix(std::min(end + 1, search_path.size()));
    const std::string path = folder + "/" + name;
    if (folder.starts_with('/') && IsExecutable(path)) return path;
  }
  return Error{"`" + name + "` is not in PATH"};
}

std::vector<std::string> EnvironmentOf(const ServerSettings& server) {
  std::vector<std::string> environment;
  for (const auto& [name, value] : server.environment) {
    const char* inherited = value ? value->c_str() : std::getenv(name.c_str());
    if (inherited != nullptr) environment.push_back(name + "=" + inherited);
  }
  return environment;
}

Result<std::string> FindKeeper() {
  std::string self(4096, '\0');
  const ssize_t size = readlink("/proc/self/exe", self.data(), self.size());
  if (size <= 0) return SystemError("cannot read /proc/self/exe");
  self.resize(static_cast<size_t>(size));
  return FindExecutable(self.substr(0, self.rfind('/') + 1) + "weir-keeper", "");
}

Result<Launched> Launch(const ServerSettings& server, const std::string& keeper) {
  if (server.launch.empty()) return Error{"there is no program to launch"};
  const char* search_path = std::getenv("PATH");
  auto program = FindExecutable(server.launch.front(), search_path ? search_path : "");
  if (!program) return program.error();
  auto input = MakePipe();
  auto output = MakePipe();
  auto errors = MakePipe();
  auto control = MakeSocketPair();
  if (!input) return input.error();
  if (!output) return output.error();
  if (!errors) return errors.error();
  if (!control) return control.error();

  std::vector<std::string> arguments{"weir-keeper", *program};
  arguments.insert(arguments.end(), server.launch.begin(), server.launch.end());
  std::vector<std::string> environment = EnvironmentOf(server);
  SpawnSetup setup;
  static_assert(weir::keeper::kControlDescriptor == 3);
  if (!setup.HandOver({input->read_end.get(), output->write_end.get(), errors->write_end.get(),
                       control->write_end.get()})) {
    return Error{"stdin, stdout and stderr must be open"};
  }
  Launched launched;
  const int error = posix_spawn(&launched.keeper, keeper.c_str(), &setup.actions, &setup.attributes,
                                Pointers(arguments).data(), Pointers(environment).data());
  if (error != 0) return Error{"cannot start `" + keeper + "`: " + std::strerror(error)};
  launched.input = std::move(input->write_end);
  launched.output = std::move(output->read_end);
  launched.errors = std::move(errors->read_end);
  launched.control = std::move(control->read_end);
  return launched;
}

}  // namespace weir::net
