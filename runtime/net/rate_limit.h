// A token bucket: so many at once, so many a second after that. Pure; the caller has the clock.
#pragma once

#include <algorithm>
#include <chrono>

namespace weir::net {

class RateLimit {
 public:
  using Time = std::chrono::milliseconds;

  RateLimit(int burst, int per_second)
      : burst_(burst), per_second_(per_second), tokens_(burst * kUnit) {}

  // Whether one more may pass now. Time never goes back.
  bool Allow(Time now) {
    tokens_ = std::min<int64_t>(burst_ * kUnit, tokens_ + (now - last_).count() * per_second_);
    last_ = now;
    if (tokens_ < kUnit) return false;
    tokens_ -= kUnit;
    return true;
  }

 private:
  static constexpr int64_t kUnit =
      1'000;  // thousandths of a token, so that a millisecond yields whole ones

  int64_t burst_;
  int64_t per_second_;
  int64_t tokens_;
  Time last_{0};
};

}  // namespace weir::net
