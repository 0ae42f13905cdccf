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
    CHECK(SeverityOf(one.kind) != diagnostics::Severity::kError);
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

TEST_CASE("servers are labels, in their own order, before the others") {
  const Program program = ProgramOf(
      "label kept by content of 16; label seen by session;\n"
      "server web { launch \"w\"; tools fetch, post; gives seen; takes kept, files; "
      "tool post gives kept where args.n == 1; }\n"
      "flow {kept, git} -> files.write, git where args.x == \"y\" after ask;\n"
      "flow any -> web;\n"
      "declassify kept through web.post;\n");
  REQUIRE(program.labels.size() == 5);
  CHECK(program.labels[2].name == "web");
  CHECK(program.labels[3].run_length == 16);
  CHECK(program.labels[4].by_session);
  REQUIRE(program.gives.size() == 2);
  CHECK(program.gives[0].labels == 0b10000);
  CHECK(program.gives[0].tools == std::vector<std::string>{"*"});
  CHECK(program.gives[1].tools == std::vector<std::string>{"post"});
  CHECK(program.gives[1].where);
  REQUIRE(program.flows.size() == 3);
  CHECK(program.flows[0].labels == 0b01001);  // `takes`
  CHECK(program.flows[0].targets.at(0).server == 2);
  CHECK(program.flows[1].labels == 0b01010);
  CHECK(program.flows[1].after_ask);
  CHECK(program.flows[1].targets.at(0).name == "write");
  CHECK(program.flows[1].targets.at(1).name == "*");
  CHECK(program.flows[2].labels == ~uint64_t{0});
  CHECK(program.declassifications.at(0).labels == 0b01000);
}

TEST_CASE("limits, guards and what servers ask for") {
  const Program program = ProgramOf(
      "limit ci: git.*, files.write 60 per minute; guard { drift off; results deny; }\n"
      "deny any-server: sample; deny {git}: roots because \"no\";\n"
      "test \"t\" as ci { deny git.x with labels {git} returns \"r\" because flow; }");
  const RateLimit& limit = program.rate_limits.at(0);
  CHECK(limit.count == 60);
  CHECK(limit.window == std::chrono::minutes(1));
  CHECK(limit.agents == 2);
  CHECK(limit.targets.size() == 2);
  CHECK(program.guard.drift == Reaction::kOff);
  CHECK(program.guard.shadow == Reaction::kQuarantine);
  CHECK(program.guard.results == Reaction::kDeny);
  CHECK(program.server_rules.at(0).servers == ~uint64_t{0});
  CHECK(program.server_rules.at(1).servers == 2);
  CHECK(program.server_rules.at(1).verb == ClientVerb::kRoots);
  const TestStep& step = program.tests.at(0).steps.at(0);
  CHECK(step.labels == 2);
  CHECK(step.returns == "r");
}

TEST_CASE("agents, connections and sandboxes") {
  const Program program = ProgramOf(
      "agent web { jwt issuer \"i\" audience \"a\" where claims.sub == \"s\"; token from file "
      "\"/f\"; }\n"
      "agent bot { token from env \"BOT\"; }\n"
      "server far { connect \"https://far.example/\" { header \"X-Key\" from env \"KEY\"; } tools "
      "*; "
      "arguments strip; }\n"
      "server box { launch \"b\"; tools *; sandbox { read work; network all; memory 2 MiB; "
      "processes 3; "
      "env HOME; } }\n");
  const Agent& web = program.agents.at(2);
  REQUIRE(web.jwt);
  CHECK(As<TextTest>(*web.jwt->where).operand.path == ValuePath{Root::kClaims, 0, {"sub"}});
  CHECK(web.token_from_file == "/f");
  CHECK(program.agents.at(3).token_from_variable == "BOT");
  const Server& far = program.servers.at(2);
  REQUIRE(far.connection);
  CHECK(far.connection->headers.at(0).from_variable == "KEY");
  CHECK(far.arguments == ArgumentMode::kStrip);
  const Server& box = program.servers.at(3);
  REQUIRE(box.sandbox);
  CHECK(box.sandbox->read == std::vector<std::string>{"/srv"});
  CHECK(box.sandbox->network);
  CHECK(box.sandbox->memory_bytes_max == uint64_t{2} << 20);
  CHECK(box.sandbox->processes_max == 3u);
  CHECK(box.environment.at(0).name == "HOME");
}

