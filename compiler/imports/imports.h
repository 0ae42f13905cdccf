// The files that make up a policy. Each is read once, however many import it; those of the standard
// library (`std/…`) are built into the program and cannot be replaced by files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "compiler/ast/ast.h"
#include "compiler/base/result.h"
#include "compiler/base/source.h"
#include "compiler/diagnostics/sink.h"

namespace weir::imports {

inline constexpr size_t kFilesMax = 256;  // of one policy, the root included
inline constexpr size_t kDepthMax = 32;   // of files that import one another

struct LibraryFile {
  std::string_view name;  // "std/secrets.weir"
  std::string_view text;
};

// The standard library, by name in order.
std::span<const LibraryFile> Library();

// Where imported files come from.
class Reader {
 public:
  virtual ~Reader() = default;

  virtual Result<std::string> Read(const std::string& path) = 0;
  // The same for two paths exactly where they lead to the same file.
  virtual std::string Identity(const std::string& path) = 0;
};

// The file system, relative paths from the working directory.
class FileReader : public Reader {
 public:
  Result<std::string> Read(const std::string& path) override;
  std::string Identity(const std::string& path) override;
};

// Parses the root, which is in `sources` already, and whatever it imports, and puts all of it into
// one tree, imported statements first. Nothing: some file could not be read as a policy, and `sink`
// says why.
std::optional<ast::File> Load(SourceSet& sources, uint32_t root, Reader& reader,
                              diagnostics::Sink& sink,
                              std::span<const LibraryFile> library = Library());

}  // namespace weir::imports
