#include "runtime/guard/scanner.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <map>

namespace weir::guard {
namespace {

constexpr uint32_t kStatesMax = 65'535;
constexpr size_t kLanesFrom = 4096;  // bytes from which on lanes are worth it
constexpr size_t kLanes = 4;
constexpr uint32_t kBorderRoot = 0;  // nothing read, or the last byte was no part of a word
constexpr uint32_t kWordRoot = 1;    // inside a word that no term fits

constexpr uint8_t FoldByte(uint8_t byte) {
  if (byte >= 'A' && byte <= 'Z') return static_cast<uint8_t>(byte | 0x20);
  if (byte == '\t' || byte == '\n' || byte == '\r') return ' ';
  return byte;
}

// The place where a match of `term` that ends at `end` begins: as long as the term but for longer
// runs of white space.
size_t BeginOf(std::string_view text, size_t end, std::string_view term) {
  size_t at = end;
  for (size_t i = term.size(); i-- > 0;) {
    --at;
    if (term[i] != ' ') continue;
    while (at > 0 && FoldByte(static_cast<uint8_t>(text[at - 1])) == ' ') --at;
  }
  return at;
}

// Cyrillic and Greek letters are two bytes that a byte table cannot tell from halves of others, so
// their word borders are looked at when a term has been found.
bool IsLetterBefore(std::string_view text, size_t at) {
  if (at == 0) return false;
  if (at < 2 || static_cast<uint8_t>(text[at - 1]) < 0x80) return IsWordByte(text[at - 1]);
  const auto lead = static_cast<uint8_t>(text[at - 2]);
  return lead >= 0xCE && lead <= 0xD3;
}
bool IsLetterAt(std::string_view text, size_t at) {
  if (at == text.size()) return false;
  const auto lead = static_cast<uint8_t>(text[at]);
  return IsWordByte(text[at]) || (lead >= 0xCE && lead <= 0xD3);
}

}  // namespace

bool IsWordByte(char byte) {
  const auto folded = FoldByte(static_cast<uint8_t>(byte));
  return (folded >= 'a' && folded <= 'z') || (folded >= '0' && folded <= '9') || folded == '_';
}

class ScannerBuilder {
 public:
  explicit ScannerBuilder(std::span<const Term> terms) : terms_(terms) {}

  std::optional<Scanner> Run() {
    NumberClasses();
    for (uint32_t i = 0; i < terms_.size(); ++i) Insert(i);
    if (states_.size() > kStatesMax) return std::nullopt;
    Complete();
    return Emit();
  }

 private:
  struct State {
    std::map<uint8_t, uint32_t> children;
    uint32_t fail = kBorderRoot;
    uint8_t last = ' ';  // the byte that leads here
    std::vector<uint32_t> terms;
  };

  void NumberClasses() {
    std::array<bool, 256> used{};
    for (const Term& term : terms_) {
      for (const char byte : term.text) used[static_cast<uint8_t>(byte)] = true;
    }
    // Two classes for what no term has: of words and not.
    uint8_t count = 2;
    for (unsigned byte = 0; byte < 256; ++byte) {
      if (used[byte] && FoldByte(static_cast<uint8_t>(byte)) == byte) class_of_[byte] = count++;
    }
    for (unsigned byte = 0; byte < 256; ++byte) {
      const uint8_t folded = FoldByte(static_cast<uint8_t>(byte));
      if (used[folded]) {
        class_of_[byte] = class_of_[folded];
      } else {
        class_of_[byte] = IsWordByte(static_cast<char>(folded)) ? 1 : 0;
      }
    }
    class_count_ = count;
    representative_.assign(count, 0);
    representative_[0] = 0x01;
    representative_[1] = 'q';
    for (unsigned byte = 0; byte < 256; ++byte) {
      if (class_of_[byte] > 1)
        representative_[class_of_[byte]] = FoldByte(static_cast<uint8_t>(byte));
    }
  }

