#include "compiler/commands/bench.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <vector>

#include "compiler/commands/choice.h"
#include "compiler/commands/commands.h"
#include "compiler/diagnostics/render.h"
#include "compiler/json/document.h"
#include "compiler/pipeline/build.h"
#include "compiler/pipeline/checked.h"

namespace weir::commands {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kBatches = 31;
constexpr std::chrono::milliseconds kBatchTime{10};

// A step of a test, ready to be decided on.
struct Call {
  json::Document arguments;
  TargetId target;
  Request request;
  std::string uri;
};

// Steps about targets that exist for nobody take no decision.
std::vector<Call> CallsOf(const check::Program& program, const Policy& policy) {
  std::vector<Call> calls;
  for (const check::Test& test : program.tests) {
    for (const check::TestStep& step : test.steps) {
      auto arguments = json::Document::Parse(step.arguments);
      const auto target = policy.Resolve(step.server, step.verb, step.name);
      if (!arguments || !target) continue;
      Request request;
      request.agent = {test.agent};
      request.labels = step.labels;
      const std::string uri = step.verb == Verb::kRead ? step.name : "";
      calls.push_back({std::move(*arguments), *target, request, uri});
    }
  }
  for (Call& call : calls) {
    call.request.arguments = call.arguments.root();
    call.request.uri = call.uri;
  }
  return calls;
}

// Every call `rounds` times. Policies decide behind a virtual function: nothing is optimised away.
double NanosecondsOf(const Policy& policy, const std::vector<Call>& calls, size_t rounds) {
  const auto begin = Clock::now();
  for (size_t round = 0; round < rounds; ++round) {
    for (const Call& call : calls) static_cast<void>(policy.Decide(call.target, call.request));
  }
  const std::chrono::duration<double, std::nano> time = Clock::now() - begin;
  return time.count();
}

// Of one decision: the median of batches that are each long against the clock's own steps.
double MedianOf(const Policy& policy, const std::vector<Call>& calls) {
  const double once = std::max(NanosecondsOf(policy, calls, 1), 1.0);
  const std::chrono::duration<double, std::nano> wanted = kBatchTime;
  const auto rounds = static_cast<size_t>(std::clamp(wanted.count() / once, 1.0, 1e6));
  std::vector<double> batches;
  for (size_t batch = 0; batch < kBatches; ++batch) {
    const double time = NanosecondsOf(policy, calls, rounds);
    batches.push_back(time / static_cast<double>(rounds * calls.size()));
  }
  const auto middle = batches.begin() + kBatches / 2;
  std::nth_element(batches.begin(), middle, batches.end());
  return *middle;
}

void Write(std::ostream& out, bool json, size_t steps, double native, double interpreted) {
  char line[256];
  const char* format = json ? "{\"steps\":%zu,\"native_ns\":%.1f,\"interpreter_ns\":%.1f}\n"
                            : "%zu test steps, from their parsed arguments\n"
                              "native code   %10.1f ns a decision\n"
                              "interpreter   %10.1f ns a decision\n";
  std::snprintf(line, sizeof line, format, steps, native, interpreted);
  out << line;
}

int Fail(std::ostream& err, int code, const std::string& message) {
  err << "weir bench: " << message << '\n';
  return code;
}

}  // namespace

int RunBench(const BenchOptions& options, std::ostream& out, std::ostream& err) {
  const pipeline::Checked checked = pipeline::CheckFile(options.policy);
  diagnostics::RenderText(checked.diagnostics, checked.sources, err, {options.colors});
  if (!checked.program) return kExitPolicyErrors;
  const auto native = pipeline::Build(*checked.program, checked.sources, pipeline::Engine::kNative);
  if (!native) return Fail(err, kExitPolicyErrors, native.error().message);
  const auto interpreted =
      pipeline::Build(*checked.program, checked.sources, pipeline::Engine::kInterpreter);
  if (!interpreted) return Fail(err, kExitPolicyErrors, interpreted.error().message);
  // Targets are those of one policy; both engines are built from the same one.
  const std::vector<Call> calls = CallsOf(*checked.program, *native->policy);
  if (calls.empty()) return Fail(err, kExitUsage, "the policy has no test steps to decide on");
  Write(out, options.json, calls.size(), MedianOf(*native->policy, calls),
        MedianOf(*interpreted->policy, calls));
  return kExitOk;
}

CLI::App* AddBench(CLI::App& app, BenchOptions& options) {
  CLI::App* bench = app.add_subcommand(
      "bench", "Measure the decisions on the steps of a policy's own tests, on both engines");
  bench->add_option("policy", options.policy, "the policy; - is the standard input")->required();
  AddJsonFormat(*bench, options.json);
  options.colors = isatty(STDERR_FILENO) == 1;
  return bench;
}

}  // namespace weir::commands
