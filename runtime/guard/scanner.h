// All terms of a lexicon over a text in one linear pass: a deterministic Aho-Corasick automaton
// whose states also know whether they stand at a word border, so that the inside of words costs
// nothing. Case is folded and runs of white space count as one space in the transition table, so
// plain ASCII is scanned where it lies.
//
// Source: Aho, Corasick, "Efficient string matching", CACM 18 (1975).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/guard/lexicon.h"

namespace weir::guard {

// Bytes [begin, end) of the text are a term.
struct Hit {
  uint32_t begin;
  uint32_t end;
  uint32_t term;  // index into the terms that the scanner was built from
};

// Immutable, so any number of threads may use one.
class Scanner {
 public:
  // Nothing if the terms need more states than the table can number (65,535).
  static std::optional<Scanner> Build(std::span<const Term> terms);

  // Appends the hits in the order in which they end. Overlapping ones are all there.
  void Scan(std::string_view text, std::vector<Hit>& hits) const;

  size_t state_count() const { return state_count_; }

 private:
  friend class ScannerBuilder;
  struct Shape {
    std::string text;
    bool stem;
  };
  uint32_t Step(uint32_t state, char byte) const {
    return next_[(size_t{state} << stride_bits_) | class_of_[static_cast<uint8_t>(byte)]];
  }
  bool IsRoot(uint32_t state) const;
  uint32_t ScanPart(std::string_view text, size_t begin, size_t end, std::vector<Hit>& hits) const;
  void ScanLanes(std::string_view text, std::vector<Hit>& hits) const;
  void Finish(std::string_view text, size_t at, size_t end, uint32_t state,
              std::vector<Hit>& hits) const;
  void Report(std::string_view text, size_t end, uint32_t state, std::vector<Hit>& hits) const;

  std::array<uint8_t, 256> class_of_{};
  unsigned stride_bits_ = 0;
  size_t state_count_ = 0;
  uint32_t start_ = 0;
  uint32_t in_word_ = 0;
  uint32_t first_accepting_ = 0;  // states are numbered so that those that end a term come last
  std::vector<uint16_t> next_;    // [state << stride_bits_ | class]
  std::vector<uint32_t> outputs_begin_;  // [state - first_accepting_], one more than there are
  std::vector<uint32_t> outputs_;        // term indices
  std::vector<Shape> shapes_;            // of each term
};

// Letters, digits and `_`: between two of them no term begins or ends.
bool IsWordByte(char byte);

}  // namespace weir::guard
