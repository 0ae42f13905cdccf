// The lexicon made ready to scan with, once for the whole program.
#pragma once

#include <string_view>
#include <vector>

#include "runtime/guard/scanner.h"

namespace weir::guard {

// Terms of the lexicon, and behind them those for what is found otherwise.
struct Engine {
  std::vector<Term> terms;
  uint32_t named;
  uint32_t unknown;
  uint32_t sibling;
  uint32_t unnamed;
  uint32_t slot;
  uint32_t end;
  std::optional<Scanner> scanner;
  // Of results, the terms that some rule looks for there: a smaller automaton is a faster one.
  std::optional<Scanner> result_scanner;
  std::vector<uint32_t> result_terms;  // what its hits are in `terms`

  Engine();
  // Hits of the lexicon in a normal text, in the order in which they end. An at sign counts only
  // inside of an address.
  std::vector<Hit> Scan(std::string_view text) const;
  // The same with the terms for results.
  std::vector<Hit> ScanResult(std::string_view text) const;
};

const Engine& TheEngine();

}  // namespace weir::guard
