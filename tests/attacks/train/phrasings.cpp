#include "tests/attacks/train/phrasings.h"

#include <fstream>
#include <map>
#include <random>
#include <set>

namespace weir::attacks {
namespace {

constexpr int kExpansionsMax = 8;  // alternatives in alternatives

using Lists = std::map<std::string, std::vector<std::string>, std::less<>>;

std::vector<std::string> SplitList(std::string_view text) {
  constexpr std::string_view kBar = " | ";
  std::vector<std::string> parts;
  for (size_t bar = 0; (bar = text.find(kBar)) != std::string_view::npos;) {
    parts.emplace_back(text.substr(0, bar));
    text.remove_prefix(bar + kBar.size());
  }
  parts.emplace_back(text);
  return parts;
}

// The first `<name>` of a list, from its bracket on; npos if there is none.
size_t FindSlot(const std::string& text, const Lists& lists, std::string& name) {
  for (size_t open = 0; (open = text.find('<', open)) != std::string::npos; ++open) {
    const size_t close = text.find('>', open);
    if (close == std::string::npos) return close;
    name = text.substr(open + 1, close - open - 1);
    if (lists.contains(name)) return open;
  }
  return std::string::npos;
}

// The remainder is as good as even and the same with every library, unlike a distribution.
std::string Expand(std::string text, const Lists& lists, std::mt19937_64& random) {
  std::string name;
  for (int i = 0; i < kExpansionsMax; ++i) {
    const size_t slot = FindSlot(text, lists, name);
    if (slot == std::string::npos) break;
    const auto& list = lists.find(name)->second;
    text.replace(slot, name.size() + 2, list[random() % list.size()]);
  }
  return text;
}

}  // namespace

Result<std::vector<Phrasing>> MakePhrasings(const std::string& path, size_t count, uint64_t seed) {
  std::ifstream file(path);
  if (!file) return Error{"`" + path + "` cannot be opened"};
  Lists lists;
  std::vector<Phrasing> phrasings;
  std::mt19937_64 random(seed);
  size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("+ ") || line.starts_with("- ")) {
      std::set<std::string> made;
      for (size_t i = 0; i < count; ++i) made.insert(Expand(line.substr(2), lists, random));
      for (const std::string& text : made) phrasings.push_back({text, line[0] == '+', number});
      continue;
    }
    const size_t equals = line.find(" = ");
    if (equals == std::string::npos) return Error{"`" + path + "`: cannot read `" + line + "`"};
    lists[line.substr(0, equals)] = SplitList(std::string_view(line).substr(equals + 3));
  }
  return phrasings;
}

}  // namespace weir::attacks
