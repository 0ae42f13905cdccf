#include "tests/attacks/train/learner.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "runtime/guard/model.h"

namespace weir::attacks {
namespace {

constexpr size_t kBagsMin = 4;  // a clue in fewer examples is not learned

// How far each clue may count against a text. What only one author of attacks writes tells authors
// apart, not attacks: it may only speak for a text.
struct Limits {
  std::vector<bool> learned;
  std::vector<bool> against;
};

Limits LimitsOf(std::span<const Example> examples, size_t clues) {
  std::vector<std::string> first_author(clues);
  std::vector<size_t> counts(clues);
  Limits limits{std::vector<bool>(clues), std::vector<bool>(clues)};
  for (const Example& example : examples) {
    std::set<uint32_t> of_bag;
    for (const auto& sentence : example.bag->sentences)
      of_bag.insert(sentence.begin(), sentence.end());
    for (const uint32_t clue : of_bag) {
      if (++counts[clue] >= kBagsMin) limits.learned[clue] = true;
      if (!example.bag->attack) continue;
      std::string& first = first_author[clue];
      if (first.empty()) first = example.bag->author;
      if (first != example.bag->author) limits.against[clue] = true;
    }
  }
  return limits;
}

class Learner {
 public:
  Learner(std::span<const Example> examples, size_t clues, const Settings& settings)
      : examples_(examples),
        settings_(settings),
        limits_(LimitsOf(examples, clues)),
        squares_(clues, 1e-2F) {
    weights_.bias = settings.bias;
    weights_.of.assign(clues, 0.0F);
  }

  Weights Run() {
    std::vector<size_t> order(examples_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::mt19937_64 random(1);
    for (int epoch = 0; epoch < settings_.epochs; ++epoch) {
      for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
      for (const size_t i : order) Step(examples_[i]);
    }
    return std::move(weights_);
  }

 private:
  void Step(const Example& example) {
    const auto& sentences = example.bag->sentences;
    logits_.clear();
    double top = -1e9;
    for (const auto& sentence : sentences) {
      logits_.push_back(weights_.LogitOf(sentence));
      top = std::max(top, logits_.back());
    }
    if (logits_.empty()) return;
    double sum = 0;
    for (const double logit : logits_) sum += std::exp(logit - top);
    const double bag_logit = top + std::log(sum);
    const double wanted = example.bag->attack ? 1 : 0;
    const double error = (1 / (1 + std::exp(-bag_logit)) - wanted) * example.importance;
    for (size_t i = 0; i < sentences.size(); ++i) {
      const double part = error * std::exp(logits_[i] - top) / sum;
      if (std::abs(part) > 1e-6) Move(sentences[i], part);
    }
  }

  void Move(const std::vector<uint32_t>& sentence, double error) {
    for (const uint32_t clue : sentence) {
      if (!limits_.learned[clue]) continue;
      float& weight = weights_.of[clue];
      const double gradient = error + settings_.l2 * weight;
      squares_[clue] += static_cast<float>(gradient * gradient);
      const double step = settings_.rate * gradient / std::sqrt(squares_[clue]);
      const double top = limits_.against[clue] ? settings_.weight_max : 0;
      weight = static_cast<float>(std::clamp(weight - step, -settings_.weight_max, top));
    }
  }

  std::span<const Example> examples_;
  const Settings& settings_;
  Limits limits_;
  std::vector<float> squares_;
  Weights weights_;
  std::vector<double> logits_;
};

}  // namespace

double Weights::LogitOf(const std::vector<uint32_t>& sentence) const {
  double logit = bias;
  for (const uint32_t clue : sentence) logit += of[clue];
  return logit;
}

double Weights::LogitOf(const Bag& bag) const {
  double top = bias;
  for (const auto& sentence : bag.sentences) top = std::max(top, LogitOf(sentence));
  return top;
}

Weights Learn(std::span<const Example> examples, size_t clues, const Settings& settings) {
  return Learner(examples, clues, settings).Run();
}

int UnitsOf(double weight) {
  return static_cast<int>(std::lround(weight / guard::kLogitsPerUnit));
}

void Shrink(Weights& weights, size_t clues_max) {
  std::vector<uint32_t> heaviest(weights.of.size());
  std::iota(heaviest.begin(), heaviest.end(), 0U);
  std::stable_sort(heaviest.begin(), heaviest.end(), [&](uint32_t a, uint32_t b) {
    return std::abs(weights.of[a]) > std::abs(weights.of[b]);
  });
  for (size_t i = 0; i < heaviest.size(); ++i) {
    float& weight = weights.of[heaviest[i]];
    weight = i < clues_max ? static_cast<float>(UnitsOf(weight) * guard::kLogitsPerUnit) : 0;
  }
}

std::vector<Example> Weigh(std::span<const Bag* const> bags, double attack_share) {
  std::map<std::string, double> cases;
  double honest = 0;
  for (const Bag* bag : bags) {
    if (bag->attack)
      ++cases[bag->origin];
    else
      ++honest;
  }
  double total = 0;
  for (const auto& [origin, count] : cases) total += std::sqrt(count);
  const double all_attacks = honest * attack_share / (1 - attack_share);
  std::vector<Example> examples;
  for (const Bag* bag : bags) {
    const double importance =
        bag->attack ? all_attacks / total / std::sqrt(cases.at(bag->origin)) : 1;
    examples.push_back({bag, importance});
  }
  return examples;
}

}  // namespace weir::attacks
