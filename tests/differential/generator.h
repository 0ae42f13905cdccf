// Random policies and requests from a seed. Policies are typed as the checker would type them;
// requests hold anything.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>

#include "compiler/check/program.h"

namespace weir::testing {

// One request, its JSON as text.
struct GeneratedRequest {
  uint64_t agent = 0;
  uint64_t labels = 0;
  std::string arguments;
  std::string uri;
  std::string tool;
  std::string claims;
};

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  // One server, whose one tool `t` everything speaks of.
  check::Program Program();
  // Likewise; many rules, most of them one test of one and the same text.
  check::Program TextRules();
  // Likewise; many rules, most of them a few tests of texts that have to hold together.
  check::Program ConjunctionRules();
  // Some of the members that programs look at, well-typed or not.
  GeneratedRequest Request();

 private:
  size_t Below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(random_); }
  bool OneIn(size_t n) { return Below(n) == 0; }
  template <typename T>
  T OneOf(std::initializer_list<T> choices) {
    return *(choices.begin() + Below(choices.size()));
  }

  void AddLabels(check::Program& program);
  uint64_t Labels();

  check::Condition Condition(int depth, uint32_t quantifiers);
  check::Condition Atom(uint32_t quantifiers);
  check::Condition Junction(int depth, uint32_t quantifiers);
  check::Condition Quantified(int depth, uint32_t quantifiers);
  check::Condition TextTest(uint32_t quantifiers);
  check::Condition TextTestOf(check::Operand operand);
  check::Condition NumberTest(uint32_t quantifiers);
  check::Condition PairTest(uint32_t quantifiers);
  check::Condition ValidTest(uint32_t quantifiers);
  check::Operand TextOperand(uint32_t quantifiers);
  check::Operand ListOperand(uint32_t quantifiers);
  check::ValuePath Path(uint32_t quantifiers, bool of_list);
  check::Number Number();
  check::Relation AnyRelation();
  std::string PatternFor(check::TextTestKind kind);

  std::string RandomText();
  std::string RandomNumber();
  std::string RandomValue(int depth);
  std::string RandomList(int depth);
  std::string RandomObject(int depth);

  std::mt19937_64 random_;
};

}  // namespace weir::testing
