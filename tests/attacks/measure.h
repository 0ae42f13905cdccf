// Runs the guard over the corpora and counts.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "runtime/guard/analyze.h"
#include "tests/attacks/corpus.h"

namespace weir::attacks {

// One case: where it comes from (for the report only; no detector sees it) and what the guard says.
struct Case {
  std::string id;
  std::string kind;
  std::string origin;
  guard::Report report;
  std::string text;
};

// Each malicious definition read beside the servers that its row names; those that a definition
// cannot show are left out.
std::vector<Case> JudgeMalicious(const std::vector<json::Document>& rows);
// The ordinary definitions, all of one server together.
std::vector<Case> JudgeBenign(const std::vector<json::Document>& rows);
// Results with that label ("malicious", "benign").
std::vector<Case> JudgeResults(const std::vector<json::Document>& rows, const std::string& label);

struct Share {
  size_t hit = 0;
  size_t all = 0;
  double rate() const { return all == 0 ? 0 : static_cast<double>(hit) / static_cast<double>(all); }
};

Share ShareAt(const std::vector<Case>& cases, guard::Level level);
std::map<std::string, Share> ByOrigin(const std::vector<Case>& cases, guard::Level level);
std::map<std::string, Share> ByKind(const std::vector<Case>& cases, guard::Level level);
double MeanOf(const std::map<std::string, Share>& shares);

}  // namespace weir::attacks
