#include "compiler/base/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace weir {
namespace {

// Of a file that was not there before: what the umask leaves of it.
constexpr mode_t kModeDefault = 0666;

Error Unwritable(const std::string& path, int error) {
  return {"`" + path + "` cannot be written: " + std::strerror(error)};
}

// A rename needs nothing but a writable folder; but who made a file read-only meant the file.
bool IsReadOnly(const std::string& path) {
  return access(path.c_str(), F_OK) == 0 &&
         faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0;
}

mode_t ModeFor(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) == 0) return status.st_mode & 07777;
  const mode_t mask = umask(0);
  umask(mask);
  return kModeDefault & ~mask;
}

bool WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

std::optional<Error> WriteFile(const std::string& path, std::string_view text) {
  std::error_code no_error;
  const auto resolved = std::filesystem::weakly_canonical(path, no_error);
  const std::string target = no_error ? path : resolved.string();
  if (IsReadOnly(target)) return Unwritable(path, EACCES);
  std::string beside = target + ".XXXXXX";
  const int descriptor = mkostemp(beside.data(), O_CLOEXEC);
  if (descriptor < 0) return Unwritable(path, errno);
  bool done = fchmod(descriptor, ModeFor(target)) == 0 && WriteAll(descriptor, text) &&
              fsync(descriptor) == 0;
  int error = errno;
  done = close(descriptor) == 0 && done;
  if (done && rename(beside.c_str(), target.c_str()) == 0) return std::nullopt;
  if (done) error = errno;
  unlink(beside.c_str());
  return Unwritable(path, error);
}

}  // namespace weir
