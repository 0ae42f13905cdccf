#include "runtime/net/rate_limit.h"

#include <catch2/catch.hpp>

namespace weir::net {
namespace {

using Time = RateLimit::Time;

int Passing(RateLimit& limit, Time now, int attempts) {
  int passed = 0;
  for (int i = 0; i < attempts; ++i) passed += limit.Allow(now) ? 1 : 0;
  return passed;
}

TEST_CASE("lets the burst through and not one more") {
  RateLimit limit(10, 5);
  CHECK(Passing(limit, Time(0), 100) == 10);
}

TEST_CASE("refills at its rate, never beyond the burst") {
  RateLimit limit(10, 5);
  Passing(limit, Time(0), 100);
  CHECK(Passing(limit, Time(199), 100) == 0);
  CHECK(Passing(limit, Time(200), 100) == 1);
  CHECK(Passing(limit, Time(1'200), 100) == 5);
  CHECK(Passing(limit, Time(1'000'000), 100) == 10);
}

}  // namespace
}  // namespace weir::net
