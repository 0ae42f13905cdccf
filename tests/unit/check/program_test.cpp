// The program that a policy becomes: names resolved, constants written out, conditions typed.
#include <catch2/catch.hpp>
#include <string>

#include "compiler/check/check.h"
#include "compiler/parse/parse.h"

namespace weir::check {
namespace {

struct Checked {
  SourceSet sources;
  std::vector<diagnostics::Diagnostic> diagnostics;
  std::optional<Program> program;
};

Checked CheckText(const std::string& text) {
  Checked checked;
  diagnostics::Sink sink;
  const uint32_t file = checked.sources.Add("p.weir", text);
  if (const auto tree = parse::Parse(checked.sources, file, sink)) {
    checked.program = Check(*tree, checked.sources, sink);
  }
  checked.diagnostics = sink.Take();
  return checked;
}

constexpr const char* kHead =
    "weir 1;\n"
    "const work = \"/srv\"; const two = 2; set names = [\"a\", work];\n"
    "agent coder { client \"claude-code\"; }\nagent ci { }\n"
    "server files { launch \"fs\" work; tools read_*, write; limit 2 min, result 3 KiB; "
    "env PATH, ROOT = work; }\n"
    "server git { launch \"git\"; tools *; }\n";

Program ProgramOf(const std::string& text) {
  Checked checked = CheckText(kHead + text);
  for (const auto& one : checked.diagnostics) {
    UNSCOPED_INFO(one.message);
    CHECK(SeverityOf(one.kind) == diagnostics::Severity::kWarning);
  }
  REQUIRE(checked.program);
  return std::move(*checked.program);
}

Condition ConditionOf(const std::string& text, const std::string& verb = "") {
  Program program = ProgramOf("allow coder: " + verb + " git.* where " + text + ";");
  REQUIRE(program.rules.at(0).where);
  return std::move(*program.rules[0].where);
}

template <typename Node>
const Node& As(const Condition& condition) {
  REQUIRE(std::holds_alternative<Node>(condition.node));
  return std::get<Node>(condition.node);
}

TEST_CASE("servers carry their settings") {
  const Program program = ProgramOf("");
  const Server& files = program.servers.at(0);
  CHECK(files.launch == std::vector<std::string>{"fs", "/srv"});
  CHECK(files.tools == std::vector<std::string>{"read_*", "write"});
  CHECK(files.call_timeout == std::chrono::minutes(2));
  CHECK(files.result_bytes_max == 3072u);
  REQUIRE(files.environment.size() == 2);
  CHECK(!files.environment[0].value);
  CHECK(files.environment[1].value == "/srv");
  CHECK(!program.servers.at(1).call_timeout);
  CHECK(program.agents.at(0).clients == std::vector<std::string>{"claude-code"});
}

TEST_CASE("subjects are masks, `any` is everyone") {
  const Program program =
      ProgramOf("allow coder: git.a; allow {coder, ci}: git.a; allow ci: git.a; deny any: git.b;");
  CHECK(program.rules.at(0).agents == 1);
  CHECK(program.rules.at(1).agents == 3);
  CHECK(program.rules.at(2).agents == 2);
  CHECK(program.rules.at(3).agents == kAnyAgent);
  CHECK((program.rules.at(3).agents & WEIR_AGENT_UNKNOWN) != 0);
}

TEST_CASE("targets are written out by server; those that cannot exist are dropped from patterns") {
  const Program program = ProgramOf(
      "allow coder: *.write, files.{read_a, \"write\"}; ask ci: *.log; deny any: read *, files.*; "
      "deny any: prompt g*;");
  const auto names = [](const Rule& rule) {
    std::string all;
    for (const Target& target : rule.targets) {
      all += std::to_string(target.server) + "." + target.name + " ";
    }
    return all;
  };
  CHECK(names(program.rules.at(0)) == "0.write 1.write 0.read_a 0.write ");
  CHECK(names(program.rules.at(1)) == "1.log ");
  CHECK(names(program.rules.at(2)) == "0.* 1.* 0.* ");
  CHECK(names(program.rules.at(3)) == "1.* ");
  CHECK(program.rules.at(2).verb == Verb::kRead);
  CHECK(program.rules.at(1).effect == Outcome::kAsk);
}

TEST_CASE("a literal on the left is turned to the right") {
  const Condition condition = ConditionOf("two < args.n");
  const auto& test = As<NumberTest>(condition);
  CHECK(test.relation == Relation::kGreater);
  CHECK(test.numbers == std::vector<Number>{int64_t{2}});
  CHECK(test.operand.path.keys == std::vector<std::string>{"n"});
}

TEST_CASE("`!=` is a comparison of its own, for every type") {
  CHECK(As<TextTest>(ConditionOf("args.a != \"a\"")).negated);
  CHECK(!As<TextTest>(ConditionOf("args.a == \"a\"")).negated);
  CHECK(As<NumberTest>(ConditionOf("args.a != 2.5")).relation == Relation::kNotEqual);
  CHECK(As<BoolTest>(ConditionOf("args.a != true")).relation == Relation::kNotEqual);
  CHECK(As<PairTest>(ConditionOf("args.a != args.b")).relation == Relation::kNotEqual);
}

TEST_CASE("sets and constants are written out") {
  const Condition in = ConditionOf("args.a in names");
  CHECK(As<TextTest>(in).kind == TextTestKind::kEquals);
  CHECK(As<TextTest>(in).texts == std::vector<std::string>{"a", "/srv"});
  const Condition within = ConditionOf("path(args.a) within work");
  CHECK(As<TextTest>(within).kind == TextTestKind::kWithin);
  CHECK(As<TextTest>(within).operand.view == View::kPath);
  const Condition numbers = ConditionOf("args.a in [1, two, 2.5]");
  CHECK(As<NumberTest>(numbers).numbers == std::vector<Number>{int64_t{1}, int64_t{2}, 2.5});
}

TEST_CASE("quantifiers count their depth from the inside") {
  const Condition condition =
      ConditionOf("any x in args.a: all y in x.b: x.n == y.n and exists y.m");
  const auto& outer = As<Quantified>(condition);
  CHECK(outer.quantifier == Quantifier::kAny);
  CHECK(outer.list.path == ValuePath{Root::kArguments, 0, {"a"}});
  const auto& inner = As<Quantified>(*outer.body);
  CHECK(inner.quantifier == Quantifier::kAll);
  CHECK(inner.list.path == ValuePath{Root::kElement, 0, {"b"}});
  const auto& both = As<And>(*inner.body);
  const auto& pair = As<PairTest>(both.terms.at(0));
  CHECK(pair.left.path == ValuePath{Root::kElement, 1, {"n"}});
  CHECK(pair.right.path == ValuePath{Root::kElement, 0, {"n"}});
  CHECK(As<ExistsTest>(both.terms.at(1)).path == ValuePath{Root::kElement, 0, {"m"}});
}

TEST_CASE("`uri` belongs to `read` and `complete`") {
  const Condition condition = ConditionOf("uri like \"file:///**\"", "read");
  CHECK(As<TextTest>(condition).operand.path == ValuePath{Root::kUri, 0, {}});
  CHECK(As<TextTest>(condition).kind == TextTestKind::kLike);
}

TEST_CASE("steps keep their arguments as written") {
  const Program program = ProgramOf(
      "deny any: git.x because \"no\";\n"
      "test \"t\" as ci { allow git.a { \"n\" : 1.0 } because \"no\"; deny read git \"u:x\"; "
      "ask git.b because not-exposed; }");
  const Test& test = program.tests.at(0);
  CHECK(test.agent == 2);
  REQUIRE(test.steps.size() == 3);
  CHECK(test.steps[0].arguments == "{ \"n\" : 1.0 }");
  CHECK(test.steps[0].because->because == Because::kRule);
  CHECK(test.steps[0].because->text == "no");
  CHECK(test.steps[1].verb == Verb::kRead);
  CHECK(test.steps[1].name == "u:x");
  CHECK(test.steps[1].arguments == "{}");
  CHECK(!test.steps[1].because);
  CHECK(test.steps[2].because->because == Because::kNotExposed);
}

TEST_CASE("an error anywhere means no program, also one of the parser") {
  CHECK(!CheckText(std::string(kHead) + "allow nobody: git.a;").program);
  CHECK(!CheckText(std::string(kHead) + "allow coder git.a;").program);
  CHECK(!CheckText("agent coder { }").program);
}

TEST_CASE("what a broken statement declares is not missed elsewhere") {
  const Checked checked = CheckText(
      "weir 1;\nagent coder { client; }\nserver git { launch; }\nconst a = ;\nset b = [;\n"
      "allow coder: git.x where args.a == a and args.b in b;\n");
  for (const auto& one : checked.diagnostics) {
    UNSCOPED_INFO(one.message);
    CHECK(one.span.begin < 80);
  }
  CHECK(checked.diagnostics.size() == 4);
}

TEST_CASE("targets are limited, patterns of servers written out") {
  const auto policy = [](size_t extra) {
    std::string text = "weir 1;\n";
    for (int i = 0; i < 50; ++i) {
      text += "server s" + std::to_string(i) + " { launch \"x\"; tools *; }\n";
    }
    for (int i = 0; i < 10; ++i) {
      text += "deny any: *.{a0";
      for (int j = 1; j < 2'000; ++j) text += ", a" + std::to_string(j);
      text += "};\n";
    }
    for (size_t i = 0; i < extra; ++i) text += "deny any: s0.b;\n";
    return CheckText(text);
  };
  CHECK(policy(0).program);
  const Checked past = policy(1);
  REQUIRE(past.diagnostics.size() == 1);
  CHECK(past.diagnostics[0].kind == diagnostics::Kind::kTooManyTargets);
}

}  // namespace
}  // namespace weir::check
