#include "compiler/automata/utf8.h"

#include <algorithm>
#include <array>
#include <optional>

namespace weir::automata {
namespace {

// The code points of one encoded length; each has the same lead byte prefix.
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

ByteSet Bytes(uint32_t first, uint32_t last) {
  ByteSet bytes;
  for (uint32_t byte = first; byte <= last; ++byte) bytes.set(byte);
  return bytes;
}

// The ways to go on, as a chain of splits; nothing yet: no way.
class Ways {
 public:
  explicit Ways(Nfa& nfa) : nfa_(nfa) {}

  void Add(StateId way) { entry_ = entry_ ? nfa_.AddSplit(way, *entry_) : way; }
  StateId entry() const { return entry_ ? *entry_ : nfa_.AddBytes(ByteSet(), 0); }

 private:
  Nfa& nfa_;
  std::optional<StateId> entry_;
};

// The last `tail_bytes` + 1 bytes of every code point in `range`; `lead_bits` belong to the first
// of them. The range is cut where a tail would wrap, so that each piece is a plain sequence of byte
// ranges.
void AddSequences(Nfa& nfa, CodePointRange range, uint32_t tail_bytes, uint32_t lead_bits,
                  Ways& ways, StateId next) {
  if (tail_bytes == 0) {
    ways.Add(nfa.AddBytes(Bytes(lead_bits | range.first, lead_bits | range.last), next));
    return;
  }
  uint32_t shift = 6 * tail_bytes;
  char32_t tail_mask = (char32_t{1} << shift) - 1;
  auto add_piece = [&](char32_t first, char32_t last) {
    Ways tails(nfa);
    AddSequences(nfa, {first & tail_mask, last & tail_mask}, tail_bytes - 1, 0x80, tails, next);
    ways.Add(nfa.AddBytes(Bytes(lead_bits | (first >> shift), lead_bits | (last >> shift)),
                          tails.entry()));
  };
  char32_t first_block = range.first & ~tail_mask;
  char32_t last_block = range.last & ~tail_mask;
  if (first_block == last_block) return add_piece(range.first, range.last);
  if (range.first != first_block) {
    add_piece(range.first, first_block | tail_mask);
    first_block += tail_mask + 1;
  }
  if ((range.last & tail_mask) != tail_mask) {
    add_piece(last_block, range.last);
    last_block -= tail_mask + 1;
  }
  if (first_block <= last_block) add_piece(first_block, last_block | tail_mask);
}

}  // namespace

StateId AddCodePoint(Nfa& nfa, std::span<const CodePointRange> ranges, StateId next) {
  Ways ways(nfa);
  for (const CodePointRange& range : ranges) {
    for (const Length& length : kLengths) {
      CodePointRange part{std::max(range.first, length.range.first),
                          std::min(range.last, length.range.last)};
      if (part.first > part.last) continue;
      AddSequences(nfa, part, length.tail_bytes, length.lead_bits, ways, next);
    }
  }
  return ways.entry();
}

}  // namespace weir::automata
