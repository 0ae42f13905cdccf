#include "compiler/commands/watch.h"

#include <errno.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

namespace weir::commands {
namespace {

constexpr int kQuietMs = 100;
constexpr uint32_t kChanges = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE;

// A lock file is part of what a policy means.
bool IsOfPolicy(std::string_view name) {
  return name.ends_with(".weir") || name == "weir.lock";
}

// 1: something is there to read; 0: not within the time; -1: never again.
int WaitFor(int descriptor, int timeout_ms) {
  pollfd poll_for{descriptor, POLLIN, 0};
  int ready = 0;
  do ready = poll(&poll_for, 1, timeout_ms);
  while (ready < 0 && errno == EINTR);
  return ready;
}

}  // namespace

Result<Watch> Watch::Start(const std::vector<std::string>& files) {
  const int descriptor = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (descriptor < 0) return Error{std::string("cannot watch files: ") + std::strerror(errno)};
  Watch watch(descriptor);
  std::set<std::string> folders;
  for (const std::string& file : files) {
    const std::string folder = std::filesystem::path(file).parent_path();
    folders.insert(folder.empty() ? "." : folder);
  }
  for (const std::string& folder : folders) {
    if (inotify_add_watch(descriptor, folder.c_str(), kChanges) < 0) {
      return Error{"cannot watch `" + folder + "`: " + std::strerror(errno)};
    }
  }
  return watch;
}

Watch::~Watch() {
  if (descriptor_ >= 0) close(descriptor_);
}

Watch::Watch(Watch&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

bool Watch::Wait() {
  for (bool changed = false; !changed;) {
    if (WaitFor(descriptor_, -1) < 0) return false;
    changed = Drain();
  }
  while (WaitFor(descriptor_, kQuietMs) > 0) Drain();
  return true;
}

bool Watch::Drain() {
  alignas(inotify_event) std::array<char, 4096> buffer{};
  bool changed = false;
  for (ssize_t length = 0; (length = read(descriptor_, buffer.data(), buffer.size())) > 0;) {
    for (ssize_t at = 0; at < length;) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* name = buffer.data() + at + sizeof event;
      changed = changed || (event.len > 0 && IsOfPolicy(name));
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
  }
  return changed;
}

}  // namespace weir::commands