TEST_CASE("views become operands") {
  const auto view = [](const std::string& text) {
    const Condition condition = ConditionOf(text);
    if (const auto* number = std::get_if<NumberTest>(&condition.node)) return number->operand.view;
    if (const auto* truth = std::get_if<BoolTest>(&condition.node)) return truth->operand.view;
    if (const auto* valid = std::get_if<ValidTest>(&condition.node)) return valid->operand.view;
    if (const auto* list = std::get_if<Quantified>(&condition.node)) return list->list.view;
    return As<TextTest>(condition).operand.view;
  };
  CHECK(view("path(args.p).name == \"x\"") == View::kPathName);
  CHECK(view("path(args.p).extension in names") == View::kPathExtension);
  CHECK(view("url(args.u).scheme == \"https\"") == View::kUrlScheme);
  CHECK(view("url(args.u).host under \"example.com\"") == View::kUrlHost);
  CHECK(view("url(args.u).port < 1024") == View::kUrlPort);
  CHECK(view("url(args.u).path like \"/x/*\"") == View::kUrlPath);
  CHECK(view("url(args.u).query contains /a/") == View::kUrlQuery);
  CHECK(view("url(args.u).is_private") == View::kUrlIsPrivate);
  CHECK(view("command(args.c).program matches /l./") == View::kCommandProgram);
  CHECK(view("any a in command(args.c).arguments: a == \"x\"") == View::kCommandArguments);
  CHECK(view("email(args.e).local != \"root\"") == View::kEmailLocal);
  CHECK(view("email(args.e).domain == \"a.example\"") == View::kEmailDomain);
  CHECK(view("length(args.l) > 3") == View::kLength);
  CHECK(view("none s in strings(args): s contains \"x\"") == View::kStrings);
  CHECK(view("valid email(args.e)") == View::kEmail);
  const Condition condition = ConditionOf("labels has files and labels has git");
  CHECK(As<LabelTest>(As<And>(condition).terms.at(1)).labels == 2);
}

TEST_CASE("regular expressions are kept as written") {
  const Condition matches = ConditionOf("args.a matches [/a\\/b/, /(?i)c/]");
  CHECK(As<TextTest>(matches).kind == TextTestKind::kMatches);
  CHECK(As<TextTest>(matches).texts == std::vector<std::string>{"a\\/b", "(?i)c"});
  CHECK(As<TextTest>(ConditionOf("args.a contains /x/")).kind == TextTestKind::kSearches);
}

TEST_CASE("each use of a pattern is checked on its own, and names are those of where they stand") {
  const Program program = ProgramOf(
      "const root = \"outer\";\n"
      "pattern p(s: server, t: string, l: strings) {\n"
      "  const here = \"inner\";\n"
      "  deny any: s.a where any x in args.l: x == t or x in l or x == here;\n"
      "}\n"
      "pattern q(git: server) { use p(git, root, names); }\n"
      "use p(git, \"one\", [\"two\"]);\n"
      "use q(files);\n"
      "deny any: git.b;\n");
  REQUIRE(program.rules.size() == 3);
  CHECK(program.rules[0].targets.at(0).server == 1);
  CHECK(program.rules[0].use);
  CHECK(!program.rules[2].use);
  const auto texts = [](const Rule& rule, size_t term) {
    return As<TextTest>(As<Or>(*As<Quantified>(*rule.where).body).terms.at(term)).texts;
  };
  CHECK(texts(program.rules[0], 0) == std::vector<std::string>{"one"});
  CHECK(texts(program.rules[0], 1) == std::vector<std::string>{"two"});
  CHECK(texts(program.rules[1], 0) == std::vector<std::string>{"outer"});
  CHECK(texts(program.rules[1], 1) == std::vector<std::string>{"a", "/srv"});
  CHECK(texts(program.rules[1], 2) == std::vector<std::string>{"inner"});
}

std::string Repeat(const std::string& text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

TEST_CASE("uses of patterns are limited in number") {
  const std::string head =
      std::string(kHead) + "pattern p(s: server) { deny any: s.x; }\npattern q() { use p(git); }\n";
  CHECK(CheckText(head + Repeat("use q();\n", kUsesMax / 2)).program);
  const Checked past =
      CheckText(head + Repeat("use q();\n", kUsesMax / 2) + "use p(git);\nuse q();");
  REQUIRE(past.diagnostics.size() == 1);
  CHECK(past.diagnostics[0].kind == diagnostics::Kind::kTooManyUses);
}

TEST_CASE("uses of patterns are limited in depth") {
  const auto policy = [](size_t depth) {
    std::string text = std::string(kHead) + "pattern p0() { deny any: git.x; }\n";
    for (size_t i = 1; i < depth; ++i) {
      text += "pattern p" + std::to_string(i) + "() { use p" + std::to_string(i - 1) + "(); }\n";
    }
    return CheckText(text + "use p" + std::to_string(depth - 1) + "();\n");
  };
  CHECK(policy(kUseDepthMax).program);
  const Checked past = policy(kUseDepthMax + 1);
  REQUIRE(past.diagnostics.size() == 1);
  CHECK(past.diagnostics[0].kind == diagnostics::Kind::kTooManyUses);
}

TEST_CASE("uses of patterns are limited in text") {
  const size_t bytes = size_t{4} << 20;
  const auto policy = [&](size_t uses) {
    const std::string body =
        "pattern p() { /* " + std::string(bytes, 'x') + " */ deny any: git.x; }\n";
    return CheckText(std::string(kHead) + body + Repeat("use p();\n", uses));
  };
  CHECK(policy(kExpandedBytesMax / bytes - 1).program);
  CHECK(!policy(kExpandedBytesMax / bytes + 1).program);
}

}  // namespace
}  // namespace weir::check
