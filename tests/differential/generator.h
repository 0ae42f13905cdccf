// Random policies and requests from a seed. Policies are typed as the checker would type them;
// requests hold anything.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>

#include "compiler/check/program.h"

namespace weir::testing {

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  // One server, whose one tool `t` all rules speak of.
  check::Program Program();
  // Likewise; many rules, most of them one test of one and the same text.
  check::Program TextRules();
  // A JSON object with some of the members that programs look at, well-typed or not.
  std::string Arguments();
  std::string Uri() { return RandomText(); }
  uint64_t Agent();

 private:
  size_t Below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(random_); }
  bool OneIn(size_t n) { return Below(n) == 0; }
  template <typename T>
  T OneOf(std::initializer_list<T> choices) {
    return *(choices.begin() + Below(choices.size()));
  }

  check::Condition Condition(int depth, uint32_t quantifiers);
  check::Condition Atom(uint32_t quantifiers);
  check::Condition Junction(int depth, uint32_t quantifiers);
  check::Condition Quantified(int depth, uint32_t quantifiers);
  check::Condition TextTest(uint32_t quantifiers);
  check::Condition TextTestOf(check::ValuePath path);
  check::Condition NumberTest(uint32_t quantifiers);
  check::Condition PairTest(uint32_t quantifiers);
  check::ValuePath Path(uint32_t quantifiers, bool of_list);
  check::Number Number();

  std::string RandomText();
  std::string RandomNumber();
  std::string RandomValue(int depth);
  std::string RandomList(int depth);
  std::string RandomObject(int depth);

  std::mt19937_64 random_;
};

}  // namespace weir::testing
