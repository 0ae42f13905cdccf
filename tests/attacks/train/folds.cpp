#include "tests/attacks/train/folds.h"

#include <algorithm>
#include <set>

#include "runtime/guard/rules.h"
#include "runtime/guard/score.h"

namespace weir::attacks {
namespace {

constexpr size_t kInnerFolds = 3;
constexpr double kAttackShare = 0.5;
// Of honest definitions as they are published, those that may reach each border.
constexpr double kSlightShare = 0.012;
constexpr double kLikelyShare = 0.006;
constexpr double kStrongShare = 0.003;

using Bags = std::vector<const Bag*>;

// The salt makes inner folds cut across outer ones.
size_t FoldOf(const std::string& server, size_t folds, std::string_view salt) {
  return guard::IdOf(server + std::string(salt)) % folds;
}

Weights LearnFrom(const Bags& attacks, const Bags& honest, size_t clues) {
  Bags all = attacks;
  all.insert(all.end(), honest.begin(), honest.end());
  return Learn(Weigh(all, kAttackShare), clues, Settings());
}

// Logits of published honest definitions whose servers were left out, heaviest first.
std::vector<double> HonestLogits(const Bags& attacks, const Bags& honest, size_t clues) {
  std::vector<double> logits;
  for (size_t fold = 0; fold < kInnerFolds; ++fold) {
    Bags kept;
    Bags held_out;
    for (const Bag* bag : honest) {
      const bool out = bag->pen.empty() && FoldOf(bag->server, kInnerFolds, "/inner") == fold;
      (out ? held_out : kept).push_back(bag);
    }
    const Weights weights = LearnFrom(attacks, kept, clues);
    for (const Bag* bag : held_out) logits.push_back(weights.LogitOf(*bag));
  }
  std::sort(logits.rbegin(), logits.rend());
  return logits;
}

double BorderFor(const std::vector<double>& falling, double share) {
  return falling[static_cast<size_t>(share * static_cast<double>(falling.size()))];
}

double WorthOf(double logit, const Borders& borders) {
  using guard::RuleId;
  if (logit > borders.strong) return guard::RuleOf(RuleId::kReadsStrongly).weight;
  if (logit > borders.likely) return guard::RuleOf(RuleId::kReadsLikely).weight;
  if (logit > borders.slight) return guard::RuleOf(RuleId::kReadsSlightly).weight;
  return 0;
}

// What is only trained on.
void AddLessons(const Cases& cases, Bags& attacks, Bags& honest) {
  for (const std::vector<Bag>* bags : {&cases.phrasings, &cases.lessons})
    for (const Bag& bag : *bags) (bag.attack ? attacks : honest).push_back(&bag);
}

}  // namespace

Trained Train(const Bags& attacks, const Bags& honest, size_t clues) {
  const std::vector<double> logits = HonestLogits(attacks, honest, clues);
  return {LearnFrom(attacks, honest, clues),
          {BorderFor(logits, kSlightShare), BorderFor(logits, kLikelyShare),
           BorderFor(logits, kStrongShare)}};
}

Trained TrainOnAll(const Cases& cases) {
  Bags attacks;
  Bags honest;
  for (const Bag& bag : cases.attacks) attacks.push_back(&bag);
  for (const Bag& bag : cases.honest) honest.push_back(&bag);
  AddLessons(cases, attacks, honest);
  return Train(attacks, honest, cases.table.size());
}

void Outcome::Count(const Bag& bag, const Trained& trained) {
  const double worth = WorthOf(trained.weights.LogitOf(bag), trained.borders);
  for (Share* share : {&rules, &model, &both, &warned}) ++share->all;
  rules.hit += bag.rules >= guard::kQuarantineFrom;
  model.hit += worth >= guard::kQuarantineFrom;
  both.hit += bag.rules + worth >= guard::kQuarantineFrom;
  warned.hit += bag.rules + worth >= guard::kWarnFrom;
}

Evaluation LeaveOneOut(const Cases& cases) {
  std::set<std::string> origins;
  for (const Bag& bag : cases.attacks) origins.insert(bag.origin);
  Evaluation evaluation;
  size_t fold = 0;
  for (const std::string& origin : origins) {
    Bags attacks;
    Bags honest;
    Bags held_out;
    for (const Bag& bag : cases.attacks)
      (bag.origin == origin ? held_out : attacks).push_back(&bag);
    for (const Bag& bag : cases.honest) {
      const bool out = FoldOf(bag.server, origins.size(), "") == fold;
      (out ? held_out : honest).push_back(&bag);
    }
    AddLessons(cases, attacks, honest);
    const Trained trained = Train(attacks, honest, cases.table.size());
    for (const Bag* bag : held_out) {
      auto& outcomes = bag->attack ? evaluation.attacks : evaluation.honest;
      outcomes[bag->origin].Count(*bag, trained);
    }
    ++fold;
  }
  return evaluation;
}

std::map<bool, Outcome> LeavePenOut(const Cases& cases, const std::string& pen) {
  Bags attacks;
  Bags honest;
  Bags held_out;
  for (const auto* bags : {&cases.attacks, &cases.honest, &cases.phrasings, &cases.lessons}) {
    for (const Bag& bag : *bags)
      (bag.pen == pen ? held_out : bag.attack ? attacks : honest).push_back(&bag);
  }
  const Trained trained = Train(attacks, honest, cases.table.size());
  std::map<bool, Outcome> outcomes;
  for (const Bag* bag : held_out)
    if (!bag->id.empty()) outcomes[bag->attack].Count(*bag, trained);
  return outcomes;
}

Outcome LeaveHonestOut(const Cases& cases, const std::string& origin) {
  Bags attacks;
  Bags honest;
  for (const Bag& bag : cases.attacks) attacks.push_back(&bag);
  for (const Bag& bag : cases.honest)
    if (bag.origin != origin) honest.push_back(&bag);
  AddLessons(cases, attacks, honest);
  const Trained trained = Train(attacks, honest, cases.table.size());
  Outcome outcome;
  for (const Bag& bag : cases.honest)
    if (bag.origin == origin) outcome.Count(bag, trained);
  return outcome;
}

}  // namespace weir::attacks
