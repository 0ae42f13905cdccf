// Logistic regression over bags of sentences: the logit of a bag is the soft maximum of its
// sentences', so that what an honest author writes around an attack does not excuse it. AdaGrad
// with L2, averaged over the second half of its epochs, in a fixed order: the same bags give the
// same weights.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "tests/attacks/train/bags.h"

namespace weir::attacks {

struct Settings {
  int epochs = 12;
  double rate = 0.15;
  double l2 = 3e-3;
  double bias = -4.0;       // fixed: that a sentence says nothing
  double weight_max = 3.9;  // a unit fits eight bits; no clue decides alone
  size_t clues_max = 8000;
};

struct Weights {
  double bias = 0;
  std::vector<float> of;  // by number of the clue

  double LogitOf(const std::vector<uint32_t>& sentence) const;
  // The heaviest sentence.
  double LogitOf(const Bag& bag) const;
};

struct Example {
  const Bag* bag;
  double importance;
};

// Learns twice: from all clues, and from those alone that then are worth most. The weights are as
// the guard has them, in whole units.
Weights Learn(std::span<const Example> examples, size_t clues, const Settings& settings);

// Of a weight.
int UnitsOf(double weight);

// How much each example counts: every origin of attacks as much as the square root of its cases,
// all attacks together as much as `share` of all, and what one pen wrote in both kinds alike.
std::vector<Example> Weigh(std::span<const Bag* const> bags, double attack_share);

}  // namespace weir::attacks
