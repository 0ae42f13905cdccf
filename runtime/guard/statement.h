// From the hits of a scan to statements, and from statements to the rules whose shape they have. A
// statement ends with its punctuation, or where it grows too long to be one; then the next begins
// with the second half of what it had, so that no order is cut in two.
#pragma once

#include <bitset>
#include <functional>
#include <span>
#include <vector>

#include "runtime/guard/rules.h"
#include "runtime/guard/scanner.h"

namespace weir::guard {

inline constexpr size_t kStatementHitsMax = 96;
inline constexpr uint32_t kStatementBytesMax = 800;
inline constexpr uint32_t kNearBytesMax = 200;  // between what stands together in any order

struct Word {
  uint32_t begin;
  uint32_t end;
  Meanings meanings;
};

struct Statement {
  std::span<const Word> words;  // in the order in which they begin
  Meanings meanings = 0;
};

// Calls `visit` for each statement, in order. `terms` are those of the scanner.
void ForEachStatement(std::span<const Hit> hits, std::span<const Term> terms,
                      const std::function<void(const Statement&)>& visit);

// The part of the statement that has the shape; empty (begin == end) if none has.
Range Find(const Shape& shape, const Statement& statement);

}  // namespace weir::guard
