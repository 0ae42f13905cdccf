// Which files make up a policy, and the limits on them.
#include "compiler/imports/imports.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "compiler/parse/parse.h"

namespace weir::imports {
namespace {

using diagnostics::Kind;

class Texts : public Reader {
 public:
  explicit Texts(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {}

  Result<std::string> Read(const std::string& path) override {
    reads.push_back(path);
    const auto found = texts_.find(path);
    if (found == texts_.end()) return Error{"no such file"};
    return found->second;
  }
  std::string Identity(const std::string& path) override { return path; }

  std::vector<std::string> reads;

 private:
  std::map<std::string, std::string> texts_;
};

struct Loaded {
  SourceSet sources;
  std::optional<ast::File> file;
  std::vector<diagnostics::Diagnostic> diagnostics;
  std::vector<std::string> reads;
};

Loaded LoadTexts(const std::string& root, std::map<std::string, std::string> texts,
                 const std::string& name = "policies/root.weir") {
  Loaded loaded;
  diagnostics::Sink sink;
  Texts reader(std::move(texts));
  const uint32_t file = loaded.sources.Add(name, "weir 1;\n" + root);
  loaded.file = Load(loaded.sources, file, reader, sink, {});
  loaded.diagnostics = sink.Take();
  loaded.reads = reader.reads;
  return loaded;
}

std::vector<std::string> ConstantsOf(const ast::File& file) {
  std::vector<std::string> names;
  for (const ast::Statement& statement : file.statements) {
    names.push_back(std::get<ast::Constant>(statement.node).name.text);
  }
  return names;
}

TEST_CASE("imports are relative to the file that says them, and come first") {
  const Loaded loaded =
      LoadTexts("import \"a/one.weir\"; const root = 1; import \"../two.weir\";",
                {{"policies/a/one.weir", "weir 1; import \"../b.weir\"; const one = 1;"},
                 {"policies/b.weir", "weir 1; const b = 1;"},
                 {"two.weir", "weir 1; const two = 1;"}});
  REQUIRE(loaded.file);
  CHECK(ConstantsOf(*loaded.file) == std::vector<std::string>{"b", "one", "two", "root"});
  CHECK(loaded.file->root_file == 0);
  CHECK(loaded.sources.file(2).name() == "policies/b.weir");
}

TEST_CASE("a file is read once, however many import it") {
  const Loaded loaded = LoadTexts("import \"a.weir\"; import \"./b.weir\"; import \"x/../a.weir\";",
                                  {{"policies/a.weir", "weir 1; import \"b.weir\"; const a = 1;"},
                                   {"policies/b.weir", "weir 1; const b = 1;"}});
  REQUIRE(loaded.file);
  CHECK(ConstantsOf(*loaded.file) == std::vector<std::string>{"b", "a"});
  CHECK(loaded.reads == std::vector<std::string>{"policies/a.weir", "policies/b.weir"});
}

TEST_CASE("the root is no import of its own imports") {
  const Loaded loaded = LoadTexts(
      "import \"a.weir\";", {{"policies/a.weir", "weir 1; import \"root.weir\"; const a = 1;"}});
  CHECK(!loaded.file);
  REQUIRE(loaded.diagnostics.size() == 1);
  CHECK(loaded.diagnostics[0].kind == Kind::kImportCycle);
}

TEST_CASE("no file takes the place of one of the library") {
  const Loaded loaded = LoadTexts("import \"std/a.weir\";", {{"std/a.weir", "weir 1; const a = 1;"},
                                                             {"policies/std/a.weir", "weir 1;"}});
  CHECK(!loaded.file);
  CHECK(loaded.reads.empty());
}

TEST_CASE("a mistake in an import is shown there, and the policy is refused") {
  const Loaded loaded =
      LoadTexts("import \"a.weir\";", {{"policies/a.weir", std::string("\xFF", 1)}});
  CHECK(!loaded.file);
  REQUIRE(loaded.diagnostics.size() == 1);
  CHECK(loaded.diagnostics[0].span.file == 1);
}

TEST_CASE("files are limited in number") {
  const auto load = [](size_t count) {
    std::string root;
    std::map<std::string, std::string> texts;
    for (size_t i = 0; i < count; ++i) {
      const std::string name = "f" + std::to_string(i) + ".weir";
      root += "import \"" + name + "\";\n";
      texts["policies/" + name] = "weir 1; const c" + std::to_string(i) + " = 1;";
    }
    return LoadTexts(root, texts);
  };
  CHECK(load(kFilesMax - 1).file);
  const Loaded past = load(kFilesMax + 10);
  CHECK(!past.file);
  REQUIRE(past.diagnostics.size() == 1);
  CHECK(past.diagnostics[0].kind == Kind::kTooManyImports);
}

TEST_CASE("files are limited in depth") {
  const auto load = [](size_t depth) {
    std::map<std::string, std::string> texts;
    for (size_t i = 1; i < depth; ++i) {
      const std::string next =
          i + 1 < depth ? "import \"f" + std::to_string(i + 1) + ".weir\";" : "const c = 1;";
      texts["policies/f" + std::to_string(i) + ".weir"] = "weir 1; " + next;
    }
    return LoadTexts("import \"f1.weir\";", texts);
  };
  CHECK(load(kDepthMax).file);
  const Loaded past = load(kDepthMax + 1);
  CHECK(!past.file);
  REQUIRE(past.diagnostics.size() == 1);
  CHECK(past.diagnostics[0].kind == Kind::kImportsTooDeep);
}

TEST_CASE("links to one file are one file") {
  namespace fs = std::filesystem;
  const fs::path directory = fs::temp_directory_path() / "weir-imports-test";
  fs::remove_all(directory);
  fs::create_directories(directory);
  std::ofstream(directory / "a.weir") << "weir 1; const a = 1;\n";
  fs::create_symlink("a.weir", directory / "b.weir");
  SourceSet sources;
  diagnostics::Sink sink;
  FileReader reader;
  const uint32_t root = sources.Add((directory / "root.weir").string(),
                                    "weir 1; import \"a.weir\"; import \"b.weir\";");
  const auto file = Load(sources, root, reader, sink, {});
  REQUIRE(file);
  CHECK(file->statements.size() == 1);
  fs::remove_all(directory);
}

}  // namespace
}  // namespace weir::imports
