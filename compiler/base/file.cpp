#include "compiler/base/file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace weir {
namespace {

int CloseUnlessInput(FILE* file) {
  return file == stdin ? 0 : std::fclose(file);
}
using File = std::unique_ptr<FILE, int (*)(FILE*)>;

Error Unreadable(const std::string& path, int error) {
  return {"`" + path + "` cannot be read: " + std::strerror(error)};
}

}  // namespace

Result<std::string> ReadFile(const std::string& path, size_t bytes_max) {
  const File file(path == "-" ? stdin : std::fopen(path.c_str(), "rbe"), &CloseUnlessInput);
  if (!file) return Unreadable(path, errno);
  struct stat status {};
  if (fstat(fileno(file.get()), &status) == 0 && S_ISDIR(status.st_mode)) {
    return Unreadable(path, EISDIR);
  }
  constexpr size_t kChunk = size_t{1} << 16;
  std::string text;
  while (text.size() <= bytes_max) {
    const size_t have = text.size();
    const size_t want = std::min(kChunk, bytes_max + 1 - have);
    text.resize(have + want);
    const size_t got = std::fread(text.data() + have, 1, want, file.get());
    text.resize(have + got);
    if (got < want) break;
  }
  if (std::ferror(file.get()) != 0) return Unreadable(path, errno);
  return text;
}

}  // namespace weir
