// Whatever resolves is in normal form, and resolves to itself.
#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/views/path.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string storage;
  std::optional<std::string_view> path = weir::views::ResolvePath(text, storage);
  if (!path) return 0;
  std::string closed = std::string(*path) + (*path == "/" ? "" : "/");
  Hold(path->starts_with('/'), "a path is absolute");
  Hold(path->size() <= weir::views::kPathBytesMax, "a path keeps the limit");
  Hold(closed.find("//") == std::string::npos, "a path has no empty component");
  Hold(closed.find("/./") == std::string::npos, "a path has no `.`");
  Hold(closed.find("/../") == std::string::npos, "a path has no `..`");
  Hold(path->find('\\') == std::string::npos, "a path has no backslash");
  std::string again_storage;
  Hold(weir::views::ResolvePath(*path, again_storage) == *path, "a path resolves to itself");
  return 0;
}
