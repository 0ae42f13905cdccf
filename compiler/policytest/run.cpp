#include "compiler/policytest/run.h"

#include <algorithm>

#include "compiler/json/document.h"
#include "compiler/pipeline/settings.h"
#include "compiler/policytest/words.h"

namespace weir::policytest {
namespace {

class Runner {
 public:
  Runner(const SourceSet& sources, const Engines& engines) : sources_(sources), engines_(engines) {}

  TestResult Run(const check::Test& test) const {
    TestResult result;
    result.file = sources_.file(test.span.file).name();
    result.name = test.name;
    result.place = sources_.PlaceOf(test.span);
    for (const check::TestStep& step : test.steps) result.steps.push_back(Run(step, {test.agent}));
    return result;
  }

 private:
  StepResult Run(const check::TestStep& step, AgentMask agent) const {
    StepResult result;
    result.place = sources_.PlaceOf(step.span);
    result.source = pipeline::OnOneLine(sources_.TextOf(step.span));
    result.expected = ExpectationOf(step);
    const auto arguments = json::Document::Parse(step.arguments);
    if (!arguments) {
      result.verdict = Verdict::kUnreadable;
      result.actual = "the arguments cannot be read: " + arguments.error().message;
      return result;
    }
    const Decision native = Ask(engines_.native, step, agent, *arguments);
    const Decision interpreted = Ask(engines_.interpreted, step, agent, *arguments);
    result.actual = DescriptionOf(native, engines_.native);
    if (!(native == interpreted)) {
      result.verdict = Verdict::kEnginesDiffer;
      result.actual = "native code: " + result.actual +
                      "; interpreter: " + DescriptionOf(interpreted, engines_.interpreted);
    } else if (!IsExpected(step, native)) {
      result.verdict = Verdict::kFailed;
    }
    return result;
  }

  static Decision Ask(const Policy& policy, const check::TestStep& step, AgentMask agent,
                      const json::Document& arguments) {
    const auto target = policy.Resolve(step.server, step.verb, step.name);
    if (!target) return {Outcome::kDeny, Because::kNotExposed, 0};
    Request request;
    request.agent = agent;
    request.labels = step.labels;
    request.arguments = arguments.root();
    if (step.verb == Verb::kRead) request.uri = step.name;
    return policy.Decide(*target, request);
  }

  bool IsExpected(const check::TestStep& step, const Decision& decision) const {
    if (decision.outcome != step.outcome) return false;
    if (!step.because) return true;
    if (decision.because != step.because->because) return false;
    return step.because->text.empty() ||
           engines_.native.rules()[decision.number].because == step.because->text;
  }

  const SourceSet& sources_;
  const Engines& engines_;
};

}  // namespace

bool TestResult::passed() const {
  const auto step_passed = [](const StepResult& step) { return step.verdict == Verdict::kPassed; };
  return std::all_of(steps.begin(), steps.end(), step_passed);
}

std::vector<TestResult> Run(const check::Program& program, const SourceSet& sources,
                            const Engines& engines, std::string_view filter) {
  const Runner runner(sources, engines);
  std::vector<TestResult> results;
  for (const check::Test& test : program.tests) {
    if (test.name.find(filter) != std::string::npos) results.push_back(runner.Run(test));
  }
  return results;
}

}  // namespace weir::policytest
