// Replacing a file without a moment in which it is half-written.
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>

#include "runtime/commands/observe.h"
#include "runtime/net/unique_fd.h"

namespace weir::commands {
namespace {

constexpr mode_t kModeOfNew = 0644;

Error Failed(const std::string& path) {
  return {"`" + path + "` cannot be written: " + std::strerror(errno)};
}

bool WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(descriptor) == 0;
}

}  // namespace

std::optional<Error> WriteFileAtomically(const std::string& path, const std::string& text) {
  std::error_code error;
  // A symbolic link stays one: what it points to is replaced.
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, error);
  const std::string target = error ? path : real.string();
  struct stat status {};
  const mode_t mode = stat(target.c_str(), &status) == 0 ? status.st_mode & 07777 : kModeOfNew;
  std::string temporary = target + ".XXXXXX";
  const net::UniqueFd descriptor(mkostemp(temporary.data(), O_CLOEXEC));
  if (descriptor.get() < 0) return Failed(path);
  const bool done = fchmod(descriptor.get(), mode) == 0 && WriteAll(descriptor.get(), text) &&
                    rename(temporary.c_str(), target.c_str()) == 0;
  if (done) return std::nullopt;
  const Error failed = Failed(path);
  unlink(temporary.c_str());
  return failed;
}

}  // namespace weir::commands
