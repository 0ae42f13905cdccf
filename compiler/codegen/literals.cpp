#include "compiler/codegen/literals.h"

#include <algorithm>
#include <set>

namespace weir::codegen {
namespace {

using automata::PatternKind;

struct Ends {
  std::set<uint32_t> exact;   // patterns that fit just this text
  std::set<uint32_t> prefix;  // and what begins with it
};

// By text, so that those with a common prefix are neighbours.
using Texts = std::map<std::string, Ends>;

// "/srv" holds "/srv" and what begins with "/srv/"; "/" all that begins with it.
void AddDirectory(Texts& texts, const std::string& directory, uint32_t pattern) {
  if (!directory.starts_with('/')) return;
  if (directory == "/") {
    texts[directory].prefix.insert(pattern);
    return;
  }
  texts[directory].exact.insert(pattern);
  texts[directory + "/"].prefix.insert(pattern);
}

Texts TextsOf(std::span<const automata::Pattern> patterns) {
  Texts texts;
  for (uint32_t number = 0; number < patterns.size(); ++number) {
    const auto& [kind, text] = patterns[number];
    if (kind == PatternKind::kEquals) texts[text].exact.insert(number);
    if (kind == PatternKind::kStartsWith) texts[text].prefix.insert(number);
    if (kind == PatternKind::kWithin) AddDirectory(texts, text, number);
  }
  return texts;
}

size_t CommonPrefix(std::string_view a, std::string_view b) {
  return static_cast<size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                             a.begin());
}

class TrieBuilder {
 public:
  explicit TrieBuilder(LiteralSet& literals) : literals_(literals) { NumberOf({}); }

  // The texts of [begin, end) have `depth` bytes in common, of which the parent knows `from`.
  LiteralNode Node(Texts::const_iterator begin, Texts::const_iterator end, size_t from,
                   size_t depth, std::set<uint32_t> matched) {
    LiteralNode node;
    if (begin != end) node.edge = begin->first.substr(from, depth - from);
    std::set<uint32_t> exact;
    if (begin != end && begin->first.size() == depth) {
      matched.insert(begin->second.prefix.begin(), begin->second.prefix.end());
      exact = begin->second.exact;
      ++begin;
    }
    node.longer = NumberOf(matched);
    exact.insert(matched.begin(), matched.end());
    node.exact = NumberOf(exact);
    while (begin != end) {
      const auto branch_end = std::find_if(
          begin, end, [&](const auto& text) { return text.first[depth] != begin->first[depth]; });
      const size_t common = CommonPrefix(begin->first, std::prev(branch_end)->first);
      node.children.push_back(Node(begin, branch_end, depth, common, matched));
      begin = branch_end;
    }
    return node;
  }

 private:
  uint32_t NumberOf(const std::set<uint32_t>& set) {
    const auto number = static_cast<uint32_t>(literals_.accept_sets.size());
    const auto [entry, is_new] = numbers_.try_emplace(set, number);
    if (is_new) literals_.accept_sets.emplace_back(set.begin(), set.end());
    return entry->second;
  }

  LiteralSet& literals_;
  std::map<std::set<uint32_t>, uint32_t> numbers_;
};

}  // namespace

bool IsLiteral(PatternKind kind) {
  return kind == PatternKind::kEquals || kind == PatternKind::kStartsWith ||
         kind == PatternKind::kWithin;
}

LiteralSet BuildLiterals(std::span<const automata::Pattern> patterns) {
  LiteralSet literals;
  const Texts texts = TextsOf(patterns);
  literals.root = TrieBuilder(literals).Node(texts.begin(), texts.end(), 0, 0, {});
  return literals;
}

}  // namespace weir::codegen
