// Limits of the parser, and that a mistake costs one statement.
#include "compiler/parse/parse.h"

#include <catch2/catch.hpp>
#include <sstream>
#include <string>

#include "compiler/ast/print.h"

namespace weir::parse {
namespace {

using diagnostics::Kind;

struct Parsed {
  std::optional<ast::File> file;
  std::vector<diagnostics::Diagnostic> diagnostics;
};

Parsed ParseText(const std::string& text) {
  SourceSet sources;
  diagnostics::Sink sink;
  Parsed parsed{Parse(sources, sources.Add("p.weir", text), sink), {}};
  parsed.diagnostics = sink.Take();
  return parsed;
}

std::string Repeat(const std::string& text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::string Rule(const std::string& condition) {
  return "weir 1;\nallow any: s.t where " + condition + ";\n";
}

TEST_CASE("brackets nest up to the limit") {
  const auto nested = [](size_t depth) {
    return ParseText(Rule(Repeat("(", depth) + "args.a == 1" + Repeat(")", depth)));
  };
  CHECK(nested(kNestingMax).diagnostics.empty());
  const Parsed deeper = nested(kNestingMax + 1);
  REQUIRE(deeper.diagnostics.size() == 1);
  CHECK(deeper.diagnostics[0].kind == Kind::kNestedTooDeeply);
  CHECK(!deeper.file);
}

TEST_CASE("a hundred thousand brackets are a diagnostic, whatever they are") {
  const auto bracket = GENERATE("(", "[", "{", ")", "]", "}", "([{", "not (");
  const Parsed parsed = ParseText(Rule(Repeat(bracket, 100'000)));
  CHECK(!parsed.diagnostics.empty());
}

TEST_CASE("quantifiers nest up to the limit, and end with their brackets") {
  CHECK(ParseText(Rule(Repeat("any x in args.a: ", kNestingMax) + "x == 1")).diagnostics.empty());
  const Parsed deeper = ParseText(Rule(Repeat("any x in args.a: ", kNestingMax + 1) + "x == 1"));
  REQUIRE(deeper.diagnostics.size() == 1);
  CHECK(deeper.diagnostics[0].kind == Kind::kNestedTooDeeply);
  const std::string many = Repeat("(any x in args.a: x == 1) and ", 1'000) + "args.b == 1";
  CHECK(ParseText(Rule(many)).diagnostics.empty());
}

TEST_CASE("long chains do not nest") {
  CHECK(ParseText(Rule(Repeat("args.a == 1 or ", 20'000) + "args.b == 2")).diagnostics.empty());
  CHECK(ParseText(Rule(Repeat("not ", 50'001) + "args.b == 2")).diagnostics.empty());
}

TEST_CASE("words are read up to the limit") {
  const auto holds = [](const std::vector<diagnostics::Diagnostic>& all) {
    return std::any_of(all.begin(), all.end(),
                       [](const auto& one) { return one.kind == Kind::kTooManyTokens; });
  };
  const std::string text = Repeat(";", kTokensMax);
  std::ostringstream at_limit;
  PrintTokens(SourceFile("p.weir", text), at_limit);
  std::ostringstream past_limit;
  PrintTokens(SourceFile("p.weir", text + ";"), past_limit);
  CHECK(at_limit.str() == past_limit.str());
  const Parsed past = ParseText(text + ";");
  REQUIRE(!past.diagnostics.empty());
  CHECK(holds(past.diagnostics));
  CHECK(!holds(ParseText(text).diagnostics));
}

TEST_CASE("brackets that never close cost no quadratic time") {
  const Parsed parsed = ParseText("weir 1;\nset {\n" + Repeat("x [\nset (\nx ]\n", 50'000));
  // Each `set (` is open to the end of the file; after so many of them the rest is left alone.
  CHECK(parsed.diagnostics.size() == 16);
}

TEST_CASE("a statement with a mistake is left out, the others are read") {
  const Parsed parsed =
      ParseText("weir 1;\nagent a { }\nagent { }\nagent c { client ; }\nagent d { }\n");
  REQUIRE(parsed.file);
  CHECK(parsed.file->statements.size() == 2);
  REQUIRE(parsed.file->broken.size() == 1);
  CHECK(parsed.file->broken[0].name.text == "c");
  CHECK(parsed.diagnostics.size() == 2);
}

TEST_CASE("an even number of `not` is none") {
  const auto tree = [](const std::string& condition) {
    std::ostringstream out;
    ast::Print(*ParseText(Rule(condition)).file, out);
    return out.str();
  };
  CHECK(tree("not not args.a == 1") == tree("args.a == 1"));
  CHECK(tree("not not not args.a == 1") == tree("not args.a == 1"));
  CHECK(tree("not args.a == 1") != tree("args.a == 1"));
}

TEST_CASE("positions count bytes where the text is not ASCII") {
  const Parsed parsed = ParseText("weir 1; // äöü €\nagent a { client \"é\"; }\n");
  REQUIRE(parsed.file);
  const auto& agent = std::get<ast::Agent>(parsed.file->statements.at(0).node);
  CHECK(agent.name.span == Span{0, 28, 29});
  const auto& clients = std::get<ast::Clients>(agent.items.at(0).node);
  CHECK(clients.names.at(0).value == "é");
  CHECK(clients.names.at(0).span == Span{0, 39, 43});
}

TEST_CASE("the head of a rule ends where its condition begins") {
  SourceSet sources;
  diagnostics::Sink sink;
  const auto file = Parse(
      sources, sources.Add("p", "weir 1;\nallow any: s.{a, b}  where args.x == 1 because \"y\";"),
      sink);
  REQUIRE(file);
  const auto& statement = file->statements.at(0);
  CHECK(sources.TextOf(std::get<ast::Rule>(statement.node).head) == "allow any: s.{a, b}");
  CHECK(sources.TextOf(statement.span).ends_with("because \"y\";"));
}

TEST_CASE("tokens are printed one a line") {
  std::ostringstream out;
  PrintTokens(SourceFile("p.weir", "weir 1; // c\nallow any: *.a_* -> {\"x\", 2.5};"), out);
  CHECK(
      out.str() ==
      "1:1 weir weir\n1:6 integer 1\n1:7 semicolon ;\n2:1 allow allow\n2:7 any any\n2:10 colon :\n"
      "2:12 glob *\n2:13 dot .\n2:14 glob a_*\n2:18 arrow ->\n2:21 lbrace {\n2:22 string "
      "\"x\"\n"
      "2:25 comma ,\n2:27 decimal 2.5\n2:30 rbrace }\n2:31 semicolon ;\n");
}

}  // namespace
}  // namespace weir::parse
