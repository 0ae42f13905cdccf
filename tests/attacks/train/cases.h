// Everything that the model is trained and judged on, as bags.
#pragma once

#include <string>
#include <vector>

#include "tests/attacks/train/bags.h"

namespace weir::attacks {

struct Cases {
  ClueTable table;
  std::vector<Bag> attacks;    // of the corpora, those that a definition shows
  std::vector<Bag> honest;     // of the corpora
  std::vector<Bag> phrasings;  // of both kinds, to train on only
  std::vector<Bag> lessons;    // definitions of both kinds, to train on only
  std::vector<Bag> judging;    // of both kinds, to judge with only
  std::vector<Bag> own;        // of both kinds, to judge with only, and seldom
  std::vector<Bag> fresh;      // the same, by a third hand
};

// From the folder tests/attacks/data.
Result<Cases> LoadCases(const std::string& folder);

}  // namespace weir::attacks