  void Insert(uint32_t term) {
    uint32_t state = kBorderRoot;
    for (const char byte : terms_[term].text) {
      const auto label = static_cast<uint8_t>(byte);
      const auto [child, fresh] =
          states_[state].children.try_emplace(label, static_cast<uint32_t>(states_.size()));
      state = child->second;
      if (fresh) states_.emplace_back().last = label;
    }
    states_[state].terms.push_back(term);
  }

  static uint32_t RootAfter(uint8_t byte) {
    return IsWordByte(static_cast<char>(byte)) ? kWordRoot : kBorderRoot;
  }

  uint32_t FromRoot(uint32_t root, uint8_t byte) const {
    const bool starts = root == kBorderRoot || RootAfter(byte) == kBorderRoot;
    const auto child = states_[kBorderRoot].children.find(byte);
    return starts && child != states_[kBorderRoot].children.end() ? child->second : RootAfter(byte);
  }

  // Breadth first, so that the state a step falls back to is complete before it is needed.
  void Complete() {
    table_.assign(states_.size() * class_count_, kBorderRoot);
    for (const uint32_t root : {kBorderRoot, kWordRoot}) {
      for (size_t c = 0; c < class_count_; ++c) Cell(root, c) = FromRoot(root, representative_[c]);
    }
    std::deque<uint32_t> queue;
    for (const auto& [byte, child] : states_[kBorderRoot].children) {
      states_[child].fail = RootAfter(byte);
      queue.push_back(child);
    }
    for (; !queue.empty(); queue.pop_front()) CompleteState(queue.front(), queue);
  }

  void CompleteState(uint32_t state, std::deque<uint32_t>& queue) {
    const uint32_t fail = states_[state].fail;
    const std::vector<uint32_t>& inherited = states_[fail].terms;
    states_[state].terms.insert(states_[state].terms.end(), inherited.begin(), inherited.end());
    for (size_t c = 0; c < class_count_; ++c) Cell(state, c) = Cell(fail, c);
    for (const auto& [byte, child] : states_[state].children) {
      const size_t c = class_of_[byte];
      states_[child].fail = Cell(fail, c);
      Cell(state, c) = child;
      queue.push_back(child);
    }
    if (states_[state].last == ' ') Cell(state, class_of_[' ']) = state;
  }

  uint32_t& Cell(uint32_t state, size_t c) { return table_[state * class_count_ + c]; }

