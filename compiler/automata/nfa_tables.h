// The same patterns as plain tables, for a matcher elsewhere that has no memory to build states in:
// it follows all states that a text may be in at once, each byte in time proportional to them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "compiler/automata/nfa.h"

namespace weir::automata {

// Lists of numbers, one after the other: list n is values[begins[n] .. begins[n + 1]).
struct Lists {
  std::vector<uint32_t> begins{0};
  std::vector<uint32_t> values;

  void Add(std::span<const uint32_t> list) {
    values.insert(values.end(), list.begin(), list.end());
    begins.push_back(static_cast<uint32_t>(values.size()));
  }
};

// Without steps that read nothing. States that a text is in whatever it reads, such as the
// beginning of what is searched for, are in no list: what they lead to depends on the byte alone.
struct NfaTables {
  static constexpr uint32_t kSetWords = 4;  // of 64 bits

  std::array<uint8_t, 256> class_of{};   // of a byte
  std::vector<uint64_t> sets;            // of classes, kSetWords each
  std::vector<uint32_t> reads;           // [state]: where its set begins in `sets`
  std::vector<uint32_t> start;           // the states before the first byte
  Lists next;                            // [state]: after a byte of its set
  Lists always_next;                     // [class]: after a byte of it, whatever was before
  Lists accepts;                         // [state]: patterns that fit a text that ends in it
  std::vector<uint32_t> always_accepts;  // patterns that fit every text but the empty one
  std::vector<uint32_t> accepts_empty;   // patterns that fit the empty text

  uint32_t state_count() const { return static_cast<uint32_t>(reads.size()); }
};

NfaTables TablesOf(const Nfa& nfa);

}  // namespace weir::automata
