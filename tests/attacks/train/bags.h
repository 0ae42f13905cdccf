// Cases as the learner sees them: a bag of sentences, each a list of numbered clues.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/guard/clues.h"
#include "runtime/guard/hits.h"
#include "tests/attacks/corpus.h"

namespace weir::attacks {

struct Bag {
  std::string id;
  std::string origin;
  std::string author;  // who chose the words: an origin, or a line of phrasings
  std::string server;
  std::string pen;  // of what was written for this purpose: the file that it is from
  bool attack = false;
  double rules = 0;  // the score of the rules
  std::vector<std::vector<uint32_t>> sentences;
  std::string text;
};

// Numbers for clues, in the order in which they come.
class ClueTable {
 public:
  void Note(guard::ClueId id, std::string_view name);
  uint32_t NumberOf(guard::ClueId id) const { return numbers_.at(id); }
  const std::string& NameOf(uint32_t number) const { return names_[number]; }
  size_t size() const { return names_.size(); }

 private:
  std::unordered_map<guard::ClueId, uint32_t> numbers_;
  std::vector<std::string> names_;
};

// Reads texts into bags.
struct BagMaker {
  ClueTable& table;

  void AddText(std::string_view text, const guard::Setting& setting, Bag& bag) const;
  void AddKey(std::string_view key, Bag& bag) const;
  void AddDefinition(const json::Value& tool, Bag& bag) const;
};

}  // namespace weir::attacks
