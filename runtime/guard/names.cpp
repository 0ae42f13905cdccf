#include "runtime/guard/names.h"

#include <algorithm>
#include <array>

#include "runtime/guard/normal_text.h"
#include "runtime/guard/passages.h"

namespace weir::guard {
namespace {

constexpr size_t kDistinctiveBytesMin = 5;
constexpr size_t kNamesMax = 4'000;  // a scanner's states bound them too
constexpr size_t kTypoBytesMin = 8;  // shorter names are a slip away from half the dictionary
constexpr size_t kTwoTyposBytesMin = 16;

std::string Lowered(std::string_view text) {
  std::string lowered(NormalText(text).text());
  for (char& byte : lowered) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte | 0x20);
  }
  return lowered;
}

// More than one word: nobody writes it by chance.
bool IsDistinctive(std::string_view name) {
  if (name.size() < kDistinctiveBytesMin) return false;
  const std::string words = WordsOf(name);
  return words.find(' ') != std::string::npos && words.find(' ') != words.size() - 1;
}

// How a common word must be written to be taken for a tool's name.
std::vector<std::string> Spellings(std::string_view name) {
  const std::string lowered = Lowered(name);
  if (IsDistinctive(name)) return {lowered};
  if (lowered.size() < 3) return {};
  return {"`" + lowered + "`",      "the " + lowered + " tool",
          "'" + lowered + "' tool", "\"" + lowered + "\" tool",
          "tool `" + lowered + "`", "tool '" + lowered + "'",
          lowered + "()",           "call " + lowered + " tool"};
}

// Edits to make one of the other, with a swap of neighbours as one (optimal string alignment); more
// than `most` is most + 1.
size_t Distance(std::string_view a, std::string_view b, size_t most) {
  if (a.size() + most < b.size() || b.size() + most < a.size()) return most + 1;
  std::vector<size_t> before, last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(last, row);
    row.assign(b.size() + 1, 0);
  }
  return std::min(last[b.size()], most + 1);
}

std::vector<std::string> WordsIn(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : Lowered(WordsOf(name))) {
    if (c != ' ')
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// A slip of the pen is not where a word begins, which every reader sees, and makes no other number:
// `search_nodes` is not `search_code`, `read_v1` not `read_v2`.
bool MayBeSlips(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.size() != b.size()) return true;
  constexpr std::string_view kDigits = "0123456789";
  const auto number = [&](const std::string& word) { return word.find_first_of(kDigits); };
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    if (a[i].front() != b[i].front() || number(a[i]) != std::string::npos) return false;
  }
  return true;
}

}  // namespace

NameIndex::NameIndex(const std::vector<NamedThing>& things) {
  for (const NamedThing& thing : things) {
    for (std::string& spelling : Spellings(thing.name)) {
      owners_of_[std::move(spelling)].insert(thing.owners.begin(), thing.owners.end());
    }
  }
  for (const auto& [spelling, owners] : owners_of_) {
    if (terms_.size() >= kNamesMax) break;
    terms_.push_back({spelling, SetOf(Meaning::kNamed), false});
    owners_.push_back(&owners);
  }
  scanner_ = Scanner::Build(terms_);
}

void NameIndex::FindForeign(std::string_view text, uint32_t speaker, std::vector<Hit>& hits) const {
  if (!scanner_ || terms_.empty()) return;
  std::vector<Hit> all;
  scanner_->Scan(text, all);
  for (const Hit& hit : all) {
    if (!owners_[hit.term]->contains(speaker)) hits.push_back(hit);
  }
}

void FindUnknownCalls(std::string_view text, const std::set<std::string>& known,
                      std::vector<Hit>& hits) {
  constexpr std::array<std::string_view, 6> kCalls = {"call", "calling", "invoke",
                                                      "run",  "use",     "unless"};
  std::string_view before_last, last;
  for (size_t at = 0; at < text.size();) {
    while (at < text.size() && !IsWordByte(text[at])) ++at;
    const size_t begin = at;
    while (at < text.size() && IsWordByte(text[at])) ++at;
    const std::string_view word = text.substr(begin, at - begin);
    const size_t underscore = word.find('_');
    const bool function_like =
        underscore != std::string_view::npos && underscore > 0 && underscore + 1 < word.size();
    const bool called = std::find(kCalls.begin(), kCalls.end(), Lowered(last)) != kCalls.end() ||
                        (last == "the" && std::find(kCalls.begin(), kCalls.end(),
                                                    Lowered(before_last)) != kCalls.end());
    if (function_like && called && !known.contains(Lowered(word))) {
      hits.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(at), 0});
    }
    before_last = last;
    last = word;
  }
}

void FindSiblings(std::string_view text, const std::set<std::string>& siblings,
                  std::string_view own, std::vector<Hit>& hits) {
  for (size_t at = 0; at < text.size();) {
    while (at < text.size() && !IsWordByte(text[at])) ++at;
    const size_t begin = at;
    while (at < text.size() && (IsWordByte(text[at]) || text[at] == '-')) ++at;
    const std::string_view word = text.substr(begin, at - begin);
    if (word.find_first_of("_-0123456789") == std::string_view::npos) continue;
    const std::string skeleton = SkeletonOf(word);
    if (skeleton != own && siblings.contains(skeleton)) {
      hits.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(at), 0});
    }
  }
}

std::string SkeletonOf(std::string_view name) {
  std::string skeleton;
  for (const char c : Lowered(name)) {
    if (c != '_' && c != '-' && c != '.' && c != ' ' && c != '/') skeleton += c;
  }
  if (skeleton.size() > 4 && skeleton.ends_with('s') && !skeleton.ends_with("ss"))
    skeleton.pop_back();
  return skeleton;
}

Likeness Compare(std::string_view a, std::string_view b) {
  if (a == b) return Likeness::kSame;
  const std::string left = SkeletonOf(a);
  const std::string right = SkeletonOf(b);
  if (left == right)
    return IsPlainAscii(a) && IsPlainAscii(b) ? Likeness::kSpelling : Likeness::kHomoglyph;
  const size_t shorter = std::min(left.size(), right.size());
  if (shorter < kTypoBytesMin) return Likeness::kNone;
  const size_t most = shorter >= kTwoTyposBytesMin ? 2 : 1;
  const bool slip = Distance(left, right, most) <= most && MayBeSlips(WordsIn(a), WordsIn(b));
  return slip ? Likeness::kTypo : Likeness::kNone;
}

}  // namespace weir::guard
