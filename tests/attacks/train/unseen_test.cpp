// What the model is worth on what it has not seen, and that the one that is built in is the one
// that the data give. The floors lie a little below what is reached.
#include <catch2/catch.hpp>

#include "runtime/guard/model.h"
#include "tests/attacks/train/folds.h"

namespace weir::attacks {
namespace {

const Cases& TheCases() {
  static const Result<Cases> cases =
      LoadCases(std::string(WEIR_SOURCE_DIR) + "/tests/attacks/data");
  REQUIRE(cases.ok());
  return cases.value();
}

TEST_CASE("the model finds attacks of origins that it was not trained on") {
  const Evaluation evaluation = LeaveOneOut(TheCases());
  REQUIRE(evaluation.attacks.size() == 15);
  double model = 0;
  for (const auto& [origin, outcome] : evaluation.attacks) model += outcome.model.rate() / 15;
  CHECK(model >= 0.68);
  size_t alarms = 0;
  size_t all = 0;
  for (const auto& [origin, outcome] : evaluation.honest) {
    alarms += outcome.both.hit;
    all += outcome.both.all;
  }
  REQUIRE(all == 8196);
  CHECK(alarms <= all / 200);
}

Outcome SumOf(const std::vector<Bag>& bags, bool attack, const Trained& trained) {
  Outcome sum;
  for (const Bag& bag : bags)
    if (bag.attack == attack) sum.Count(bag, trained);
  REQUIRE(sum.both.all >= 40);
  return sum;
}

TEST_CASE("the model that is built in is what the data give") {
  const Trained trained = TrainOnAll(TheCases());
  size_t clues = 0;
  for (const float weight : trained.weights.of) clues += UnitsOf(weight) != 0;
  CHECK(clues == guard::ClueWeights().size());

  std::map<std::string_view, int> built_in;
  for (const guard::ClueWeight& clue : guard::ClueWeights()) built_in[clue.name] = clue.units;
  size_t same = 0;
  for (uint32_t i = 0; i < TheCases().table.size(); ++i) {
    const auto found = built_in.find(TheCases().table.NameOf(i));
    same += found != built_in.end() && found->second == UnitsOf(trained.weights.of[i]);
  }
  CHECK(same == clues);

  CHECK(SumOf(TheCases().own, true, trained).both.rate() >= 0.75);
  CHECK(SumOf(TheCases().fresh, true, trained).both.rate() >= 0.78);
  CHECK(SumOf(TheCases().fresh, false, trained).both.rate() <= 0.22);
  CHECK(SumOf(TheCases().judging, true, trained).both.rate() >= 0.8);
  CHECK(SumOf(TheCases().judging, false, trained).both.rate() <= 0.1);
}

}  // namespace
}  // namespace weir::attacks
