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

mode_t ModeOfNew() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

}  // namespace

std::optional<Error> WriteFileAtomically(const std::string& path, const std::string& text) {
  std::error_code error;
  // A symbolic link stays one: what it points to is replaced.
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, error);
  const std::string target = error ? path : real.string();
  struct stat status {};
  const bool is_there = stat(target.c_str(), &status) == 0;
  // Its folder may be writable, but who made the file read-only meant the file.
  if (is_there && faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0) return Failed(path);
  const mode_t mode = is_there ? status.st_mode & 07777 : ModeOfNew();
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
