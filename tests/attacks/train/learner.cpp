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
        squares_(clues, 1e-2F),
        sums_(clues) {
    weights_.bias = settings.bias;
    weights_.of.assign(clues, 0.0F);
  }

  // Leaves the others alone.
  void Keep(const std::vector<bool>& clues) {
    for (size_t i = 0; i < clues.size(); ++i) limits_.learned[i] = limits_.learned[i] && clues[i];
  }

  Weights Run() {
    std::vector<size_t> order(examples_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::mt19937_64 random(1);
    for (int epoch = 0; epoch < settings_.epochs; ++epoch) {
      for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
      for (const size_t i : order) Step(examples_[i]);
      if (epoch >= settings_.epochs / 2) Remember();
    }
    const int remembered = settings_.epochs - settings_.epochs / 2;
    for (size_t i = 0; i < sums_.size(); ++i)
      weights_.of[i] = static_cast<float>(sums_[i] / remembered);
    return std::move(weights_);
  }

 private:
  void Remember() {
    for (size_t i = 0; i < sums_.size(); ++i) sums_[i] += weights_.of[i];
  }

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
  std::vector<double> sums_;
  Weights weights_;
  std::vector<double> logits_;
};

// The `most` clues that matter most: by weight, and a little by how often they are met.
std::vector<bool> Heaviest(std::span<const Example> examples, const Weights& weights, size_t most) {
  std::vector<double> worth(weights.of.size());
  for (const Example& example : examples) {
    for (const auto& sentence : example.bag->sentences)
      for (const uint32_t clue : sentence) ++worth[clue];
  }
  for (size_t i = 0; i < worth.size(); ++i)
    worth[i] = std::sqrt(worth[i]) * std::abs(weights.of[i]);
  std::vector<uint32_t> order(worth.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return worth[a] > worth[b]; });
  std::vector<bool> heaviest(worth.size());
  for (size_t i = 0; i < std::min(most, order.size()); ++i) heaviest[order[i]] = true;
  return heaviest;
}

// Who wrote for the training wrote of both kinds: what they wrote as honest authors counts at least
// half as much together as their attacks, so that how they write is little evidence.
void BalancePens(std::vector<Example>& examples) {
  constexpr double kHonestPart = 0.5;
  std::map<std::string, double> attacks;
  std::map<std::string, double> honest;
  for (const Example& example : examples)
    (example.bag->attack ? attacks : honest)[example.bag->pen] += example.importance;
  for (Example& example : examples) {
    const std::string& pen = example.bag->pen;
    if (!pen.empty() && !example.bag->attack)
      example.importance *= std::max(1.0, kHonestPart * attacks[pen] / honest[pen]);
  }
}

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

int UnitsOf(double weight) {
  return static_cast<int>(std::lround(weight / guard::kLogitsPerUnit));
}

Weights Learn(std::span<const Example> examples, size_t clues, const Settings& settings) {
  const Weights all = Learner(examples, clues, settings).Run();
  Learner learner(examples, clues, settings);
  learner.Keep(Heaviest(examples, all, settings.clues_max));
  Weights weights = learner.Run();
  for (float& weight : weights.of)
    weight = static_cast<float>(UnitsOf(weight) * guard::kLogitsPerUnit);
  return weights;
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
  BalancePens(examples);
  return examples;
}

}  // namespace weir::attacks
