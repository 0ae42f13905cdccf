// Text that has nothing to do with the content must carry nothing. The texts are the same
// everywhere: packages that tests/npm/package-lock.json pins, and the sources and pages of this
// project. What is asked about was written by other people about other things.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/flow/conversation.h"

namespace weir::flow {
namespace {

namespace fs = std::filesystem;

constexpr size_t kCorpusBytes = size_t{512} << 10;
constexpr size_t kArgumentsMin = 100'000;

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Files below `directory` whose names end so, in order of their paths, until there is enough. What
// packages bring along of others' is left out.
std::string Collected(const fs::path& directory, std::string_view ending) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().filename() == "node_modules") at.disable_recursion_pending();
    if (at->is_regular_file(error) && at->path().string().ends_with(ending))
      paths.push_back(at->path());
  }
  std::sort(paths.begin(), paths.end());
  std::string text;
  for (const fs::path& path : paths) {
    if (text.size() >= kCorpusBytes) break;
    text += Read(path) + "\n";
  }
  text.resize(std::min(text.size(), kCorpusBytes));
  return text;
}

// Arguments of the sizes that calls have, one after the other.
std::vector<std::string> Cut(const std::string& text, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::string> arguments;
  for (size_t at = 0; at < text.size();) {
    const size_t size = 20 + random() % 400;
    arguments.push_back(text.substr(at, size));
    at += size;
  }
  return arguments;
}

struct Rate {
  std::string examples;
  size_t arguments = 0;
  size_t carried = 0;
};

Rate Ask(const std::string& content, const std::string& text) {
  Conversation conversation({});
  const std::string_view texts[] = {content};
  conversation.AddResult({1, "files", "read"}, 1, 0, texts);
  Rate rate;
  for (const std::string& argument : Cut(text, 7)) {
    Result<json::Document> document = json::Document::Parse("[" + json::Quote(argument) + "]");
    REQUIRE(document.ok());
    const Carried carried = conversation.Inspect(1, document->root());
    ++rate.arguments;
    if (carried.labels == 0) continue;
    ++rate.carried;
    if (rate.carried > 40) continue;
    const Range range = carried.matches.at(0).argument.at(0).range;
    rate.examples += "\n" + Describe(carried.matches[0]) + ' ' +
                     json::Quote(argument.substr(range.begin, range.end - range.begin));
  }
  return rate;
}

// Those of one origin speak of each other.
struct Corpus {
  const char* what;
  const char* origin;
  const char* directory;
  const char* ending;
};
constexpr Corpus kCorpora[] = {
    {"dates", "date-fns", "tests/npm/node_modules/date-fns", ".js"},
    {"mathematics", "mathjs", "tests/npm/node_modules/mathjs/lib/esm", ".js"},
    {"news of mathematics", "mathjs", "tests/npm/node_modules/mathjs", ".md"},
    {"a DOM", "React", "tests/npm/node_modules/react-dom/cjs", ".js"},
    {"HTTP", "undici", "tests/npm/node_modules/undici/lib", ".js"},
    {"manuals of HTTP", "undici", "tests/npm/node_modules/undici/docs", ".md"},
    {"YAML", "yaml", "tests/npm/node_modules/yaml", ".js"},
    {"manuals of logs", "pino", "tests/npm/node_modules/pino", ".md"},
    {"compression", "pako", "tests/npm/node_modules/pako/lib", ".js"},
    {"schemas", "ajv", "tests/npm/node_modules/ajv/lib", ".ts"},
    {"queries", "qs", "tests/npm/node_modules/qs", ".js"},
    {"news of queries", "qs", "tests/npm/node_modules/qs", ".md"},
    {"differences", "diff", "tests/npm/node_modules/diff", ".js"},
    {"C++", "weir", "compiler", ".cpp"},
    {"headers", "weir", "runtime", ".h"},
    {"pages", "weir", "docs", ".md"},
};

TEST_CASE("code and prose of one project carry nothing of another's") {
  std::vector<std::pair<Corpus, std::string>> texts;
  for (const Corpus& corpus : kCorpora) {
    texts.emplace_back(corpus,
                       Collected(fs::path(WEIR_SOURCE_DIR) / corpus.directory, corpus.ending));
  }
  Rate all;
  for (const auto& [content, held] : texts) {
    for (const auto& [argument, asked] : texts) {
      if (std::string_view(content.origin) == argument.origin) continue;
      const Rate rate = Ask(held, asked);
      all.arguments += rate.arguments;
      all.carried += rate.carried;
      if (rate.carried == 0) continue;
      WARN(argument.what << " against " << content.what << ": " << rate.carried << " of "
                         << rate.arguments << rate.examples);
    }
  }
  WARN("in all " << all.carried << " of " << all.arguments << " arguments");
  INFO("`npm ci` in tests/npm installs what is asked about");
  CHECK(all.arguments >= kArgumentsMin);
  CHECK(all.carried * 10'000 <= all.arguments);
}

}  // namespace
}  // namespace weir::flow
