// The model as it would be without having seen what it is asked about, and one that has seen all.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/attacks/measure.h"
#include "tests/attacks/train/cases.h"
#include "tests/attacks/train/learner.h"

namespace weir::attacks {

// Logits from which on a definition is worth the rules of the model.
struct Borders {
  double slight;
  double likely;
  double strong;
};

struct Trained {
  Weights weights;
  Borders borders;
};

// Learns from `attacks` and from the honest; borders are chosen on honest definitions of servers
// held out of the training, within the training.
Trained Train(const std::vector<const Bag*>& attacks, const std::vector<const Bag*>& honest,
              size_t clues);
Trained TrainOnAll(const Cases& cases);

// What the three make of one case: quarantined or not; and whether both together say anything that
// warns.
struct Outcome {
  Share rules;
  Share model;
  Share both;
  Share warned;

  void Count(const Bag& bag, const Trained& trained);
};

struct Evaluation {
  std::map<std::string, Outcome> attacks;  // by the origin that was left out
  std::map<std::string, Outcome> honest;   // by origin; no server in training and test
};

// Fold by fold, one origin of attacks is left out, and with it a share of the honest servers.
Evaluation LeaveOneOut(const Cases& cases);
// Attacks and honest definitions that `pen` wrote, with none of what it wrote in the training. By
// what they are.
std::map<bool, Outcome> LeavePenOut(const Cases& cases, const std::string& pen);
// Honest definitions of that origin, with none of its servers in the training.
Outcome LeaveHonestOut(const Cases& cases, const std::string& origin);

}  // namespace weir::attacks
