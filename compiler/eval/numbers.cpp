#include "compiler/eval/numbers.h"

#include <cmath>

#include "compiler/base/result.h"

namespace weir::eval {
namespace {

std::strong_ordering Reverse(std::strong_ordering order) {
  return 0 <=> order;
}

std::strong_ordering Compare(double left, double right) {
  if (left < right) return std::strong_ordering::less;
  return left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

}  // namespace

std::strong_ordering Compare(int64_t integer, double real) {
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (real >= kTwoTo63) return std::strong_ordering::less;
  if (real < -kTwoTo63) return std::strong_ordering::greater;
  const double whole = std::trunc(real);
  const auto order = integer <=> static_cast<int64_t>(whole);
  return order != 0 ? order : Compare(0.0, real - whole);
}

std::strong_ordering Compare(const check::Number& left, const check::Number& right) {
  return std::visit(Overloaded{
                        [](int64_t a, int64_t b) { return a <=> b; },
                        [](int64_t a, double b) { return Compare(a, b); },
                        [](double a, int64_t b) { return Reverse(Compare(b, a)); },
                        [](double a, double b) { return Compare(a, b); },
                    },
                    left, right);
}

bool Holds(check::Relation relation, std::strong_ordering order) {
  switch (relation) {
    case check::Relation::kEqual:
      return order == 0;
    case check::Relation::kNotEqual:
      return order != 0;
    case check::Relation::kLess:
      return order < 0;
    case check::Relation::kLessOrEqual:
      return order <= 0;
    case check::Relation::kGreater:
      return order > 0;
    case check::Relation::kGreaterOrEqual:
      return order >= 0;
  }
  return false;
}

}  // namespace weir::eval
