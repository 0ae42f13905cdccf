// All engines, the same policies, the same requests: every answer must be the same. A longer run:
//   WEIR_DIFFERENTIAL_BATCHES=400 build/dev/tests/differential/differential "[engines]"
#include "tests/differential/engines.h"

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>

namespace weir::differential {
namespace {

using testing::GeneratedRequest;
using testing::Generator;

// Compiled together, which is most of the time that a policy takes here.
constexpr uint64_t kProgramsOfBatch = 25;
constexpr int kRequestsOfEach = 100;
constexpr uint64_t kBatchesDefault = 8;  // 20,000 requests

uint64_t Batches() {
  const char* wanted = std::getenv("WEIR_DIFFERENTIAL_BATCHES");
  const uint64_t batches = wanted == nullptr ? 0 : std::strtoull(wanted, nullptr, 10);
  return batches == 0 ? kBatchesDefault : batches;
}

// How many requests had each outcome, and how many each reason.
struct Tally {
  std::array<int, 3> outcomes{};
  std::array<int, 7> reasons{};
  int relabelled = 0;  // results that carry something else than the request and the server's own
};

void Compare(uint64_t seed, Generator& generator, const ir::Target& target, ir::TargetId number,
             std::span<const std::unique_ptr<jit::NativeCode>> codes, Tally& tally) {
  for (int i = 0; i < kRequestsOfEach; ++i) {
    const GeneratedRequest request = generator.Request();
    const ParsedRequest parsed(request);
    const Answer expected = parsed.Interpret(target);
    for (const auto& code : codes) {
      if (parsed.Run(target, *code, number) == expected) continue;
      FAIL(Describe(seed, target, request));
    }
    ++tally.outcomes[static_cast<size_t>(expected.decision.outcome)];
    ++tally.reasons[static_cast<size_t>(expected.decision.because)];
    tally.relabelled += expected.result_labels != (request.labels | 1) ? 1 : 0;
  }
}

using Make = check::Program (Generator::*)();

void CompareBatch(uint64_t first_seed, uint64_t programs, Make make, Tally& tally) {
  std::vector<Generator> generators;
  std::vector<ir::Target> targets;
  for (uint64_t i = 0; i < programs; ++i) {
    generators.emplace_back(first_seed + i);
    targets.push_back(LoweredTarget((generators.back().*make)()));
  }
  const std::array codes{Compile(targets, jit::Quality::kUnoptimised),
                         Compile(targets, jit::Quality::kBest)};
  for (ir::TargetId number = 0; number < targets.size(); ++number) {
    Compare(first_seed + number, generators[number], targets[number], number, codes, tally);
  }
}

TEST_CASE("interpreter and native code, optimised or not, decide alike", "[engines]") {
  Tally tally;
  for (uint64_t batch = 0; batch < Batches(); ++batch) {
    CompareBatch(batch * kProgramsOfBatch, kProgramsOfBatch, &Generator::Program, tally);
  }
  // A generator that only ever makes one outcome would compare nothing.
  for (int count : tally.outcomes) CHECK(count > 500);
  CHECK(tally.reasons[static_cast<size_t>(Because::kFlow)] > 500);
  CHECK(tally.relabelled > 500);
}

// Generated policies seldom have many rules in a row that test one text, which native code takes
// together.
TEST_CASE("rules in a row about one text decide alike", "[engines]") {
  Tally tally;
  CompareBatch(0, 8, &Generator::TextRules, tally);
  CHECK(tally.reasons[static_cast<size_t>(Because::kRule)] > 200);
}

// Likewise decided by one word of bits.
TEST_CASE("rules in a row that only test texts decide alike", "[engines]") {
  Tally tally;
  CompareBatch(0, 16 * Batches() / kBatchesDefault, &Generator::ConjunctionRules, tally);
  CHECK(tally.reasons[static_cast<size_t>(Because::kRule)] > 300);
  CHECK(tally.reasons[static_cast<size_t>(Because::kDefault)] > 20);
}

}  // namespace
}  // namespace weir::differential
