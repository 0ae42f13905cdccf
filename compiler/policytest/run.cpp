#include "compiler/policytest/run.h"

#include <algorithm>

#include "compiler/json/document.h"
#include "compiler/pipeline/settings.h"
#include "compiler/policytest/conversation.h"
#include "compiler/policytest/words.h"

namespace weir::policytest {
namespace {

class Runner {
 public:
  Runner(const SourceSet& sources, const Engines& engines, const TrackerFactory& trackers)
      : sources_(sources), engines_(engines), trackers_(trackers) {}

  TestResult Run(const check::Test& test) const {
    TestResult result;
    result.file = sources_.file(test.span.file).name();
    result.name = test.name;
    result.place = sources_.PlaceOf(test.span);
    Conversation native(engines_.native, {test.agent}, trackers_);
    Conversation interpreted(engines_.interpreted, {test.agent}, trackers_);
    for (const check::TestStep& step : test.steps) {
      result.steps.push_back(Run(step, native, interpreted));
    }
    return result;
  }

 private:
  StepResult Run(const check::TestStep& step, Conversation& on_native,
                 Conversation& on_interpreter) const {
    StepResult result;
    result.place = sources_.PlaceOf(step.span);
    result.source = pipeline::OnOneLine(sources_.TextOf(step.span));
    result.expected = ExpectationOf(step);
    const auto arguments = json::Document::Parse(step.arguments);
    const auto sent = SentOf(step);
    if (!arguments || !sent) {
      result.verdict = Verdict::kUnreadable;
      result.actual =
          "the arguments cannot be read: " + (arguments ? sent : arguments).error().message;
      return result;
    }
    const auto take = [&](const Policy& policy, Conversation& conversation) {
      const Request request = conversation.RequestOf(step, arguments->root(), sent->root());
      const Decision decision = DecideOn(policy, step, request);
      conversation.GoOn(step, request, sent->root(), decision);
      return decision;
    };
    const Decision native = take(engines_.native, on_native);
    const Decision interpreted = take(engines_.interpreted, on_interpreter);
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

  bool IsExpected(const check::TestStep& step, const Decision& decision) const {
    if (decision.outcome != step.outcome) return false;
    if (!step.because) return true;
    if (decision.because != step.because->because) return false;
    return step.because->text.empty() ||
           engines_.native.rules()[decision.number].because == step.because->text;
  }

  const SourceSet& sources_;
  const Engines& engines_;
  const TrackerFactory& trackers_;
};

}  // namespace

bool TestResult::passed() const {
  const auto step_passed = [](const StepResult& step) { return step.verdict == Verdict::kPassed; };
  return std::all_of(steps.begin(), steps.end(), step_passed);
}

std::vector<TestResult> Run(const check::Program& program, const SourceSet& sources,
                            const Engines& engines, std::string_view filter,
                            const TrackerFactory& trackers) {
  const Runner runner(sources, engines, trackers);
  std::vector<TestResult> results;
  for (const check::Test& test : program.tests) {
    if (test.name.find(filter) != std::string::npos) results.push_back(runner.Run(test));
  }
  return results;
}

}  // namespace weir::policytest
