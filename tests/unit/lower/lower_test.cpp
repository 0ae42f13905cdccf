#include "compiler/lower/lower.h"

#include <catch2/catch.hpp>

#include "compiler/lower/target.h"
#include "tests/support/conditions.h"

namespace weir::lower {
namespace {

using namespace testing;

constexpr uint64_t kCoder = 1;
constexpr uint64_t kCi = 2;

std::vector<uint32_t> NumbersOf(const ir::Target& target) {
  std::vector<uint32_t> numbers;
  for (const ir::Rule& rule : target.rules) numbers.push_back(rule.number);
  return numbers;
}

const ir::Target& TargetOf(const ir::Decisions& decisions, std::string_view name) {
  const auto id = decisions.Resolve(0, Verb::kCall, name);
  REQUIRE(id);
  return decisions.targets[*id];
}

ir::Decisions Lowered(const check::Program& program) {
  auto decisions = Lower(program);
  REQUIRE(decisions);
  return std::move(*decisions);
}

TEST_CASE("names that the same rules speak of are one class") {
  check::Program program = OneServer();
  program.rules.push_back(RuleAbout(Outcome::kAllow, "read_*"));
  program.rules.push_back(RuleAbout(Outcome::kAllow, "read_file"));
  program.rules.push_back(RuleAbout(Outcome::kDeny, "write_*"));
  const ir::Decisions decisions = Lowered(program);
  const auto resolve = [&](std::string_view name) {
    return decisions.Resolve(0, Verb::kCall, name);
  };
  CHECK(resolve("read_a") == resolve("read_b"));
  CHECK(resolve("read_a") != resolve("read_file"));
  CHECK(resolve("write_a") != resolve("read_a"));
  CHECK(NumbersOf(TargetOf(decisions, "read_file")) == std::vector<uint32_t>{0});
  CHECK_FALSE(resolve("delete"));
  CHECK_FALSE(resolve(""));
  CHECK_FALSE(decisions.Resolve(0, Verb::kPrompt, "read_a"));
  CHECK_FALSE(decisions.Resolve(1, Verb::kCall, "read_a"));
}

TEST_CASE("a tool outside of the server's capability does not exist, whatever the rules say") {
  check::Program program = OneServer();
  program.servers[0].tools = {"read_*", "stat"};
  program.rules.push_back(RuleAbout(Outcome::kAllow, "*"));
  program.rules.push_back(RuleAbout(Outcome::kAllow, "write_file"));
  const ir::Decisions decisions = Lowered(program);
  CHECK(decisions.Resolve(0, Verb::kCall, "read_file"));
  CHECK(decisions.Resolve(0, Verb::kCall, "stat"));
  CHECK_FALSE(decisions.Resolve(0, Verb::kCall, "write_file"));
  CHECK_FALSE(decisions.Resolve(0, Verb::kCall, "stats"));
}

TEST_CASE("capability is about tools only") {
  check::Program program = OneServer();
  program.servers[0].tools = {"read_*"};
  program.rules.push_back(RuleAbout(Outcome::kAllow, "*"));
  program.rules[0].verb = Verb::kRead;
  const ir::Decisions decisions = Lowered(program);
  CHECK(decisions.Resolve(0, Verb::kRead, "file:///any/thing"));
  CHECK_FALSE(decisions.Resolve(0, Verb::kCall, "read_file"));
}

TEST_CASE("a target is of one server, whose own label it lets in") {
  check::Program program = OneServer();
  program.servers.push_back(program.servers[0]);
  program.rules.push_back(RuleAbout(Outcome::kDeny, "*"));
  program.rules[0].targets.push_back({1, "*", {}});
  const ir::Decisions decisions = Lowered(program);
  CHECK(decisions.targets.size() == 2);
  for (uint32_t server : {0u, 1u}) {
    const auto target = decisions.Resolve(server, Verb::kCall, "x");
    REQUIRE(target);
    CHECK(target == decisions.Resolve(server, Verb::kCall, "y"));
    CHECK(decisions.targets[*target].lets_in == uint64_t{1} << server);
    CHECK(decisions.targets[*target].gives == uint64_t{1} << server);
  }
}

TEST_CASE("rules stand in deciding order: deny, ask, allow, each as written") {
  check::Program program = OneServer();
  for (Outcome effect :
       {Outcome::kAllow, Outcome::kAsk, Outcome::kDeny, Outcome::kDeny, Outcome::kAllow}) {
    program.rules.push_back(RuleAbout(effect, "*", Equals(Arg({"x"}), {"1"})));
  }
  CHECK(NumbersOf(TargetOf(Lowered(program), "t")) == std::vector<uint32_t>{2, 3, 1, 0, 4});
}

TEST_CASE("what an unconditional rule decides is gone from the rules behind it") {
  check::Program program = OneServer();
  program.rules.push_back(RuleAbout(Outcome::kAllow, "*"));
  program.rules.push_back(RuleAbout(Outcome::kDeny, "*", std::nullopt, kCoder));
  program.rules.push_back(RuleAbout(Outcome::kDeny, "*", Equals(Arg({"x"}), {"1"}), kCoder));
  program.rules.push_back(RuleAbout(Outcome::kAsk, "*", std::nullopt, kCoder | kCi));
  const ir::Decisions decisions = Lowered(program);
  const ir::Target& target = TargetOf(decisions, "t");
  REQUIRE(NumbersOf(target) == std::vector<uint32_t>{1, 3, 0});
  CHECK(target.rules[0].agents == kCoder);
  CHECK(target.rules[1].agents == kCi);
  CHECK(target.rules[2].agents == WEIR_AGENT_UNKNOWN);
}

TEST_CASE("a conditional deny before an unconditional one stays: it is what gets reported") {
  check::Program program = OneServer();
  program.rules.push_back(RuleAbout(Outcome::kDeny, "*", Equals(Arg({"x"}), {"1"})));
  program.rules.push_back(RuleAbout(Outcome::kDeny, "*"));
  CHECK(NumbersOf(TargetOf(Lowered(program), "t")) == std::vector<uint32_t>{0, 1});
}

TEST_CASE("constant conditions fold") {
  check::Program program = OneServer();
  program.rules.push_back(RuleAbout(Outcome::kAllow, "*", testing::Any()));
  program.rules.push_back(RuleAbout(Outcome::kAllow, "*", testing::All()));
  const ir::Decisions decisions = Lowered(program);
  const ir::Target& target = TargetOf(decisions, "t");
  REQUIRE(NumbersOf(target) == std::vector<uint32_t>{1});
  CHECK_FALSE(target.rules[0].where);
}

TEST_CASE("equal conditions are one node, and slots are asked for once") {
  check::Program program = OneServer();
  const auto condition = [] {
    return testing::All(Equals(Arg({"x"}), {"1"}), Equals(Arg({"y"}), {"2"}));
  };
  program.rules.push_back(RuleAbout(Outcome::kAllow, "*", condition()));
  program.rules.push_back(RuleAbout(Outcome::kDeny, "*", condition()));
  const ir::Decisions decisions = Lowered(program);
  const ir::Target& target = TargetOf(decisions, "t");
  CHECK(target.nodes.size() == 3);
  CHECK(target.plan.size() == 2);
  CHECK(target.rules[0].where == target.rules[1].where);
}

TEST_CASE("an element belongs to the list of its own quantifier") {
  const check::ValuePath lists{check::Root::kArguments, 0, {"lists"}};
  check::Program program = OneServer();
  check::Condition inner =
      Each(check::Quantifier::kAny, {check::Root::kElement, 0, {"items"}},
           Pair(testing::Element(), check::Relation::kEqual, testing::Element(1, {"best"})));
  program.rules.push_back(
      RuleAbout(Outcome::kAllow, "*", Each(check::Quantifier::kAll, lists, std::move(inner))));
  const ir::Decisions decisions = Lowered(program);
  const ir::Target& target = TargetOf(decisions, "t");
  REQUIRE(target.plan.size() == 1);
  REQUIRE(target.plan[0].elements.size() == 2);
  CHECK(slots::Describe(target.plan[0]) ==
        "each args.lists { each element.items { element; }; element.best; }");
  const auto& outer = std::get<ir::Quantified>(target.nodes[*target.rules[0].where]);
  const auto& quantified = std::get<ir::Quantified>(target.nodes[outer.body]);
  const auto& pair = std::get<ir::PairTest>(target.nodes[quantified.body]);
  CHECK(quantified.list == ir::Operand{1, 0});
  CHECK(pair.left == ir::Operand{2, 0});
  CHECK(pair.right == ir::Operand{1, 1});
}

TEST_CASE("flows, gives and limits reach the targets that they speak of") {
  check::Program program = OneServer();
  program.rules.push_back(RuleAbout(Outcome::kAllow, "*"));
  program.rules.push_back(RuleAbout(Outcome::kAllow, "*"));
  program.rules[1].verb = Verb::kPrompt;
  const auto flow = [&](uint64_t labels, const char* name, bool after_ask) {
    program.flows.push_back({labels, {{0, name, {}}}, std::nullopt, after_ask, {}});
  };
  flow(2, "*", false);
  flow(4, "post_*", false);
  flow(8, "post_a", true);
  program.gives.push_back({0, {"read_*"}, 16, std::nullopt, {}});
  program.declassifications.push_back({32, 0, "redact", std::nullopt, {}});
  program.rate_limits.push_back(
      {check::kAnyAgent, Verb::kCall, {{0, "post_*", {}}}, 1, std::chrono::seconds(1), {}});
  const ir::Decisions decisions = Lowered(program);
  CHECK(TargetOf(decisions, "read_x").lets_in == (1 | 2));
  CHECK(TargetOf(decisions, "read_x").gives == (1 | 16));
  CHECK(TargetOf(decisions, "redact").takes_off == 32);
  CHECK(TargetOf(decisions, "redact").gives == 1);
  const ir::Target& post = TargetOf(decisions, "post_a");
  CHECK(post.lets_in == (1 | 2 | 4));
  REQUIRE(post.flows.size() == 1);
  CHECK(post.flows[0].after_ask);
  CHECK(post.rate_limits == std::vector<uint32_t>{0});
  CHECK(TargetOf(decisions, "post_b").flows.empty());
  // A flow into a server is into its prompts too, one into its tools is not.
  const auto prompt = decisions.Resolve(0, Verb::kPrompt, "post_a");
  REQUIRE(prompt);
  CHECK(decisions.targets[*prompt].lets_in == (1 | 2));
}

}  // namespace
}  // namespace weir::lower
