// weir on the shared workload, measured as the peers beside it are (peers/run.sh): one line of JSON
// for each size, with the median, over batches of all requests, of the time that one decision
// takes.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "tests/bench/workload_engine.h"

namespace weir::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kBatchesMin = 31;

double MedianNanoseconds(const WorkloadEngine& engine, std::chrono::duration<double> time) {
  std::vector<double> batches;
  const auto end = Clock::now() + time;
  while (Clock::now() < end || batches.size() < kBatchesMin) {
    size_t allowed = 0;
    const auto begin = Clock::now();
    for (const WorkloadRequest& request : engine.requests()) allowed += engine.Allows(request);
    const std::chrono::duration<double, std::nano> taken = Clock::now() - begin;
    if (allowed == 0) std::abort();
    batches.push_back(taken.count() / static_cast<double>(engine.requests().size()));
  }
  std::sort(batches.begin(), batches.end());
  return batches[batches.size() / 2];
}

void Measure(int rules, std::chrono::duration<double> time) {
  const WorkloadEngine engine(rules);
  const auto mismatches =
      std::count_if(engine.requests().begin(), engine.requests().end(),
                    [&](const auto& request) { return engine.Allows(request) != request.allowed; });
  std::printf("{\"engine\":\"weir\",\"rules\":%d,\"median_ns\":%.1f,\"mismatches\":%td}\n", rules,
              MedianNanoseconds(engine, time), mismatches);
}

}  // namespace
}  // namespace weir::bench

int main(int argument_count, char** arguments) {
  const std::chrono::duration<double> time(argument_count > 1 ? std::atof(arguments[1]) : 2.0);
  for (const int rules : {100, 1'000}) weir::bench::Measure(rules, time);
}
