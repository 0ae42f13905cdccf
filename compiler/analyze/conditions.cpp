// Conditions that are never true, or always. Comparisons of one value that stand together are
// decided together: strings by the automaton of all their patterns, numbers by trying one of each
// interval that they cut the line into.
#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/analyze/parts.h"
#include "compiler/automata/automaton.h"
#include "compiler/base/result.h"

namespace weir::analyze {
namespace {

using check::Condition;
using check::NumberTest;
using check::Operand;
using check::Relation;
using check::TextTest;
using check::TextTestKind;
using diagnostics::Kind;

// What is decided at all; the rest is taken to be as it is meant.
constexpr size_t kPatternsMax = 64;  // in one automaton
constexpr size_t kRegexesMax = 2;    // among them: with many, automata grow
constexpr uint32_t kStatesMax = 2'000;
constexpr size_t kAutomataMax = 20'000;  // of one policy
constexpr size_t kTermsMax = 1'000;      // of one `and` or `or`

// A comparison, or the opposite of one.
struct Term {
  const Condition* test;
  bool positive;
};

std::vector<automata::Pattern> PatternsOf(const TextTest& test) {
  using automata::PatternKind;
  constexpr std::array kKinds = {
      PatternKind::kEquals,     PatternKind::kGlob,     PatternKind::kContains,
      PatternKind::kStartsWith, PatternKind::kEndsWith, PatternKind::kWithin,
      PatternKind::kEquals,     PatternKind::kRegex,    PatternKind::kRegexSearch};
  std::vector<automata::Pattern> patterns;
  for (const std::string& text : test.texts) {
    patterns.push_back({kKinds[static_cast<size_t>(test.kind)], text});
    if (test.kind == TextTestKind::kUnder) patterns.push_back({PatternKind::kEndsWith, "." + text});
  }
  return patterns;
}

bool IsRegex(const TextTest& test) {
  return test.kind == TextTestKind::kMatches || test.kind == TextTestKind::kSearches;
}

bool Holds(long double value, const NumberTest& test) {
  const auto fits = [&](const check::Number& number) {
    const auto other = std::visit([](auto one) { return static_cast<long double>(one); }, number);
    switch (test.relation) {
      case Relation::kEqual:
        return value == other;
      case Relation::kNotEqual:
        return value != other;
      case Relation::kLess:
        return value < other;
      case Relation::kLessOrEqual:
        return value <= other;
      case Relation::kGreater:
        return value > other;
      case Relation::kGreaterOrEqual:
        return value >= other;
    }
    return false;
  };
  return std::any_of(test.numbers.begin(), test.numbers.end(), fits);
}

// Each number of the tests, one between each two, and one beyond each end.
std::vector<long double> Samples(const std::vector<Term>& terms) {
  std::vector<long double> numbers;
  for (const Term& term : terms) {
    for (const check::Number& number : std::get<NumberTest>(term.test->node).numbers) {
      numbers.push_back(std::visit([](auto one) { return static_cast<long double>(one); }, number));
    }
  }
  std::sort(numbers.begin(), numbers.end());
  std::vector<long double> samples = {numbers.front() - 1, numbers.back() + 1};
  for (size_t i = 0; i < numbers.size(); ++i) {
    samples.push_back(numbers[i]);
    if (i > 0) samples.push_back(numbers[i - 1] + (numbers[i] - numbers[i - 1]) / 2);
  }
  return samples;
}

class ConstantFinder {
 public:
  explicit ConstantFinder(diagnostics::Sink& sink) : sink_(sink) {}

  void Walk(const Condition& condition) {
    std::visit(Overloaded{[&](const check::And& node) { Join(node.terms, condition.span, true); },
                          [&](const check::Or& node) { Join(node.terms, condition.span, false); },
                          [&](const check::Not& node) { Walk(*node.term); },
                          [&](const check::Quantified& node) { Walk(*node.body); },
                          [&](const auto&) { Single(condition); }},
               condition.node);
  }

 private:
  // One comparison alone: a pattern that fits nothing, or everything.
  void Single(const Condition& condition) {
    const auto* test = std::get_if<TextTest>(&condition.node);
    if (test == nullptr || test->kind == TextTestKind::kEquals) return;
    const std::vector<Term> alone = {{&condition, true}};
    if (Never(alone, true)) {
      sink_.Report<Kind::kNeverTrue>(condition.span, "no string fits the pattern");
    } else if (Never(alone, false)) {
      sink_.Report<Kind::kAlwaysTrue>(condition.span, "every string");
    }
  }

  void Join(const std::vector<Condition>& terms, Span span, bool conjunction) {
    for (const Condition& term : terms) Walk(term);
    if (terms.size() > kTermsMax) return;
    for (const auto& [operand, group] : GroupsOf(terms)) {
      if (group.size() < 2) continue;
      if (conjunction) {
        if (const std::string why = Contradiction(group); !why.empty()) {
          Report<Kind::kNeverTrue>(span, group, why);
        }
      } else if (const std::string what = Tautology(group); !what.empty()) {
        Report<Kind::kAlwaysTrue>(span, group, what);
      }
    }
  }

  template <Kind kind>
  void Report(Span span, const std::vector<Term>& group, const std::string& why) {
    auto report = sink_.Report<kind>(span, why);
    for (const Term& term : group) report.Label(term.test->span, "one of them");
  }

