// The interpreter: conditions with values that are there, absent or broken.
#include <catch2/catch.hpp>
#include <cstdint>

#include "compiler/eval/numbers.h"
#include "compiler/eval/text.h"

namespace weir::eval {
namespace {

// As a number that a test can print.
template <typename Left, typename Right>
int Order(Left left, Right right) {
  const std::strong_ordering order = Compare(left, right);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

constexpr int64_t kTwoTo53 = int64_t{1} << 53;

TEST_CASE("integers and doubles are compared by what they are") {
  CHECK(Order(kTwoTo53, 9007199254740992.0) == 0);
  CHECK(Order(kTwoTo53 + 1, 9007199254740992.0) == 1);
  CHECK(Order(kTwoTo53 + 1, 9007199254740994.0) == -1);
  CHECK(Order(kTwoTo53 - 1, 9007199254740992.0) == -1);
  CHECK(Order(INT64_MAX, 9223372036854775808.0) == -1);
  CHECK(Order(INT64_MAX, 9223372036854774784.0) == 1);
  CHECK(Order(INT64_MIN, -9223372036854775808.0) == 0);
  CHECK(Order(INT64_MIN, -9223372036854777856.0) == 1);
  CHECK(Order(0, -0.0) == 0);
  CHECK(Order(0, 5e-324) == -1);
  CHECK(Order(0, -5e-324) == 1);
  CHECK(Order(-1, -0.5) == -1);
  CHECK(Order(-1, -1.5) == 1);
  CHECK(Order(7, 1e308) == -1);
}

TEST_CASE("the order of two numbers does not depend on their places") {
  const check::Number numbers[] = {int64_t{0},
                                   kTwoTo53,
                                   kTwoTo53 + 1,
                                   0.5,
                                   -0.5,
                                   INT64_MAX,
                                   INT64_MIN,
                                   9007199254740992.0,
                                   1e300,
                                   int64_t{-1},
                                   9223372036854775808.0};
  for (const check::Number& a : numbers) {
    for (const check::Number& b : numbers) CHECK(Order(a, b) == -Order(b, a));
  }
}

TEST_CASE("relations") {
  using check::Relation;
  const auto less = std::strong_ordering::less;
  const auto equal = std::strong_ordering::equal;
  const auto greater = std::strong_ordering::greater;
  CHECK((Holds(Relation::kEqual, equal) && !Holds(Relation::kEqual, less)));
  CHECK((Holds(Relation::kNotEqual, less) && !Holds(Relation::kNotEqual, equal)));
  CHECK((Holds(Relation::kLess, less) && !Holds(Relation::kLess, equal)));
  CHECK((Holds(Relation::kLessOrEqual, equal) && !Holds(Relation::kLessOrEqual, greater)));
  CHECK((Holds(Relation::kGreater, greater) && !Holds(Relation::kGreater, equal)));
  CHECK((Holds(Relation::kGreaterOrEqual, equal) && !Holds(Relation::kGreaterOrEqual, less)));
}

bool Like(std::string_view glob, std::string_view text) {
  return Fits(check::TextTestKind::kLike, glob, text);
}

TEST_CASE("globs") {
  CHECK(Like("*.txt", "a.txt"));
  CHECK_FALSE(Like("*.txt", "a/b.txt"));
  CHECK(Like("**.txt", "a/b.txt"));
  CHECK(Like("***.txt", "a/b.txt"));
  CHECK(Like("a?c", "abc"));
  CHECK(Like("a?c",
             "a\xc3\xa9"
             "c"));
  CHECK_FALSE(Like("a?c", "a/c"));
  CHECK_FALSE(Like("a??c",
                   "a\xc3\xa9"
                   "c"));
  CHECK(Like("a\\*", "a*"));
  CHECK_FALSE(Like("a\\*", "ab"));
  CHECK(Like("", ""));
  CHECK_FALSE(Like("", "a"));
  CHECK(Like("a\\", "a\\"));
}

TEST_CASE("within is by whole components") {
  const auto within = [](std::string_view directory, std::string_view path) {
    return Fits(check::TextTestKind::kWithin, directory, path);
  };
  CHECK(within("/srv", "/srv"));
  CHECK(within("/srv", "/srv/x"));
  CHECK_FALSE(within("/srv", "/srv2"));
  CHECK_FALSE(within("/srv", "/sr"));
  CHECK(within("/", "/anything"));
  CHECK(within("/", "/"));
  CHECK_FALSE(within("", "/x"));
}

}  // namespace
}  // namespace weir::eval
