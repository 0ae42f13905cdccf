#include "compiler/imports/imports.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "compiler/base/file.h"
#include "compiler/diagnostics/suggest.h"
#include "compiler/parse/parse.h"

namespace weir::imports {
namespace {

namespace fs = std::filesystem;
using diagnostics::Kind;

constexpr std::string_view kLibraryPrefix = "std/";

// What an import leads to.
struct Found {
  std::string name;      // as diagnostics call it
  std::string identity;  // the same for the same file
  const LibraryFile* library = nullptr;
};

// Why a path cannot be one. Empty: it can.
std::string Refusal(const std::string& path) {
  const bool odd = std::any_of(path.begin(), path.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '\\';
  });
  if (path.empty()) return "the path is empty";
  if (odd) return "the path has a backslash or a control character";
  if (path.starts_with('/')) return "the path is absolute";
  if (path == "-") return "the standard input cannot be imported";
  return {};
}

class Loader {
 public:
  Loader(SourceSet& sources, Reader& reader, diagnostics::Sink& sink,
         std::span<const LibraryFile> library)
      : sources_(sources), reader_(reader), sink_(sink), library_(library) {}

  std::optional<ast::File> Run(uint32_t root) {
    const std::string& name = sources_.file(root).name();
    const std::string identity = reader_.Identity(name);
    seen_.insert(identity);
    all_.root_file = root;
    Add(root, {name, identity, nullptr});
    if (!complete_) return std::nullopt;
    return std::move(all_);
  }

 private:
  void Add(uint32_t file, const Found& found) {
    if (found.library != nullptr) all_.library_files.push_back(file);
    std::optional<ast::File> tree = parse::Parse(sources_, file, sink_);
    complete_ = complete_ && tree;
    if (!tree) return;
    open_.push_back(found);
    for (const ast::Statement& statement : tree->statements) {
      const auto* import = std::get_if<ast::Import>(&statement.node);
      if (import != nullptr) Import(import->path);
    }
    open_.pop_back();
    std::erase_if(tree->statements, [](const ast::Statement& statement) {
      return std::holds_alternative<ast::Import>(statement.node);
    });
    std::move(tree->statements.begin(), tree->statements.end(),
              std::back_inserter(all_.statements));
    std::move(tree->broken.begin(), tree->broken.end(), std::back_inserter(all_.broken));
  }

  void Import(const ast::Text& path) {
    const std::optional<Found> found = Find(path);
    if (!found) return Fail();
    if (IsOpen(*found)) return ReportCycle(path, *found);
    if (seen_.contains(found->identity) || !Admit(path)) return;
    Result<std::string> text = found->library != nullptr
                                   ? Result<std::string>(std::string(found->library->text))
                                   : reader_.Read(found->name);
    if (!text) {
      sink_.Report<Kind::kBadImport>(path.span, text.error().message);
      return Fail();
    }
    seen_.insert(found->identity);
    Add(sources_.Add(found->name, std::move(*text)), *found);
  }

  // Nothing: reported.
  std::optional<Found> Find(const ast::Text& path) {
    if (const std::string refusal = Refusal(path.value); !refusal.empty()) {
      sink_.Report<Kind::kBadImport>(path.span, refusal);
      return std::nullopt;
    }
    const bool from_library = open_.back().library != nullptr;
    if (path.value.starts_with(kLibraryPrefix) || from_library) return FindInLibrary(path);
    const fs::path directory = fs::path(open_.back().name).parent_path();
    const std::string name = (directory / path.value).lexically_normal();
    return Found{name, reader_.Identity(name), nullptr};
  }

  // A file of the library sees nothing but the library.
  std::optional<Found> FindInLibrary(const ast::Text& path) {
    std::string name = path.value;
    if (!name.starts_with(kLibraryPrefix)) name.insert(0, kLibraryPrefix);
    for (const LibraryFile& file : library_) {
      if (file.name == name) return Found{name, name, &file};
    }
    auto report = sink_.Report<Kind::kBadImport>(path.span, "there is no `" + name + "`");
    std::vector<std::string> known;
    for (const LibraryFile& file : library_) known.emplace_back(file.name);
    if (const auto nearest = diagnostics::Nearest(name, known)) {
      report.Help("did you mean `" + *nearest + "`?").Replace("\"" + *nearest + "\"");
    }
    return std::nullopt;
  }

  bool IsOpen(const Found& found) const {
    return std::any_of(open_.begin(), open_.end(),
                       [&](const Found& one) { return one.identity == found.identity; });
  }

  void ReportCycle(const ast::Text& path, const Found& found) {
    std::string way;
    bool inside = false;
    for (const Found& one : open_) {
      inside = inside || one.identity == found.identity;
      if (inside) way += "`" + one.name + "` imports ";
    }
    sink_.Report<Kind::kImportCycle>(path.span, way + "`" + found.name + "`");
    Fail();
  }

  // False: a limit is reached, and reported once.
  bool Admit(const ast::Text& path) {
    const bool too_deep = open_.size() == kDepthMax;
    const bool too_many = seen_.size() == kFilesMax;
    if (!too_deep && !too_many) return true;
    if (complete_ && too_deep) {
      sink_.Report<Kind::kImportsTooDeep>(path.span, std::to_string(kDepthMax));
    } else if (complete_) {
      sink_.Report<Kind::kTooManyImports>(path.span, std::to_string(kFilesMax));
    }
    Fail();
    return false;
  }

  void Fail() { complete_ = false; }

  SourceSet& sources_;
  Reader& reader_;
  diagnostics::Sink& sink_;
  const std::span<const LibraryFile> library_;
  ast::File all_;
  std::set<std::string> seen_;
  std::vector<Found> open_;  // files that are being read, the root first
  bool complete_ = true;
};

}  // namespace

Result<std::string> FileReader::Read(const std::string& path) {
  return ReadFile(path, parse::kSourceBytesMax);
}

// Links are followed; of what cannot be looked at the path itself is as good.
std::string FileReader::Identity(const std::string& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  return error ? fs::path(path).lexically_normal().string() : whole.string();
}

std::optional<ast::File> Load(SourceSet& sources, uint32_t root, Reader& reader,
                              diagnostics::Sink& sink, std::span<const LibraryFile> library) {
  return Loader(sources, reader, sink, library).Run(root);
}

}  // namespace weir::imports
