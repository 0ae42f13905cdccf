// How long a decision takes, by engine and by the number of rules in the policy. See README.md for
// what to expect.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "compiler/eval/decide.h"
#include "compiler/jit/native_code.h"
#include "compiler/lower/lower.h"
#include "compiler/slots/extract.h"
#include "tests/support/conditions.h"

namespace weir::bench {
namespace {

using namespace testing;

// Where the rules are: each about a tool of its own, or all about one tool.
enum class Shape { kSpread, kOneTool };

check::Program ProgramOf(Shape shape, size_t rules) {
  check::Program program = OneServer();
  for (size_t i = 0; i < rules; ++i) {
    const std::string number = std::to_string(i);
    program.rules.push_back(
        RuleAbout(Outcome::kAllow, shape == Shape::kSpread ? "tool_" + number : "tool",
                  Text(PathArg({"path"}), check::TextTestKind::kWithin, {"/srv/work/" + number})));
  }
  return program;
}

// A policy with its target and a request for the last of its rules, the dearest one for whoever
// goes through them.
struct Scene {
  Scene(Shape shape, size_t rules) {
    auto lowered = lower::Lower(ProgramOf(shape, rules));
    if (!lowered) std::abort();
    decisions = std::move(*lowered);
    const std::string last = std::to_string(rules - 1);
    const auto resolved =
        decisions.Resolve(0, Verb::kCall, shape == Shape::kSpread ? "tool_" + last : "tool");
    if (!resolved) std::abort();
    target = *resolved;
    auto parsed =
        json::Document::Parse(R"({"path":"/srv/work/)" + last + R"(/notes/plan.md","limit":10})");
    if (!parsed) std::abort();
    arguments.emplace(std::move(*parsed));
  }

  const ir::Target& Target() const { return decisions.targets[target]; }

  ir::Decisions decisions;
  ir::TargetId target = 0;
  std::optional<json::Document> arguments;
};

// Made once for each size, however often a benchmark is begun anew.
const Scene& SceneOf(Shape shape, size_t rules) {
  static std::map<std::pair<Shape, size_t>, std::unique_ptr<Scene>> scenes;
  std::unique_ptr<Scene>& scene = scenes[{shape, rules}];
  if (!scene) scene = std::make_unique<Scene>(shape, rules);
  return *scene;
}

weir_decide_fn FunctionOf(const Scene& scene) {
  static std::map<const Scene*, std::unique_ptr<jit::NativeCode>> codes;
  std::unique_ptr<jit::NativeCode>& code = codes[&scene];
  if (!code) {
    auto compiled = jit::NativeCode::Compile(scene.decisions.targets);
    if (!compiled) std::abort();
    code = std::move(*compiled);
  }
  return code->FunctionOf(scene.target);
}

size_t RulesOf(const benchmark::State& state) {
  return static_cast<size_t>(state.range(0));
}

void Require(benchmark::State& state, const Decision& decision) {
  if (decision.outcome != Outcome::kAllow) state.SkipWithError("the request was not allowed");
}

void NativeFromSlots(benchmark::State& state, Shape shape) {
  const Scene& scene = SceneOf(shape, RulesOf(state));
  const weir_decide_fn decide = FunctionOf(scene);
  slots::Arena arena;
  const weir_request request{
      1, 0, slots::Extract(scene.Target().plan, {scene.arguments->root(), "", {}, {}, ""}, arena)};
  Require(state, Unpack(decide(&request)));
  for (auto _ : state) benchmark::DoNotOptimize(decide(&request));
}

void NativeFromJson(benchmark::State& state, Shape shape) {
  const Scene& scene = SceneOf(shape, RulesOf(state));
  const weir_decide_fn decide = FunctionOf(scene);
  for (auto _ : state) {
    slots::Arena arena;
    const weir_request request{
        1, 0,
        slots::Extract(scene.Target().plan, {scene.arguments->root(), "", {}, {}, ""}, arena)};
    benchmark::DoNotOptimize(decide(&request));
  }
}

void InterpretedFromSlots(benchmark::State& state, Shape shape) {
  const Scene& scene = SceneOf(shape, RulesOf(state));
  slots::Arena arena;
  const weir_request request{
      1, 0, slots::Extract(scene.Target().plan, {scene.arguments->root(), "", {}, {}, ""}, arena)};
  Require(state, eval::Decide(scene.Target(), request));
  for (auto _ : state) benchmark::DoNotOptimize(eval::Decide(scene.Target(), request));
}

// Lowering and native code of a whole policy.
void Compile(benchmark::State& state, Shape shape) {
  const check::Program program = ProgramOf(shape, RulesOf(state));
  for (auto _ : state) {
    const auto decisions = lower::Lower(program);
    if (!decisions || !jit::NativeCode::Compile(decisions->targets)) state.SkipWithError("no code");
  }
}

void Sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->RangeMultiplier(10)->Range(10, 10'000);
}

BENCHMARK_CAPTURE(NativeFromSlots, spread, Shape::kSpread)->Apply(Sizes);
BENCHMARK_CAPTURE(NativeFromSlots, one_tool, Shape::kOneTool)->Apply(Sizes);
BENCHMARK_CAPTURE(NativeFromJson, spread, Shape::kSpread)->Apply(Sizes);
BENCHMARK_CAPTURE(NativeFromJson, one_tool, Shape::kOneTool)->Apply(Sizes);
BENCHMARK_CAPTURE(InterpretedFromSlots, spread, Shape::kSpread)->Apply(Sizes);
BENCHMARK_CAPTURE(InterpretedFromSlots, one_tool, Shape::kOneTool)->Apply(Sizes);
BENCHMARK_CAPTURE(Compile, spread, Shape::kSpread)
    ->Apply(Sizes)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(Compile, one_tool, Shape::kOneTool)
    ->Apply(Sizes)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

}  // namespace
}  // namespace weir::bench

BENCHMARK_MAIN();
