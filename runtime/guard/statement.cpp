#include "runtime/guard/statement.h"

#include <algorithm>

namespace weir::guard {
namespace {

// Shortest stretch from a word of the first step to a word of the last, by dynamic programming over
// the words: `from` is the latest begin of a chain of the steps so far that ends with that word.
struct Chain {
  uint32_t from = 0;
  bool alive = false;
};

std::vector<Chain> Extend(const std::vector<Chain>& chains, const Step& step,
                          std::span<const Word> words) {
  std::vector<Chain> next(words.size());
  for (size_t i = 0; i < words.size(); ++i) {
    if ((words[i].meanings & SetOf(step.meaning)) == 0) continue;
    for (size_t j = 0; j < words.size(); ++j) {
      if (!chains[j].alive || words[j].end > words[i].begin ||
          words[i].begin - words[j].end > step.gap)
        continue;
      if (next[i].alive && next[i].from >= chains[j].from) continue;
      next[i] = {chains[j].from, true};
    }
  }
  return next;
}

Range FindInOrder(const Shape& shape, std::span<const Word> words) {
  std::vector<Chain> chains(words.size());
  for (size_t i = 0; i < words.size(); ++i) {
    chains[i] = {words[i].begin, (words[i].meanings & SetOf(shape.ordered.front().meaning)) != 0};
  }
  for (size_t step = 1; step < shape.ordered.size(); ++step) {
    chains = Extend(chains, shape.ordered[step], words);
  }
  for (size_t i = 0; i < words.size(); ++i) {
    if (chains[i].alive) return {chains[i].from, words[i].end};
  }
  return {};
}

// In any order each meaning needs a word of its own: one word that happens to have two is not two
// signs.
bool HasWordEach(const Shape& shape, std::span<const Word> words) {
  Meanings left = shape.needed;
  for (int pass = 0; pass < 2 && left != 0; ++pass) {
    for (const Word& word : words) {
      const Meanings fits = word.meanings & left;
      // First the words that can stand for one thing only.
      if (fits == 0 || (pass == 0 && (fits & (fits - 1)) != 0)) continue;
      left &= ~(fits & (~fits + 1));
    }
  }
  return left == 0;
}

// The first stretch of at most kNearBytesMax that has them all: further apart they have nothing to
// do with each other.
Range FindInAnyOrder(const Shape& shape, std::span<const Word> words) {
  for (size_t first = 0; first < words.size(); ++first) {
    if ((words[first].meanings & shape.needed) == 0) continue;
    size_t last = first;
    Meanings seen = 0;
    uint32_t end = 0;
    for (; last < words.size() && words[last].begin <= words[first].begin + kNearBytesMax; ++last) {
      seen |= words[last].meanings;
      if ((words[last].meanings & shape.needed) != 0) end = std::max(end, words[last].end);
      if ((seen & shape.needed) != shape.needed) continue;
      if (HasWordEach(shape, words.subspan(first, last - first + 1)))
        return {words[first].begin, end};
    }
  }
  return {};
}

class Grouping {
 public:
  explicit Grouping(const std::function<void(const Statement&)>& visit) : visit_(visit) {}

  void Add(const Word& word) {
    const bool full = words_.size() == kStatementHitsMax;
    if (!words_.empty() && (full || word.begin > words_.front().begin + kStatementBytesMax))
      Overflow();
    words_.push_back(word);
    fresh_ = true;
  }

  void End() {
    if (fresh_) Visit();
    words_.clear();
    fresh_ = false;
  }

 private:
  void Overflow() {
    if (fresh_) Visit();
    words_.erase(words_.begin(), words_.begin() + static_cast<ptrdiff_t>((words_.size() + 1) / 2));
    fresh_ = false;
  }

  void Visit() {
    std::stable_sort(words_.begin(), words_.end(),
                     [](const Word& a, const Word& b) { return a.begin < b.begin; });
    Statement statement{words_, 0};
    for (const Word& word : words_) statement.meanings |= word.meanings;
    visit_(statement);
  }

  const std::function<void(const Statement&)>& visit_;
  std::vector<Word> words_;
  bool fresh_ = false;  // holds words that no visit has seen
};

}  // namespace

void ForEachStatement(std::span<const Hit> hits, std::span<const Term> terms,
                      const std::function<void(const Statement&)>& visit) {
  Grouping grouping(visit);
  for (const Hit& hit : hits) {
    const Meanings meanings = terms[hit.term].meanings;
    if (const Meanings said = meanings & ~SetOf(Meaning::kEnd))
      grouping.Add({hit.begin, hit.end, said});
    if ((meanings & SetOf(Meaning::kEnd)) != 0) grouping.End();
  }
  grouping.End();
}

Range Find(const Shape& shape, const Statement& statement) {
  if ((statement.meanings & shape.needed) != shape.needed) return {};
  if ((statement.meanings & shape.forbidden) != 0) return {};
  if (shape.ordered.empty()) return FindInAnyOrder(shape, statement.words);
  return FindInOrder(shape, statement.words);
}

}  // namespace weir::guard
