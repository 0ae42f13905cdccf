#include "runtime/guard/shadow.h"

#include <algorithm>

namespace weir::guard {
namespace {

constexpr size_t kComparisonsMax = 1'000;  // of one name, with those that share a key

std::string NameIn(const json::Value& definition) {
  const auto name = definition.Find("name");
  return name && name->is_string() ? std::string(name->string()) : std::string();
}

// The skeleton, and it with each one byte left out: two names at most one edit apart share one of
// these (Mor, Fraenkel, "A hash code method for detecting and correcting spelling errors", CACM
// 25). So no name is compared with all others.
std::vector<std::string> NearbyKeys(std::string_view name) {
  constexpr size_t kBytesMax = 128;
  std::vector<std::string> keys = {SkeletonOf(name)};
  if (keys[0].size() > kBytesMax) return keys;
  for (size_t i = 0; i < keys[0].size(); ++i) keys.push_back(std::string(keys[0]).erase(i, 1));
  return keys;
}

std::string Lower(std::string text) {
  for (char& byte : text) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte | 0x20);
  }
  return text;
}

}  // namespace

Neighbours::Neighbours(const std::vector<ServerDefinitions>& servers)
    : servers_(servers),
      entries_(servers.size()),
      known_(servers.size()),
      siblings_(servers.size()) {
  std::vector<NamedThing> things;
  for (uint32_t s = 0; s < servers.size(); ++s) {
    things.push_back({servers[s].name, {s}});
    for (const Definition& definition : servers[s].definitions) {
      Entry entry{s, definition.kind, NameIn(definition.value)};
      things.push_back({entry.name, {s}});
      things.push_back({servers[s].name + "__" + entry.name, {s}});
      for (std::string& key : NearbyKeys(entry.name)) by_deletion_.emplace(std::move(key), entry);
      for (const Passage& passage : PassagesOf(definition.value)) {
        Know(s, passage);
      }
      entries_[s].push_back(std::move(entry));
    }
  }
  index_ = std::make_unique<NameIndex>(things);
}

void Neighbours::Know(uint32_t s, const Passage& passage) {
  if (passage.role == Role::kProse || passage.role == Role::kOdd) return;
  known_[s].insert(Lower(passage.text));
  if (passage.role != Role::kKey) siblings_[s].insert(SkeletonOf(passage.text));
}

FindNames Neighbours::NamesFor(uint32_t s, std::string own) const {
  return [this, s, own = SkeletonOf(own)](std::string_view text) {
    FoundNames names;
    index_->FindForeign(text, s, names.named);
    FindUnknownCalls(text, known_[s], names.unknown);
    FindSiblings(text, siblings_[s], own, names.siblings);
    return names;
  };
}

void Neighbours::CompareNames(uint32_t s, uint32_t d, const std::vector<Passage>& passages,
                              Signs& signs) const {
  const Entry& own = entries_[s][d];
  const auto name = std::find_if(passages.begin(), passages.end(),
                                 [](const Passage& p) { return p.role == Role::kName; });
  if (name == passages.end()) return;
  const auto passage = static_cast<size_t>(name - passages.begin());
  const Range whole{0, static_cast<uint32_t>(own.name.size())};
  for (const std::string& key : NearbyKeys(own.name)) {
    // Bounded, so that a server with a flood of names that are nearly one costs no square of them.
    const auto [begin, end] = by_deletion_.equal_range(key);
    size_t compared = 0;
    for (auto it = begin; it != end && compared < kComparisonsMax; ++it, ++compared) {
      Compare(own, it->second, passage, whole, signs);
    }
  }
}

void Neighbours::Compare(const Entry& own, const Entry& other, size_t passage, Range whole,
                         Signs& signs) const {
  if (own.server == other.server || own.kind != other.kind) return;
  const bool newcomer = own.server > other.server;
  switch (guard::Compare(own.name, other.name)) {
    case Likeness::kNone:
      return;
    case Likeness::kSame:
      if (newcomer) signs.Add(RuleId::kSameName, passage, whole);
      // The same tools under a server's name that passes for another's: somebody stands in for it.
      switch (guard::Compare(servers_[own.server].name, servers_[other.server].name)) {
        case Likeness::kTypo:
        case Likeness::kSpelling:
        case Likeness::kHomoglyph:
          signs.Add(RuleId::kLookAlikeServer, passage, whole);
          return;
        case Likeness::kNone:
        case Likeness::kSame:
          return;
      }
      return;
    case Likeness::kSpelling:
    case Likeness::kTypo:
      if (newcomer) signs.Add(RuleId::kLookAlike, passage, whole);
      return;
    case Likeness::kHomoglyph:
      // Whoever has the letters that do not belong is the impostor, whichever came first.
      if (!IsPlainAscii(own.name)) signs.Add(RuleId::kHomoglyph, passage, whole);
      return;
  }
}

}  // namespace weir::guard