  // The comparisons of each value.
  using Group = std::pair<const Operand*, std::vector<Term>>;
  static std::vector<Group> GroupsOf(const std::vector<Condition>& terms) {
    std::vector<Group> groups;
    for (const Condition& condition : terms) {
      const auto* negation = std::get_if<check::Not>(&condition.node);
      const Condition& test = negation != nullptr ? *negation->term : condition;
      const Operand* operand = OperandOf(test);
      if (operand == nullptr) continue;
      const auto known = std::find_if(groups.begin(), groups.end(),
                                      [&](const Group& one) { return *one.first == *operand; });
      Group& group = known != groups.end() ? *known : groups.emplace_back(operand, 0);
      group.second.push_back({&test, negation == nullptr});
    }
    return groups;
  }

  static const Operand* OperandOf(const Condition& test) {
    if (const auto* text = std::get_if<TextTest>(&test.node)) return &text->operand;
    if (const auto* number = std::get_if<NumberTest>(&test.node)) return &number->operand;
    if (const auto* truth = std::get_if<check::BoolTest>(&test.node)) return &truth->operand;
    return nullptr;
  }

  // Why not all of the group can be true. Empty: they can.
  std::string Contradiction(const std::vector<Term>& group) {
    // All opposites are true together of what is not there, in rules that narrow.
    const auto positive = [](const Term& term) { return term.positive; };
    if (std::none_of(group.begin(), group.end(), positive)) return "";
    const bool texts = AllAre<TextTest>(group);
    if (texts) return Never(group, true) ? "no string is all of this at once" : "";
    if (AllAre<NumberTest>(group)) {
      return NoNumber(group, true) ? "no number is all of this at once" : "";
    }
    if (AllAre<check::BoolTest>(group)) {
      return NoTruth(group, true) ? "it is not `true` and `false` at once" : "";
    }
    // Of a value of another type a comparison is unknown, and so is its opposite.
    return "one value is not of two types";
  }

  // Of what one of the group is always true. Empty: of nothing.
  std::string Tautology(const std::vector<Term>& group) {
    if (AllAre<TextTest>(group)) return Never(group, false) ? "every string" : "";
    if (AllAre<NumberTest>(group)) return NoNumber(group, false) ? "every number" : "";
    if (AllAre<check::BoolTest>(group)) return NoTruth(group, false) ? "`true` and `false`" : "";
    return "";
  }

  template <typename Test>
  static bool AllAre(const std::vector<Term>& group) {
    return std::all_of(group.begin(), group.end(), [](const Term& term) {
      return std::holds_alternative<Test>(term.test->node);
    });
  }

  // No string makes every term `truth`: with true a contradiction, with false a tautology.
  bool Never(const std::vector<Term>& terms, bool truth) {
    std::vector<automata::Pattern> patterns;
    std::vector<std::pair<size_t, size_t>> ranges;  // of each term's patterns
    size_t regexes = 0;
    for (const Term& term : terms) {
      const auto& test = std::get<TextTest>(term.test->node);
      if (patterns.size() + 2 * test.texts.size() > kPatternsMax) return false;
      if (IsRegex(test)) regexes += test.texts.size();
      const size_t begin = patterns.size();
      for (automata::Pattern& pattern : PatternsOf(test)) patterns.push_back(std::move(pattern));
      ranges.emplace_back(begin, patterns.size());
    }
    if (regexes > kRegexesMax || ++automata_ > kAutomataMax) return false;
    const auto automaton = automata::Build(patterns, {kStatesMax});
    if (!automaton) return false;
    const auto holds = [&](const std::vector<uint32_t>& fits, size_t i) {
      const bool any = std::any_of(fits.begin(), fits.end(), [&](uint32_t pattern) {
        return pattern >= ranges[i].first && pattern < ranges[i].second;
      });
      const bool negated = std::get<TextTest>(terms[i].test->node).negated;
      return (any != negated) == terms[i].positive;
    };
    return std::none_of(automaton->accepts.begin(), automaton->accepts.end(), [&](uint32_t set) {
      const std::vector<uint32_t>& fits = automaton->accept_sets[set];
      for (size_t i = 0; i < terms.size(); ++i) {
        if (holds(fits, i) != truth) return false;
      }
      return true;
    });
  }

  static bool NoNumber(const std::vector<Term>& terms, bool truth) {
    const std::vector<long double> samples = Samples(terms);
    return std::none_of(samples.begin(), samples.end(), [&](long double value) {
      return std::all_of(terms.begin(), terms.end(), [&](const Term& term) {
        return (Holds(value, std::get<NumberTest>(term.test->node)) == term.positive) == truth;
      });
    });
  }

  static bool NoTruth(const std::vector<Term>& terms, bool truth) {
    const auto holds = [](const Term& term, bool value) {
      const auto& test = std::get<check::BoolTest>(term.test->node);
      return ((value == test.value) == (test.relation == Relation::kEqual)) == term.positive;
    };
    for (const bool value : {false, true}) {
      const bool all = std::all_of(terms.begin(), terms.end(),
                                   [&](const Term& term) { return holds(term, value) == truth; });
      if (all) return false;
    }
    return true;
  }

  diagnostics::Sink& sink_;
  size_t automata_ = 0;
};

}  // namespace

void FindConstantConditions(const check::Program& program, diagnostics::Sink& sink) {
  ConstantFinder finder(sink);
  const auto walk = [&](const std::optional<Condition>& where) {
    if (where) finder.Walk(*where);
  };
  for (const check::Agent& agent : program.agents) {
    if (agent.jwt) walk(agent.jwt->where);
  }
  for (const check::Rule& rule : program.rules) walk(rule.where);
  for (const check::Gives& gives : program.gives) walk(gives.where);
  for (const check::Flow& flow : program.flows) walk(flow.where);
  for (const check::Declassify& one : program.declassifications) walk(one.where);
  for (const check::Proof& proof : program.proofs) walk(proof.where);
}

}  // namespace weir::analyze