  Scanner Emit() {
    std::vector<uint32_t> order(states_.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_partition(order.begin(), order.end(),
                          [&](uint32_t s) { return states_[s].terms.empty(); });
    std::vector<uint32_t> number(order.size());
    for (uint32_t i = 0; i < order.size(); ++i) number[order[i]] = i;

    Scanner scanner;
    scanner.class_of_ = class_of_;
    scanner.stride_bits_ = static_cast<unsigned>(std::bit_width(class_count_ - 1));
    scanner.state_count_ = states_.size();
    scanner.start_ = number[kBorderRoot];
    scanner.in_word_ = number[kWordRoot];
    scanner.next_.assign(states_.size() << scanner.stride_bits_, 0);
    scanner.first_accepting_ = static_cast<uint32_t>(states_.size());
    for (uint32_t i = 0; i < order.size(); ++i) {
      for (size_t c = 0; c < class_count_; ++c) {
        scanner.next_[(size_t{i} << scanner.stride_bits_) | c] =
            static_cast<uint16_t>(number[Cell(order[i], c)]);
      }
      const std::vector<uint32_t>& terms = states_[order[i]].terms;
      if (terms.empty()) continue;
      scanner.first_accepting_ = std::min(scanner.first_accepting_, i);
      scanner.outputs_begin_.push_back(static_cast<uint32_t>(scanner.outputs_.size()));
      scanner.outputs_.insert(scanner.outputs_.end(), terms.begin(), terms.end());
    }
    scanner.outputs_begin_.push_back(static_cast<uint32_t>(scanner.outputs_.size()));
    for (const Term& term : terms_) scanner.shapes_.push_back({term.text, term.stem});
    return scanner;
  }

  std::span<const Term> terms_;
  std::array<uint8_t, 256> class_of_{};
  size_t class_count_ = 0;
  std::vector<uint8_t> representative_;
  std::vector<State> states_ = std::vector<State>(2);
  std::vector<uint32_t> table_;
};

std::optional<Scanner> Scanner::Build(std::span<const Term> terms) {
  return ScannerBuilder(terms).Run();
}

void Scanner::Scan(std::string_view text, std::vector<Hit>& hits) const {
  if (text.size() < kLanesFrom) {
    ScanPart(text, 0, text.size(), hits);
  } else {
    ScanLanes(text, hits);
  }
}

uint32_t Scanner::ScanPart(std::string_view text, size_t begin, size_t end,
                           std::vector<Hit>& hits) const {
  uint32_t state = start_;
  for (size_t at = begin; at < end; ++at) {
    state = Step(state, text[at]);
    if (state >= first_accepting_) Report(text, at + 1, state, hits);
  }
  return state;
}

// One step waits for the memory of the one before, so several parts of a long text are scanned side
// by side. A part begins at a word border, and the lane before it goes on until it holds no half of
// a term.
void Scanner::ScanLanes(std::string_view text, std::vector<Hit>& hits) const {
  std::array<size_t, kLanes + 1> border{};
  border[kLanes] = text.size();
  for (size_t lane = 1; lane < kLanes; ++lane) {
    size_t at = std::max(text.size() / kLanes * lane, border[lane - 1]);
    while (at < text.size() && FoldByte(static_cast<uint8_t>(text[at])) != ' ') ++at;
    border[lane] = at;
  }
  size_t steps = text.size();
  for (size_t lane = 0; lane < kLanes; ++lane)
    steps = std::min(steps, border[lane + 1] - border[lane]);

  std::array<std::vector<Hit>, kLanes> found;
  std::array<uint32_t, kLanes> state;
  state.fill(start_);
  for (size_t i = 0; i < steps; ++i) {
    for (size_t lane = 0; lane < kLanes; ++lane) {
      state[lane] = Step(state[lane], text[border[lane] + i]);
      if (state[lane] >= first_accepting_)
        Report(text, border[lane] + i + 1, state[lane], found[lane]);
    }
  }
  for (size_t lane = 0; lane < kLanes; ++lane) {
    Finish(text, border[lane] + steps, border[lane + 1], state[lane], found[lane]);
    hits.insert(hits.end(), found[lane].begin(), found[lane].end());
  }
}

void Scanner::Finish(std::string_view text, size_t at, size_t end, uint32_t state,
                     std::vector<Hit>& hits) const {
  for (; at < text.size() && (at < end || !IsRoot(state)); ++at) {
    state = Step(state, text[at]);
    if (state < first_accepting_) continue;
    const size_t before = hits.size();
    Report(text, at + 1, state, hits);
    // What begins in the next part is the next lane's.
    for (size_t i = hits.size(); i-- > before && at >= end;) {
      if (hits[i].begin >= end) hits.erase(hits.begin() + static_cast<ptrdiff_t>(i));
    }
  }
}

bool Scanner::IsRoot(uint32_t state) const {
  return state == start_ || state == in_word_;
}

void Scanner::Report(std::string_view text, size_t end, uint32_t state,
                     std::vector<Hit>& hits) const {
  const uint32_t row = state - first_accepting_;
  const bool letter_after = IsLetterAt(text, end);
  for (uint32_t i = outputs_begin_[row]; i < outputs_begin_[row + 1]; ++i) {
    const Shape& shape = shapes_[outputs_[i]];
    if (letter_after && !shape.stem && IsLetterBefore(text, end)) continue;
    const size_t begin = BeginOf(text, end, shape.text);
    if (IsLetterAt(text, begin) && IsLetterBefore(text, begin)) continue;
    hits.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end), outputs_[i]});
  }
}

}  // namespace weir::guard
