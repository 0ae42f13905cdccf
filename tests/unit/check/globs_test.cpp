// Whether two name patterns have a name in common.
#include "compiler/check/globs.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace weir::check {
namespace {

TEST_CASE("patterns meet where some name fits both") {
  CHECK(NameGlobsMeet("", ""));
  CHECK(NameGlobsMeet("*", ""));
  CHECK(NameGlobsMeet("read", "read"));
  CHECK(!NameGlobsMeet("read", "write"));
  CHECK(NameGlobsMeet("read_*", "read_text"));
  CHECK(NameGlobsMeet("read_*", "*_text"));
  CHECK(NameGlobsMeet("*a*", "*b*"));
  CHECK(!NameGlobsMeet("a*", "b*"));
  CHECK(!NameGlobsMeet("*a", "*b"));
  CHECK(!NameGlobsMeet("read_*", "read"));
  CHECK(NameGlobsMeet("**", "x"));
}

// `pattern` fits `name`, in the plainest way.
bool Fits(const std::string& pattern, const std::string& name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] != '*') {
    return !name.empty() && name[0] == pattern[0] && Fits(pattern.substr(1), name.substr(1));
  }
  return Fits(pattern.substr(1), name) || (!name.empty() && Fits(pattern, name.substr(1)));
}

std::vector<std::string> Words(const std::string& letters, size_t length_max) {
  std::vector<std::string> words = {""};
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].size() == length_max) continue;
    for (const char letter : letters) words.push_back(words[i] + letter);
  }
  return words;
}

TEST_CASE("it agrees with trying every short name") {
  const std::vector<std::string> patterns = Words("ab*", 3);
  const std::vector<std::string> names = Words("ab", 6);  // as long as two patterns together
  for (const std::string& a : patterns) {
    for (const std::string& b : patterns) {
      bool meet = false;
      for (const std::string& name : names) meet = meet || (Fits(a, name) && Fits(b, name));
      INFO(a << " and " << b);
      CHECK(NameGlobsMeet(a, b) == meet);
    }
  }
}

TEST_CASE("a pattern covers another where every short name says so") {
  const std::vector<std::string> patterns = Words("ab*", 3);
  const std::vector<std::string> names = Words("abc", 5);  // one letter that no pattern has
  for (const std::string& a : patterns) {
    for (const std::string& b : patterns) {
      bool covers = true;
      for (const std::string& name : names) covers = covers && (!Fits(b, name) || Fits(a, name));
      INFO(a << " and " << b);
      CHECK(NameGlobCovers(a, b) == covers);
    }
  }
}

}  // namespace
}  // namespace weir::check
