#include "runtime/keeper/processes.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace weir::keeper {
namespace {

constexpr int kSweeps = 200;
constexpr timespec kSweepPause{0, 10'000'000};

std::optional<pid_t> ParseId(std::string_view text) {
  pid_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size() || id <= 0) return std::nullopt;
  return id;
}

// `stat` reads "PID (NAME) STATE PPID …", and a name may hold anything, `)` and spaces included.
std::optional<pid_t> ParentIn(std::string_view stat) {
  const size_t name_end = stat.rfind(')');
  if (name_end == std::string_view::npos || name_end + 4 > stat.size()) return std::nullopt;
  const std::string_view rest = stat.substr(name_end + 4);
  return ParseId(rest.substr(0, rest.find(' ')));
}

std::optional<pid_t> ParentOf(const char* id) {
  const std::string path = std::string("/proc/") + id + "/stat";
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::array<char, 512> stat{};
  const ssize_t size = read(file, stat.data(), stat.size());
  close(file);
  if (size <= 0) return std::nullopt;
  return ParentIn({stat.data(), static_cast<size_t>(size)});
}

}  // namespace

std::vector<pid_t> ChildrenOf(pid_t parent) {
  std::vector<pid_t> children;
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(opendir("/proc"), closedir);
  if (!proc) return children;
  while (const dirent* entry = readdir(proc.get())) {
    const std::optional<pid_t> id = ParseId(entry->d_name);
    if (id && ParentOf(entry->d_name) == parent) children.push_back(*id);
  }
  return children;
}

size_t KillChildrenExcept(std::span<const pid_t> keep) {
  for (int sweep = 0;; ++sweep) {
    std::vector<pid_t> strays = ChildrenOf(getpid());
    std::erase_if(strays,
                  [&](pid_t id) { return std::find(keep.begin(), keep.end(), id) != keep.end(); });
    if (strays.empty() || sweep == kSweeps) return strays.size();
    for (const pid_t id : strays) {
      kill(id, SIGKILL);
      waitpid(id, nullptr, WNOHANG);
    }
    nanosleep(&kSweepPause, nullptr);
  }
}

}  // namespace weir::keeper
