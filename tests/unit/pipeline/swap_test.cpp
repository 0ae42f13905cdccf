// A policy is replaced while others decide with it: nobody ever sees half of one, and the code of
// those that are gone is gone. A long run, with the memory it takes:
//   WEIR_SWAPS=10000 build/release/tests/unit/pipeline/unit_pipeline "[swap]"
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <thread>

#include "compiler/pipeline/compile.h"

namespace weir::pipeline {
namespace {

constexpr int kSwapsDefault = 40;
constexpr int kSwapsToMeasure = 1'000;  // fewer tell nothing about memory
constexpr size_t kGrowthMax = size_t{16} << 20;
constexpr int kThreads = 2;

int Swaps() {
  const char* wanted = std::getenv("WEIR_SWAPS");
  const int swaps = wanted == nullptr ? 0 : std::atoi(wanted);
  return swaps > 0 ? swaps : kSwapsDefault;
}

// Rule `number` of 8 denies, so that every policy has an answer of its own; one argument is matched
// lazily, so that there is more to free than code.
std::shared_ptr<const Policy> PolicyThatDeniesBy(uint32_t number) {
  std::string text = "weir 1; server s { launch \"x\"; tools t; }\n";
  for (uint32_t rule = 0; rule < 8; ++rule) {
    text +=
        "deny any: s.t where args.path starts with \"/" + std::to_string(rule == number) + "\";\n";
  }
  text += "allow any: s.t where args.name matches /(.*a.{12}){2}/;\n";
  return CompileText("policy.weir", text).policy;
}

// What the router holds: one policy at a time, which lives as long as somebody decides with it.
class Holder {
 public:
  std::shared_ptr<const Policy> Get() const {
    const std::lock_guard lock(mutex_);
    return policy_;
  }
  void Set(std::shared_ptr<const Policy> policy) {
    const std::lock_guard lock(mutex_);
    policy_.swap(policy);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Policy> policy_;
};

size_t ResidentBytes() {
  size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> pages;
  return pages * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

// How many decisions were right; whoever is wrong is counted in `failed`.
void DecideUntil(const std::atomic<bool>& done, const Holder& holder,
                 std::atomic<uint64_t>& decided, std::atomic<uint64_t>& failed) {
  const auto denied = json::Document::Parse(R"({"path":"/1"})");
  const auto allowed = json::Document::Parse(R"({"path":"x","name":"a123456789012a123456789012"})");
  Request deny;
  deny.arguments = denied->root();
  Request allow;
  allow.arguments = allowed->root();
  while (!done) {
    const auto policy = holder.Get();
    const auto target = policy->Resolve(0, Verb::kCall, "t");
    const Decision first = policy->Decide(*target, deny);
    const Decision again = policy->Decide(*target, deny);
    const bool right = first.outcome == Outcome::kDeny && first.because == Because::kRule &&
                       first == again && policy->Decide(*target, allow).outcome == Outcome::kAllow;
    ++(right ? decided : failed);
  }
}

TEST_CASE("policies are replaced while others decide with them", "[swap]") {
  Holder holder;
  holder.Set(PolicyThatDeniesBy(0));
  REQUIRE(holder.Get());
  std::atomic<bool> done = false;
  std::atomic<uint64_t> decided = 0;
  std::atomic<uint64_t> failed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] { DecideUntil(done, holder, decided, failed); });
  }
  const int swaps = Swaps();
  size_t before = 0;
  int made = 0;
  for (int swap = 0; swap < swaps; ++swap) {
    if (swap == swaps / 10) before = ResidentBytes();
    auto policy = PolicyThatDeniesBy(static_cast<uint32_t>(swap) % 8);
    made += policy != nullptr ? 1 : 0;
    if (policy != nullptr) holder.Set(std::move(policy));
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
  const size_t after = ResidentBytes();
  CHECK(made == swaps);
  CHECK(failed == 0);
  CHECK(decided > static_cast<uint64_t>(swaps));
  if (swaps >= kSwapsToMeasure) {
    WARN(decided << " decisions; " << (before >> 20) << " MiB after a tenth, " << (after >> 20)
                 << " MiB at the end");
    CHECK(after < before + kGrowthMax);
  }
}

}  // namespace
}  // namespace weir::pipeline
