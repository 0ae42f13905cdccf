// Both engines, the same policies, the same requests: every answer must be the same. And a check of
// the check: where the engines are given policies that differ, the comparison must notice.
#include <catch2/catch.hpp>
#include <sstream>

#include "compiler/base/result.h"
#include "compiler/eval/decide.h"
#include "compiler/ir/print.h"
#include "compiler/jit/native_code.h"
#include "compiler/lower/lower.h"
#include "compiler/slots/extract.h"
#include "tests/differential/generator.h"

namespace weir::differential {
namespace {

constexpr uint64_t kPrograms = 500;
constexpr int kRequestsOfEach = 60;  // 30,000 decisions in all

struct Request {
  uint64_t agent;
  std::string arguments;
  std::string uri;
};

Request NextRequest(testing::Generator& generator) {
  return {generator.Agent(), generator.Arguments(), generator.Uri()};
}

ir::Target LoweredTarget(const check::Program& program) {
  auto decisions = lower::Lower(program);
  REQUIRE(decisions);
  const auto target = decisions->Resolve(0, Verb::kCall, "t");
  REQUIRE(target);
  return std::move(decisions->targets[*target]);
}

struct Answers {
  Decision interpreted;
  Decision native;
};

Answers Ask(const ir::Target& interpreted, const ir::Target& native, weir_decide_fn decide,
            const Request& request) {
  const auto document = json::Document::Parse(request.arguments);
  REQUIRE(document);
  const auto answer = [&](const ir::Target& target, const auto& engine) {
    slots::Arena arena;
    const weir_request filled{
        request.agent, 0,
        slots::Extract(target.plan, {document->root(), request.uri, {}, {}, ""}, arena)};
    return engine(filled);
  };
  return {answer(interpreted,
                 [&](const weir_request& filled) { return eval::Decide(interpreted, filled); }),
          answer(native, [&](const weir_request& filled) { return Unpack(decide(&filled)); })};
}

std::string Describe(uint64_t seed, const ir::Target& target, const Request& request) {
  std::ostringstream out;
  out << "seed " << seed << "\n";
  ir::Print(out, target);
  out << "agent " << request.agent << ", uri " << json::Quote(request.uri) << ", arguments "
      << request.arguments;
  return out.str();
}

TEST_CASE("interpreter and native code decide alike") {
  std::array<int, 3> outcomes{};
  for (uint64_t seed = 0; seed < kPrograms; ++seed) {
    testing::Generator generator(seed);
    const ir::Target target = LoweredTarget(generator.Program());
    const auto code = jit::NativeCode::Compile({&target, 1});
    REQUIRE(code);
    for (int i = 0; i < kRequestsOfEach; ++i) {
      const Request request = NextRequest(generator);
      const Answers answers = Ask(target, target, (*code)->FunctionOf(0), request);
      if (!(answers.interpreted == answers.native)) FAIL(Describe(seed, target, request));
      ++outcomes[static_cast<size_t>(answers.native.outcome)];
    }
  }
  // A generator that only ever makes one outcome would compare nothing.
  for (int count : outcomes) CHECK(count > 1'000);
}

// Generated policies seldom have many rules in a row that test one text, which native code takes
// together.
TEST_CASE("rules in a row about one text decide alike") {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    testing::Generator generator(seed);
    const ir::Target target = LoweredTarget(generator.TextRules());
    const auto code = jit::NativeCode::Compile({&target, 1});
    REQUIRE(code);
    for (int i = 0; i < kRequestsOfEach; ++i) {
      const Request request = NextRequest(generator);
      const Answers answers = Ask(target, target, (*code)->FunctionOf(0), request);
      if (!(answers.interpreted == answers.native)) FAIL(Describe(seed, target, request));
    }
  }
}

// Turns the first atom that it finds into another one: a wrong operator in one engine.
bool Mutate(check::Condition& condition) {
  return std::visit(
      Overloaded{
          [](check::And& node) { return !node.terms.empty() && Mutate(node.terms.front()); },
          [](check::Or& node) { return !node.terms.empty() && Mutate(node.terms.front()); },
          [](check::Not& node) { return Mutate(*node.term); },
          [](check::Quantified& node) { return Mutate(*node.body); },
          [](check::TextTest& node) {
            const bool ends = node.kind == check::TextTestKind::kEndsWith;
            node.kind = ends ? check::TextTestKind::kStartsWith : check::TextTestKind::kEndsWith;
            return true;
          },
          [](check::NumberTest& node) {
            const bool less = node.relation == check::Relation::kLess;
            node.relation = less ? check::Relation::kLessOrEqual : check::Relation::kLess;
            return true;
          },
          [](check::BoolTest& node) {
            node.value = !node.value;
            return true;
          },
          [](check::PairTest& node) {
            const bool less = node.relation == check::Relation::kLess;
            node.relation = less ? check::Relation::kLessOrEqual : check::Relation::kLess;
            return true;
          },
          [](check::ExistsTest& node) {
            node.path.keys = {"never"};
            return true;
          },
      },
      condition.node);
}

TEST_CASE("the comparison notices a wrong operator in one engine") {
  int mutants = 0;
  int noticed = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    check::Program program = testing::Generator(seed).Program();
    check::Program mutant = testing::Generator(seed).Program();
    program.rules.resize(1);
    mutant.rules.resize(1);
    check::Rule& rule = mutant.rules.front();
    if (!rule.where || !Mutate(*rule.where)) continue;
    ++mutants;
    const ir::Target target = LoweredTarget(program);
    const ir::Target mutated = LoweredTarget(mutant);
    const auto code = jit::NativeCode::Compile({&mutated, 1});
    REQUIRE(code);
    testing::Generator generator(seed);
    bool differs = false;
    for (int i = 0; i < 200 && !differs; ++i) {
      const Answers answers = Ask(target, mutated, (*code)->FunctionOf(0), NextRequest(generator));
      differs = !(answers.interpreted == answers.native);
    }
    if (differs) ++noticed;
  }
  CAPTURE(mutants, noticed);
  CHECK(mutants > 50);
  // In the others the operator that is wrong does not matter: `a and not a`.
  CHECK(noticed * 2 > mutants);
}

}  // namespace
}  // namespace weir::differential
