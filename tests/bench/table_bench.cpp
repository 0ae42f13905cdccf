// The rows of the speed table in README.md, but for the shared workload (workload_bench.cpp).
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <random>

#include "compiler/jit/native_code.h"
#include "compiler/lower/lower.h"
#include "compiler/slots/extract.h"
#include "compiler/slots/value.h"
#include "tests/support/conditions.h"

namespace weir::bench {
namespace {

using namespace testing;
using check::TextTestKind;
using check::View;

struct Code {
  explicit Code(const check::Program& program) {
    auto lowered = lower::Lower(program);
    if (!lowered) std::abort();
    decisions = std::move(*lowered);
    auto compiled = jit::NativeCode::Compile(decisions.targets);
    if (!compiled) std::abort();
    native = std::move(*compiled);
  }

  ir::Decisions decisions;
  std::unique_ptr<jit::NativeCode> native;
};

json::Document Parsed(std::string text) {
  auto document = json::Document::Parse(std::move(text));
  if (!document) std::abort();
  return std::move(*document);
}

// ---- A policy as people write them, and the same many times over ----

check::Operand Url(View view) {
  return {Arg({"url"}).path, view};
}

// The three rules of a tool.
void AddTool(check::Program& program, const std::string& name, const std::string& directory) {
  program.rules.push_back(RuleAbout(Outcome::kAllow, name,
                                    Text(PathArg({"path"}), TextTestKind::kWithin, {directory})));
  program.rules.push_back(RuleAbout(Outcome::kAsk, name, Bool(Arg({"recursive"}), true)));
  program.rules.push_back(
      RuleAbout(Outcome::kDeny, name,
                Text(PathArg({"path"}), TextTestKind::kWithin, {directory + "/private"})));
}

void AddForAllTools(check::Program& program) {
  program.rules.push_back(
      RuleAbout(Outcome::kDeny, "*",
                Text(PathArg({"path"}), TextTestKind::kWithin, {"/etc", "/root", "/proc"})));
  program.rules.push_back(RuleAbout(
      Outcome::kDeny, "*",
      Text({Arg({"path"}).path, View::kPathExtension}, TextTestKind::kEquals, {"pem", "key"})));
  program.rules.push_back(RuleAbout(Outcome::kDeny, "*", Bool(Url(View::kUrlIsPrivate), true)));
}

// `tools` times three rules and three for all of them.
check::Program PolicyOf(size_t tools, size_t rules_of_tool) {
  check::Program program = OneServer();
  for (size_t tool = 0; tool < tools; ++tool) {
    for (size_t i = 0; i < rules_of_tool; i += 3) {
      AddTool(program, "tool_" + std::to_string(tool), "/srv/work/" + std::to_string(i));
    }
  }
  AddForAllTools(program);
  return program;
}

struct Scene {
  Scene(size_t tools, size_t rules_of_tool)
      : code(PolicyOf(tools, rules_of_tool)),
        target(*code.decisions.Resolve(0, Verb::kCall, "tool_0")),
        arguments(Parsed(R"({"path":"/srv/work/0/notes/plan.md","limit":10})")) {}

  const slots::Plan& plan() const { return code.decisions.targets[target].plan; }
  slots::Inputs inputs() const { return {arguments.root(), "", {}, {}, "coder"}; }

  Code code;
  ir::TargetId target;
  json::Document arguments;
};

void RequireAllowed(benchmark::State& state, weir_decision decision) {
  if (Unpack(decision).outcome != Outcome::kAllow) state.SkipWithError("not allowed");
}

void FromSlots(benchmark::State& state, const Scene& scene) {
  slots::Arena arena;
  const weir_request request{1, 0, slots::Extract(scene.plan(), scene.inputs(), arena)};
  const weir_decide_fn decide = scene.code.native->FunctionOf(scene.target);
  RequireAllowed(state, decide(&request));
  for (auto _ : state) benchmark::DoNotOptimize(decide(&request));
}

void TypicalFromSlots(benchmark::State& state) {
  static const Scene scene(9, 3);  // 30 rules
  FromSlots(state, scene);
}
void HugeFromSlots(benchmark::State& state) {
  static const Scene scene(500, 20);  // 10,500 rules
  FromSlots(state, scene);
}

void TypicalFromJson(benchmark::State& state) {
  static const Scene scene(9, 3);
  const weir_decide_fn decide = scene.code.native->FunctionOf(scene.target);
  for (auto _ : state) {
    slots::Arena arena;
    const weir_request request{1, 0, slots::Extract(scene.plan(), scene.inputs(), arena)};
    benchmark::DoNotOptimize(decide(&request));
  }
}

void CompileAndLoad(benchmark::State& state) {
  const check::Program program =
      PolicyOf(static_cast<size_t>(state.range(0)), static_cast<size_t>(state.range(1)));
  for (auto _ : state) benchmark::DoNotOptimize(Code(program));
  state.counters["rules"] = static_cast<double>(program.rules.size());
}

// ---- Many regular expressions over one long text ----

std::string TextOfWords(size_t bytes) {
  std::mt19937 random(1);
  std::string text;
  while (text.size() < bytes) {
    for (size_t letters = 2 + random() % 8; letters > 0; --letters) {
      text += static_cast<char>('a' + random() % 26);
    }
    text += ' ';
  }
  text.resize(bytes);
  return text;
}

const Code& RegexCodeOf(int64_t expressions) {
  static std::map<int64_t, std::unique_ptr<Code>> codes;
  std::unique_ptr<Code>& code = codes[expressions];
  if (code) return *code;
  check::Program program = OneServer();
  for (int64_t i = 0; i < expressions; ++i) {
    const std::string expression = "key-" + std::to_string(i) + "-[0-9a-f]{8}";
    program.rules.push_back(
        RuleAbout(Outcome::kDeny, "t", Text(Arg({"text"}), TextTestKind::kSearches, {expression})));
  }
  code = std::make_unique<Code>(program);
  return *code;
}

void RegularExpressions(benchmark::State& state) {
  const Code& code = RegexCodeOf(state.range(0));
  const std::string text = TextOfWords(1'024);
  const weir_value value = slots::OfString(text);
  const weir_request request{1, 0, &value};
  const weir_decide_fn decide = code.native->FunctionOf(0);
  for (auto _ : state) benchmark::DoNotOptimize(decide(&request));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}

BENCHMARK(TypicalFromSlots);
BENCHMARK(HugeFromSlots);
BENCHMARK(TypicalFromJson);
BENCHMARK(RegularExpressions)->Arg(1)->Arg(1'000);
BENCHMARK(CompileAndLoad)
    ->Args({9, 3})
    ->Args({100, 9})
    ->Args({500, 20})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

}  // namespace
}  // namespace weir::bench

BENCHMARK_MAIN();
