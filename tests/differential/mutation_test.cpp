// A check of the check: where native code is made of a policy with one operator that is wrong, the
// comparison of the engines must notice.
#include <catch2/catch.hpp>
#include <functional>
#include <map>

#include "compiler/base/result.h"
#include "tests/differential/engines.h"

namespace weir::differential {
namespace {

using testing::Generator;

check::Relation Wrong(check::Relation relation) {
  using check::Relation;
  switch (relation) {
    case Relation::kEqual:
      return Relation::kNotEqual;
    case Relation::kNotEqual:
      return Relation::kEqual;
    case Relation::kLess:
      return Relation::kLessOrEqual;
    case Relation::kLessOrEqual:
      return Relation::kGreater;
    case Relation::kGreater:
      return Relation::kGreaterOrEqual;
    case Relation::kGreaterOrEqual:
      return Relation::kLess;
  }
  return relation;
}

// Each kind of text test for one that is close to it.
check::TextTestKind Wrong(check::TextTestKind kind) {
  using Kind = check::TextTestKind;
  switch (kind) {
    case Kind::kEquals:
      return Kind::kStartsWith;
    case Kind::kLike:
      return Kind::kEquals;
    case Kind::kContains:
      return Kind::kEndsWith;
    case Kind::kStartsWith:
      return Kind::kContains;
    case Kind::kEndsWith:
      return Kind::kEquals;
    case Kind::kWithin:
      return Kind::kEquals;
    case Kind::kUnder:
      return Kind::kStartsWith;
    case Kind::kMatches:
      return Kind::kSearches;
    case Kind::kSearches:
      return Kind::kMatches;
  }
  return kind;
}

check::Quantifier Wrong(check::Quantifier quantifier) {
  return quantifier == check::Quantifier::kAny ? check::Quantifier::kAll : check::Quantifier::kAny;
}

// What is wrong with a mutant: the name of an operator.
using Operator = std::string;

Operator NameOf(check::TextTestKind kind) {
  static const char* const kNames[] = {"equals", "like",  "contains", "starts with", "ends with",
                                       "within", "under", "matches",  "searches"};
  return kNames[static_cast<size_t>(kind)];
}

// Makes the operator of one atom or quantifier wrong.
Operator Mutate(check::Condition& condition) {
  return std::visit(Overloaded{
                        [](check::And& node) { return Mutate(node.terms.front()); },
                        [](check::Or& node) { return Mutate(node.terms.front()); },
                        [](check::Not& node) { return Mutate(*node.term); },
                        [](check::Quantified& node) {
                          node.quantifier = Wrong(node.quantifier);
                          return Operator("quantifier");
                        },
                        [](check::TextTest& node) {
                          if (node.negated) {
                            node.negated = false;
                            return Operator("negated");
                          }
                          const Operator name = NameOf(node.kind);
                          node.kind = Wrong(node.kind);
                          return name;
                        },
                        [](check::NumberTest& node) {
                          node.relation = Wrong(node.relation);
                          return Operator("number");
                        },
                        [](check::BoolTest& node) {
                          node.relation = Wrong(node.relation);
                          return Operator("bool");
                        },
                        [](check::PairTest& node) {
                          node.relation = Wrong(node.relation);
                          return Operator("pair");
                        },
                        [](check::ExistsTest& node) {
                          node.path.keys = {"never"};
                          return Operator("exists");
                        },
                        [](check::ValidTest& node) {
                          node.operand.view = check::View::kPlain;
                          return Operator("valid");
                        },
                        [](check::LabelTest& node) {
                          node.labels ^= 1;
                          return Operator("has");
                        },
                    },
                    condition.node);
}

struct Mutant {
  uint64_t seed;
  Operator wrong;
  ir::Target right_target;
};

// Policies of one rule, so that no other rule hides what is wrong; the wrong ones go to `targets`.
std::vector<Mutant> Mutants(uint64_t count, std::vector<ir::Target>& targets) {
  std::vector<Mutant> mutants;
  for (uint64_t seed = 0; mutants.size() < count; ++seed) {
    check::Program program = Generator(seed).Program();
    check::Program mutant = Generator(seed).Program();
    program.rules.resize(1);
    mutant.rules.resize(1);
    check::Rule& rule = mutant.rules.front();
    if (!rule.where) continue;
    Operator wrong = Mutate(*rule.where);
    mutants.push_back({seed, std::move(wrong), LoweredTarget(program)});
    targets.push_back(LoweredTarget(mutant));
  }
  return mutants;
}

bool IsNoticed(const Mutant& mutant, const ir::Target& wrong, const jit::NativeCode& code,
               ir::TargetId number) {
  Generator generator(mutant.seed + 1'000'000);
  for (int i = 0; i < 200; ++i) {
    const testing::GeneratedRequest request = generator.Request();
    const ParsedRequest parsed(request);
    if (!(parsed.Interpret(mutant.right_target) == parsed.Run(wrong, code, number))) {
      return true;
    }
  }
  return false;
}

TEST_CASE("the comparison notices a wrong operator in one engine, whichever it is") {
  std::vector<ir::Target> targets;
  const std::vector<Mutant> mutants = Mutants(300, targets);
  const auto code = Compile(targets);
  std::map<Operator, std::pair<int, int>> noticed;  // of how many
  for (ir::TargetId number = 0; number < mutants.size(); ++number) {
    auto& [hits, all] = noticed[mutants[number].wrong];
    hits += IsNoticed(mutants[number], targets[number], *code, number) ? 1 : 0;
    ++all;
  }
  CHECK(noticed.size() == 17);
  int hits = 0;
  for (const auto& [wrong, counts] : noticed) {
    CAPTURE(wrong, counts.second);
    CHECK(counts.first > 0);
    hits += counts.first;
  }
  // In the others the operator that is wrong does not matter: `a and not a`.
  CHECK(hits * 2 > 300);
}

}  // namespace
}  // namespace weir::differential
