#include "tests/differential/generator.h"

#include "compiler/abi/decision_abi.h"
#include "tests/support/conditions.h"

namespace weir::testing {
namespace {

using check::Relation;
using check::Root;
using check::View;
using Kind = check::TextTestKind;

constexpr int kDepthMax = 4;
constexpr uint32_t kQuantifiersMax = 3;
constexpr uint32_t kLabels = 5;  // the server's own is the first

}  // namespace

check::Program Generator::Program() {
  check::Program program = OneServer();
  const size_t rules = 1 + Below(8);
  for (size_t i = 0; i < rules; ++i) {
    const Outcome effect = OneOf({Outcome::kDeny, Outcome::kAsk, Outcome::kAllow});
    const uint64_t agents = OneIn(2) ? check::kAnyAgent : uint64_t{1 + Below(3)};
    check::Rule rule = RuleAbout(effect, OneIn(2) ? "t" : "*", std::nullopt, agents);
    if (!OneIn(8)) rule.where = Condition(kDepthMax, 0);
    program.rules.push_back(std::move(rule));
  }
  if (!OneIn(3)) AddLabels(program);
  return program;
}

// Flows of every kind, and what changes the labels of results.
void Generator::AddLabels(check::Program& program) {
  const auto where = [&]() -> std::optional<check::Condition> {
    if (OneIn(3)) return std::nullopt;
    return Condition(2, 0);
  };
  for (size_t i = Below(5); i > 0; --i) {
    check::Flow& flow = program.flows.emplace_back();
    flow.labels = Labels();
    flow.targets.push_back({0, OneIn(2) ? "t" : "*", {}});
    flow.where = where();
    flow.after_ask = OneIn(3);
  }
  for (size_t i = Below(3); i > 0; --i) {
    program.gives.push_back({0, {OneIn(2) ? "t" : "*"}, Labels(), where(), {}});
    program.declassifications.push_back({Labels(), 0, "t", where(), {}});
  }
}

uint64_t Generator::Labels() {
  return Below(uint64_t{1} << kLabels);
}

GeneratedRequest Generator::Request() {
  GeneratedRequest request;
  request.agent = OneOf({uint64_t{1}, uint64_t{2}, uint64_t{WEIR_AGENT_UNKNOWN}});
  request.labels = OneIn(2) ? 0 : Labels();
  request.arguments = RandomObject(3);
  request.uri = RandomText();
  request.tool = RandomObject(2);
  request.claims = RandomObject(1);
  return request;
}

check::Condition Generator::Condition(int depth, uint32_t quantifiers) {
  if (depth == 0 || OneIn(3)) return Atom(quantifiers);
  switch (Below(4)) {
    case 0:
      return Negation(Condition(depth - 1, quantifiers));
    case 1:
      return quantifiers < kQuantifiersMax ? Quantified(depth, quantifiers) : Atom(quantifiers);
    default:
      return Junction(depth, quantifiers);
  }
}

check::Condition Generator::Junction(int depth, uint32_t quantifiers) {
  std::vector<check::Condition> terms;
  const size_t count = 1 + Below(3);
  for (size_t i = 0; i < count; ++i) terms.push_back(Condition(depth - 1, quantifiers));
  if (OneIn(2)) return {check::And{std::move(terms)}, {}};
  return {check::Or{std::move(terms)}, {}};
}

check::Condition Generator::Quantified(int depth, uint32_t quantifiers) {
  const auto quantifier =
      OneOf({check::Quantifier::kAny, check::Quantifier::kAll, check::Quantifier::kNone});
  check::Operand list = ListOperand(quantifiers);
  return EachOf(quantifier, std::move(list), Condition(depth - 1, quantifiers + 1));
}

check::Condition Generator::Atom(uint32_t quantifiers) {
  switch (Below(9)) {
    case 0:
      return NumberTest(quantifiers);
    case 1: {
      const View view = OneIn(3) ? View::kUrlIsPrivate : View::kPlain;
      return Bool({Path(quantifiers, false), view}, OneIn(2),
                  OneOf({Relation::kEqual, Relation::kNotEqual}));
    }
    case 2:
      return PairTest(quantifiers);
    case 3:
      return {check::ExistsTest{Path(quantifiers, false)}, {}};
    case 4:
      return OneIn(2) ? ValidTest(quantifiers) : Has(Labels());
    default:
      return TextTest(quantifiers);
  }
}

check::Program Generator::TextRules() {
  check::Program program = OneServer();
  for (size_t i = 0; i < 30; ++i) {
    const Outcome effect = OneOf({Outcome::kDeny, Outcome::kAsk, Outcome::kAllow});
    const uint64_t agents = OneIn(4) ? uint64_t{1} : check::kAnyAgent;
    check::Condition where = OneIn(10) ? Condition(1, 0) : TextTestOf(Arg({"a"}));
    program.rules.push_back(RuleAbout(effect, "t", std::move(where), agents));
  }
  if (OneIn(2)) AddLabels(program);
  return program;
}

check::Program Generator::ConjunctionRules() {
  check::Program program = OneServer();
  const auto test = [&] {
    const check::Operand operand = OneOf({Arg({"a"}), Arg({"b"}), PathArg({"a"}), TextOperand(0)});
    if (OneIn(3)) return TextTestOf(operand);
    std::vector<std::string> texts;  // past what is compared one after another
    for (size_t count = 1 + Below(8); count > 0; --count) texts.push_back(RandomText());
    return Equals(operand, std::move(texts));
  };
  for (size_t i = 0; i < 80; ++i) {  // past a word of bits
    const Outcome effect = OneOf({Outcome::kDeny, Outcome::kAsk, Outcome::kAllow});
    const uint64_t agents = OneIn(4) ? uint64_t{1 + Below(3)} : check::kAnyAgent;
    check::Condition where = OneIn(20) ? Condition(1, 0) : All(test(), test(), test());
    program.rules.push_back(RuleAbout(effect, "t", std::move(where), agents));
  }
  if (OneIn(2)) AddLabels(program);
  return program;
}

check::Condition Generator::TextTest(uint32_t quantifiers) {
  return TextTestOf(TextOperand(quantifiers));
}

check::Condition Generator::TextTestOf(check::Operand operand) {
  const Kind kind =
      OneOf({Kind::kEquals, Kind::kLike, Kind::kContains, Kind::kStartsWith, Kind::kEndsWith,
             Kind::kWithin, Kind::kUnder, Kind::kMatches, Kind::kSearches});
  if (kind == Kind::kWithin) operand.view = View::kPath;
  if (kind == Kind::kUnder) operand.view = OneOf({View::kUrlHost, View::kEmailDomain});
  if (kind == Kind::kUnder) operand.path = {Root::kArguments, 0, {"u"}};
  if (kind == Kind::kEquals && OneIn(4)) return NotEquals(std::move(operand), RandomText());
  std::vector<std::string> texts;
  const size_t count = 1 + Below(3);
  for (size_t i = 0; i < count; ++i) texts.push_back(PatternFor(kind));
  return Text(std::move(operand), kind, std::move(texts));
}

std::string Generator::PatternFor(Kind kind) {
  switch (kind) {
    case Kind::kWithin:
      return OneOf<const char*>({"/", "/srv", "/srv/x", "/a"});
    case Kind::kUnder:
      return OneOf<const char*>({"example.com", "com", "a.example.com", "xample.com"});
    case Kind::kLike:
      return OneOf<const char*>({"*", "**", "?", "a*", "**b", "*b", "/srv/*", "/srv/**", "a?b",
                                 "??", "*\xc3\xa9", "a\\*", "**a**b**", "*?", "/**/x", "", "a\\**",
                                 "ab", "https://**"});
    case Kind::kMatches:
    case Kind::kSearches:
      return OneOf<const char*>({"", "a", "a+", "(a|b)*", "/srv/.*", "[^/]+", "a.b", "^a", "b$",
                                 "(?i)AB", ".{2,3}", "[a-c]{2}", "^$", "(a|ab)(b|)", "\\.",
                                 "example\\.(com|org)", "^(/[a-z0-9]+)*$"});
    case Kind::kEquals:
    case Kind::kContains:
    case Kind::kStartsWith:
    case Kind::kEndsWith:
      return RandomText();
  }
  return {};
}

Relation Generator::AnyRelation() {
  return OneOf({Relation::kEqual, Relation::kNotEqual, Relation::kLess, Relation::kLessOrEqual,
                Relation::kGreater, Relation::kGreaterOrEqual});
}

check::Condition Generator::NumberTest(uint32_t quantifiers) {
  const Relation relation = AnyRelation();
  std::vector<check::Number> numbers;
  const size_t count = relation == Relation::kEqual ? 1 + Below(4) : 1;
  for (size_t i = 0; i < count; ++i) {
    numbers.push_back(OneIn(4) ? check::Number(static_cast<int64_t>(Below(4))) : Number());
  }
  const View view = OneOf({View::kPlain, View::kPlain, View::kLength, View::kUrlPort});
  const bool of_list = view == View::kLength && OneIn(2);
  return testing::Number({Path(quantifiers, of_list), view}, relation, std::move(numbers));
}

check::Condition Generator::PairTest(uint32_t quantifiers) {
  return Pair(TextOperand(quantifiers), AnyRelation(), TextOperand(quantifiers));
}

check::Condition Generator::ValidTest(uint32_t quantifiers) {
  return Valid(
      {Path(quantifiers, false), OneOf({View::kPath, View::kUrl, View::kCommand, View::kEmail})});
}

check::Operand Generator::TextOperand(uint32_t quantifiers) {
  if (OneIn(12)) {
    return {{OneOf({Root::kServerName, Root::kAgentName}), 0, {}}, View::kPlain};
  }
  const View view = OneIn(2)
                        ? View::kPlain
                        : OneOf({View::kPath, View::kPathName, View::kPathExtension,
                                 View::kUrlScheme, View::kUrlHost, View::kUrlPath, View::kUrlQuery,
                                 View::kCommandProgram, View::kEmailLocal, View::kEmailDomain});
  return {Path(quantifiers, false), view};
}

check::Operand Generator::ListOperand(uint32_t quantifiers) {
  switch (Below(4)) {
    case 0:
      return {Path(quantifiers, OneIn(2)), View::kStrings};
    case 1:
      return {Path(quantifiers, false), View::kCommandArguments};
    default:
      return {Path(quantifiers, true), View::kPlain};
  }
}

check::ValuePath Generator::Path(uint32_t quantifiers, bool of_list) {
  if (!of_list && OneIn(12)) return {Root::kUri, 0, {}};
  const bool of_element = quantifiers > 0 && !OneIn(3);
  std::vector<std::string> keys;
  if (!of_element || OneIn(3))
    keys.push_back(of_list ? OneOf<const char*>({"l", "m"}) : OneOf<const char*>({"a", "b", "o"}));
  if (!keys.empty() && keys[0] == "o") keys.push_back("a");
  if (of_element) return {Root::kElement, static_cast<uint32_t>(Below(quantifiers)), keys};
  const Root root = OneIn(4) ? OneOf({Root::kTool, Root::kClaims}) : Root::kArguments;
  return {root, 0, std::move(keys)};
}

check::Number Generator::Number() {
  constexpr int64_t kTwoTo53 = int64_t{1} << 53;
  return OneOf<check::Number>({int64_t{0}, int64_t{1}, int64_t{-1}, kTwoTo53, kTwoTo53 + 1,
                               kTwoTo53 - 1, int64_t{INT64_MAX}, int64_t{INT64_MIN}, 0.0, -0.0, 0.5,
                               -0.5, 1.0, 9007199254740992.0, 9223372036854775808.0,
                               -9223372036854775808.0, 1e308});
}

}  // namespace weir::testing
