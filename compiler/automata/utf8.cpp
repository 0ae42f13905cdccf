#include "compiler/automata/utf8.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace weir::automata {
namespace {

// The code points of one encoded length.
struct Length {
  CodePointRange range;
  uint32_t tail_bytes;
  uint32_t lead_bits;  // or-ed into the first byte
};

// The three-byte range is cut in two around the surrogates.
constexpr std::array<Length, 5> kLengths{{{{0x0, 0x7F}, 0, 0x00},
                                          {{0x80, 0x7FF}, 1, 0xC0},
                                          {{0x800, 0xD7FF}, 2, 0xE0},
                                          {{0xE000, 0xFFFF}, 2, 0xE0},
                                          {{0x10000, kCodePointMax}, 3, 0xF0}}};

constexpr uint32_t kTailValues = 64;  // of one tail byte: six bits
constexpr uint32_t kTailBits = 0x80;
constexpr uint32_t kTailBytesMax = 3;

// By the state that they lead to.
using Ways = std::map<StateId, ByteSet>;
using Ranges = std::vector<CodePointRange>;

// A tree over the bytes of code points, in which equal subtrees are one: a block is the code points
// that share all but their last `tail_bytes` bytes.
class CodePointTree {
 public:
  CodePointTree(Nfa& nfa, StateId next) : nfa_(nfa) { full_[0] = next; }

  StateId Add(std::span<const CodePointRange> ranges) {
    Ways ways;
    for (const Length& length : kLengths) AddLength(ranges, length, ways);
    return AddWays(ways);
  }

 private:
  void AddLength(std::span<const CodePointRange> ranges, const Length& length, Ways& ways) {
    Ranges parts;
    for (const CodePointRange& range : ranges) {
      CodePointRange part{std::max(range.first, length.range.first),
                          std::min(range.last, length.range.last)};
      if (part.first <= part.last) parts.push_back(part);
    }
    uint32_t shift = 6 * length.tail_bytes;
    for (char32_t lead = length.range.first >> shift; lead <= length.range.last >> shift; ++lead) {
      std::optional<StateId> block = Block(parts, length.tail_bytes, lead << shift);
      if (block) ways[*block].set(length.lead_bits | lead);
    }
  }

  // Nothing where no range meets the block.
  std::optional<StateId> Block(const Ranges& ranges, uint32_t tail_bytes, char32_t first) {
    char32_t last = first + (char32_t{1} << (6 * tail_bytes)) - 1;
    auto range = std::ranges::lower_bound(ranges, first, {}, &CodePointRange::last);
    if (range == ranges.end() || range->first > last) return std::nullopt;
    if (range->first <= first && last <= range->last) return Full(tail_bytes);
    Ways ways;
    for (uint32_t tail = 0; tail < kTailValues; ++tail) {
      char32_t child_first = first + (tail << (6 * (tail_bytes - 1)));
      std::optional<StateId> child = Block(ranges, tail_bytes - 1, child_first);
      if (child) ways[*child].set(kTailBits | tail);
    }
    return Shared(ways);
  }

  // Every code point of a block.
  StateId Full(uint32_t tail_bytes) {
    std::optional<StateId>& full = full_[tail_bytes];
    if (!full) {
      ByteSet tails;
      for (uint32_t tail = 0; tail < kTailValues; ++tail) tails.set(kTailBits | tail);
      full = nfa_.AddBytes(tails, Full(tail_bytes - 1));
    }
    return *full;
  }

  StateId Shared(const Ways& ways) {
    std::vector<std::pair<StateId, std::string>> key;
    for (const auto& [child, bytes] : ways) key.emplace_back(child, bytes.to_string());
    auto [entry, is_new] = blocks_.try_emplace(std::move(key), 0);
    if (is_new) entry->second = AddWays(ways);
    return entry->second;
  }

  StateId AddWays(const Ways& ways) {
    std::optional<StateId> entry;
    for (const auto& [child, bytes] : ways) {
      StateId way = nfa_.AddBytes(bytes, child);
      entry = entry ? nfa_.AddSplit(way, *entry) : way;
    }
    return entry ? *entry : nfa_.AddBytes(ByteSet(), *full_[0]);
  }

  Nfa& nfa_;
  std::array<std::optional<StateId>, kTailBytesMax + 1> full_;  // [tail bytes]
  std::map<std::vector<std::pair<StateId, std::string>>, StateId> blocks_;
};

}  // namespace

StateId AddCodePoint(Nfa& nfa, std::span<const CodePointRange> ranges, StateId next) {
  return CodePointTree(nfa, next).Add(ranges);
}

}  // namespace weir::automata
