// Patterns over the automaton budget: matched lazily, and no different for it.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/differential/engines.h"
#include "tests/support/conditions.h"

namespace weir::differential {
namespace {

using namespace testing;

// Remembers the last twenty characters: a million states.
constexpr const char* kExplosive = "(a|b)*a(a|b){19}";

check::Program ExplosiveProgram() {
  check::Program program = OneServer();
  program.rules.push_back(
      RuleAbout(Outcome::kDeny, "t", Text(Arg({"x"}), check::TextTestKind::kMatches, {"b+"})));
  program.rules.push_back(RuleAbout(
      Outcome::kAllow, "t", Text(Arg({"x"}), check::TextTestKind::kMatches, {kExplosive, "c"})));
  return program;
}

std::string RandomLetters(std::mt19937& random) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += (random() & 1) != 0 ? 'a' : 'b';
  return text;
}

GeneratedRequest RequestWith(const std::string& x) {
  GeneratedRequest request;
  request.agent = 1;
  request.arguments = R"({"x":")" + x + "\"}";
  request.tool = "{}";
  request.claims = "{}";
  return request;
}

TEST_CASE("a pattern of too many states is matched lazily, from many threads") {
  const ir::Target target = LoweredTarget(ExplosiveProgram());
  const auto code = Compile({&target, 1});
  REQUIRE(code->over_budget().size() == 1);
  CHECK(code->over_budget()[0].value == "args.x");

  std::vector<GeneratedRequest> requests{RequestWith("c"), RequestWith("bbb"), RequestWith("")};
  std::mt19937 random(7);
  while (requests.size() < 200) requests.push_back(RequestWith(RandomLetters(random)));
  std::vector<Decision> expected;
  int allowed = 0;
  for (const GeneratedRequest& request : requests) {
    expected.push_back(ParsedRequest(request).Interpret(target).decision);
    allowed += expected.back().outcome == Outcome::kAllow ? 1 : 0;
  }
  CHECK(allowed > 50);
  CHECK(allowed < 150);

  std::atomic<int> wrong = 0;
  const auto check_all = [&] {
    for (size_t i = 0; i < requests.size(); ++i) {
      const Answer answer = ParsedRequest(requests[i]).Run(target, *code, 0);
      if (!(answer.decision == expected[i])) ++wrong;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(check_all);
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}

TEST_CASE("patterns within the budget are not reported") {
  check::Program program = OneServer();
  program.rules.push_back(
      RuleAbout(Outcome::kAllow, "t", Text(Arg({"x"}), check::TextTestKind::kMatches, {"a+"})));
  const ir::Target target = LoweredTarget(program);
  CHECK(Compile({&target, 1})->over_budget().empty());
}

}  // namespace
}  // namespace weir::differential
