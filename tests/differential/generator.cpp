#include "tests/differential/generator.h"

#include "compiler/abi/decision_abi.h"
#include "compiler/json/document.h"
#include "tests/support/conditions.h"

namespace weir::testing {
namespace {

constexpr int kDepthMax = 4;
constexpr uint32_t kQuantifiersMax = 3;

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
  return program;
}

uint64_t Generator::Agent() {
  return OneOf({uint64_t{1}, uint64_t{2}, uint64_t{WEIR_AGENT_UNKNOWN}});
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
  check::ValuePath list = Path(quantifiers, true);
  return Each(quantifier, std::move(list), Condition(depth - 1, quantifiers + 1));
}

check::Condition Generator::Atom(uint32_t quantifiers) {
  switch (Below(6)) {
    case 0:
      return NumberTest(quantifiers);
    case 1:
      return Bool({Path(quantifiers, false), check::View::kPlain}, OneIn(2));
    case 2:
      return PairTest(quantifiers);
    case 3:
      return {check::ExistsTest{Path(quantifiers, false)}, {}};
    default:
      return TextTest(quantifiers);
  }
}

check::Program Generator::TextRules() {
  check::Program program = OneServer();
  for (size_t i = 0; i < 30; ++i) {
    const Outcome effect = OneOf({Outcome::kDeny, Outcome::kAsk, Outcome::kAllow});
    const uint64_t agents = OneIn(4) ? uint64_t{1} : check::kAnyAgent;
    check::Condition where = OneIn(10) ? Condition(1, 0) : TextTestOf(Arg({"a"}).path);
    program.rules.push_back(RuleAbout(effect, "t", std::move(where), agents));
  }
  return program;
}

check::Condition Generator::TextTest(uint32_t quantifiers) {
  return TextTestOf(Path(quantifiers, false));
}

check::Condition Generator::TextTestOf(check::ValuePath path) {
  using Kind = check::TextTestKind;
  const Kind kind = OneOf({Kind::kEquals, Kind::kLike, Kind::kContains, Kind::kStartsWith,
                           Kind::kEndsWith, Kind::kWithin});
  const check::View view =
      kind == Kind::kWithin || OneIn(4) ? check::View::kPath : check::View::kPlain;
  std::vector<std::string> texts;
  const size_t count = 1 + Below(3);
  for (size_t i = 0; i < count; ++i) {
    if (kind == Kind::kWithin) {
      texts.push_back(OneOf<const char*>({"/", "/srv", "/srv/x", "/a"}));
    } else if (kind == Kind::kLike) {
      texts.push_back(
          OneOf<const char*>({"*", "**", "?", "a*", "**b", "*b", "/srv/*", "/srv/**", "a?b", "??",
                              "*\xc3\xa9", "a\\*", "**a**b**", "*?", "/**/x", ""}));
    } else {
      texts.push_back(RandomText());
    }
  }
  return Text({std::move(path), view}, kind, std::move(texts));
}

check::Condition Generator::NumberTest(uint32_t quantifiers) {
  using check::Relation;
  const Relation relation =
      OneOf({Relation::kEqual, Relation::kNotEqual, Relation::kLess, Relation::kLessOrEqual,
             Relation::kGreater, Relation::kGreaterOrEqual});
  std::vector<check::Number> numbers;
  const size_t count = relation == Relation::kEqual ? 1 + Below(4) : 1;
  for (size_t i = 0; i < count; ++i) numbers.push_back(Number());
  return testing::Number({Path(quantifiers, false), check::View::kPlain}, relation,
                         std::move(numbers));
}

check::Condition Generator::PairTest(uint32_t quantifiers) {
  using check::Relation;
  const Relation relation =
      OneOf({Relation::kEqual, Relation::kNotEqual, Relation::kLess, Relation::kLessOrEqual,
             Relation::kGreater, Relation::kGreaterOrEqual});
  return Pair({Path(quantifiers, false), check::View::kPlain}, relation,
              {Path(quantifiers, false), OneIn(6) ? check::View::kPath : check::View::kPlain});
}

check::ValuePath Generator::Path(uint32_t quantifiers, bool of_list) {
  if (!of_list && OneIn(12)) return {check::Root::kUri, 0, {}};
  const bool of_element = quantifiers > 0 && !OneIn(3);
  std::vector<std::string> keys;
  if (!of_element || OneIn(3))
    keys.push_back(of_list ? OneOf<const char*>({"l", "m"}) : OneOf<const char*>({"a", "b", "o"}));
  if (!keys.empty() && keys[0] == "o") keys.push_back("a");
  if (!of_element) return {check::Root::kArguments, 0, std::move(keys)};
  return {check::Root::kElement, static_cast<uint32_t>(Below(quantifiers)), std::move(keys)};
}

check::Number Generator::Number() {
  constexpr int64_t kTwoTo53 = int64_t{1} << 53;
  return OneOf<check::Number>({int64_t{0}, int64_t{1}, int64_t{-1}, kTwoTo53, kTwoTo53 + 1,
                               kTwoTo53 - 1, int64_t{INT64_MAX}, int64_t{INT64_MIN}, 0.0, -0.0, 0.5,
                               -0.5, 1.0, 9007199254740992.0, 9223372036854775808.0,
                               -9223372036854775808.0, 1e308});
}

std::string Generator::RandomText() {
  using namespace std::string_literals;
  if (OneIn(6)) {
    std::string text;
    const size_t length = Below(12);
    for (size_t i = 0; i < length; ++i)
      text += OneOf<const char*>({"a", "b", "/", "*", "\xc3\xa9", "\\", "."});
    return text;
  }
  return OneOf<std::string>({"", "a", "b", "ab", "a/b", "/srv", "/srv/x", "/srv2", "/srv/../a",
                             "/a/./x//y", "\0"s, "a\0b"s, "\xc3\xa9", "a\xc3\xa9",
                             "\xf0\x9f\x98\x80", "a*", "/", "~root", "file:///srv/x"});
}

std::string Generator::RandomNumber() {
  return OneOf<const char*>({"0",
                             "-0",
                             "1",
                             "-1",
                             "1.0",
                             "0.5",
                             "-0.0",
                             "1e0",
                             "9007199254740991",
                             "9007199254740992",
                             "9007199254740993",
                             "9007199254740992.0",
                             "9007199254740994.0",
                             "9223372036854775807",
                             "9223372036854775808",
                             "9223372036854775808.0",
                             "-9223372036854775808",
                             "-9223372036854775809",
                             "-9223372036854775808.0",
                             "1e308",
                             "-1e308",
                             "1e400",
                             "-1e400",
                             "5e-324"});
}

std::string Generator::RandomValue(int depth) {
  switch (Below(depth > 0 ? 8 : 6)) {
    case 0:
      return "null";
    case 1:
      return OneIn(2) ? "true" : "false";
    case 2:
      return RandomNumber();
    case 6:
      return RandomList(depth - 1);
    case 7:
      return RandomObject(depth - 1);
    default:
      return json::Quote(RandomText());
  }
}

std::string Generator::RandomList(int depth) {
  std::string text;
  const size_t length = Below(4);
  for (size_t i = 0; i < length; ++i) text += (i == 0 ? "" : ",") + RandomValue(depth);
  return "[" + text + "]";
}

std::string Generator::RandomObject(int depth) {
  std::string text;
  const auto add = [&](const char* key, const std::string& value) {
    text += (text.empty() ? "\"" : ",\"") + std::string(key) + "\":" + value;
  };
  for (const char* key : {"a", "b"}) {
    if (!OneIn(4)) add(key, RandomValue(depth));
  }
  if (depth > 0 && !OneIn(4)) add("o", OneIn(4) ? RandomValue(depth) : RandomObject(0));
  for (const char* key : {"l", "m"}) {
    if (depth > 0 && !OneIn(4)) add(key, OneIn(6) ? RandomValue(depth) : RandomList(depth));
  }
  return "{" + text + "}";
}

std::string Generator::Arguments() {
  return RandomObject(3);
}

}  // namespace weir::testing
