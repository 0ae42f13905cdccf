// Text that has nothing to do with the content must carry nothing. The texts are those that every
// Debian system has: a megabyte of C headers and as much prose; what is asked about was written by
// other people about other things.
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

constexpr size_t kMegabyte = size_t{1} << 20;

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Files below `directory` whose names end so, in order of their names, until there is enough.
std::string Collected(const char* directory, std::string_view ending, size_t bytes) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end;
       at.increment(error)) {
    if (at->is_regular_file(error) && at->path().string().ends_with(ending))
      paths.push_back(at->path());
  }
  std::sort(paths.begin(), paths.end());
  std::string text;
  for (const fs::path& path : paths) {
    if (text.size() >= bytes) break;
    text += Read(path) + "\n";
  }
  text.resize(std::min(text.size(), bytes));
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

void Check(const char* what, const Rate& rate) {
  WARN(what << ": " << rate.carried << " of " << rate.arguments << " arguments" << rate.examples);
  CHECK(rate.carried * 10'000 <= rate.arguments);
}

// Texts of other people than those that the lists of runtime/flow/common.cpp were made from. Those
// of one origin speak of each other.
struct Corpus {
  const char* what;
  const char* origin;
  const char* directory;
  const char* ending;
};
constexpr Corpus kCorpora[] = {
    {"JavaScript", "npm", "/usr/lib/node_modules", ".js"},
    {"documentation", "npm", "/usr/lib/node_modules", ".md"},
    {"Python", "Debian", "/usr/lib/python3", ".py"},
    {"Boost", "Boost", "/usr/include/boost", ".hpp"},
    {"LLVM", "LLVM", "/usr/include/llvm-19", ".h"},
    {"Linux", "Linux", "/usr/include/linux", ".h"},
    {"manuals", "Perl", "/usr/share/perl", ".pod"},
};

TEST_CASE("code and prose of one project carry nothing of another's") {
  std::vector<std::pair<Corpus, std::string>> texts;
  for (const Corpus& corpus : kCorpora) {
    std::string text = Collected(corpus.directory, corpus.ending, kMegabyte);
    if (text.size() >= kMegabyte / 8) texts.emplace_back(corpus, std::move(text));
  }
  Rate all;
  for (const auto& [content, held] : texts) {
    for (const auto& [argument, asked] : texts) {
      if (std::string_view(content.origin) == argument.origin) continue;
      const Rate rate = Ask(held, asked);
      all.arguments += rate.arguments;
      all.carried += rate.carried;
      WARN(argument.what << " against " << content.what << ": " << rate.carried << " of "
                         << rate.arguments << rate.examples);
    }
  }
  WARN("in all " << all.carried << " of " << all.arguments << " arguments");
  CHECK(all.carried * 10'000 <= all.arguments);
}

TEST_CASE("unrelated text carries nothing") {
  const std::string code = Collected("/usr/include/linux", ".h", kMegabyte);
  const std::string other_code = Collected("/usr/include/c++", "", 2 * kMegabyte);
  const std::string prose = Collected("/usr/share/perl", ".pod", kMegabyte);
  if (code.size() < kMegabyte / 4 || other_code.size() < kMegabyte ||
      prose.size() < kMegabyte / 8) {
    WARN("this system lacks the texts");
    return;
  }
  Check("prose against code", Ask(code, prose));
  Check("code against prose", Ask(prose, code));
  Check("code against other code", Ask(other_code, code));
}

}  // namespace
}  // namespace weir::flow
