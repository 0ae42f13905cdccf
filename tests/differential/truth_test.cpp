// The three-valued semantics, written out by hand: what each kind of condition makes of each kind
// of value, in rules that open and in rules that narrow, on both engines.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "compiler/eval/decide.h"
#include "compiler/jit/native_code.h"
#include "compiler/lower/target.h"
#include "compiler/slots/extract.h"
#include "tests/support/conditions.h"

namespace weir::differential {
namespace {

using namespace testing;
using check::Quantifier;
using check::Relation;

constexpr char kOpens = 'o';
constexpr char kNarrows = 'n';

// Whether one rule with this condition applies, according to both engines, which have to agree.
bool Applies(const ir::Target& target, weir_decide_fn native, const std::string& arguments) {
  const auto document = json::Document::Parse(arguments);
  REQUIRE(document);
  slots::Arena arena;
  const weir_request request{
      1, 0, slots::Extract(target.plan, {document->root(), "", {}, {}, ""}, arena)};
  const Decision interpreted = eval::Decide(target, request);
  CHECK(Unpack(native(&request)) == interpreted);
  return interpreted.because == Because::kRule;
}

bool Applies(Outcome effect, check::Condition condition, const std::string& arguments) {
  check::Program program = OneServer();
  program.rules.push_back(RuleAbout(effect, "*", std::move(condition)));
  lower::Speakers rules;
  rules.rules.insert(0);
  const ir::Target target = lower::LowerTarget(program, 0, rules);
  const auto code = jit::NativeCode::Compile({&target, 1});
  REQUIRE(code);
  return Applies(target, (*code)->FunctionOf(0), arguments);
}

// The truth value, found from outside: a rule with the condition, and one with its negation. In a
// rule that opens, exactly one applies where it is known, none where it is not; in one that
// narrows, both where it is not.
template <typename Make>
char TruthOf(char stance, const Make& make, const std::string& arguments) {
  const Outcome effect = stance == kOpens ? Outcome::kAllow : Outcome::kDeny;
  const bool applies = Applies(effect, make(), arguments);
  const bool negation_applies = Applies(effect, Negation(make()), arguments);
  if (applies != negation_applies) return applies ? 'T' : 'F';
  CHECK(applies == (stance == kNarrows));
  return 'U';
}

struct Row {
  std::string arguments;
  char opens;
  char narrows;
};

template <typename Make>
void CheckTable(const Make& make, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.arguments);
    CHECK(TruthOf(kOpens, make, row.arguments) == row.opens);
    CHECK(TruthOf(kNarrows, make, row.arguments) == row.narrows);
  }
}

TEST_CASE("a text comparison") {
  CheckTable(
      [] {
        return Equals(Arg({"x"}), {"a", "c"});
      },
      {
          {R"({"x":"a"})", 'T', 'T'},
          {R"({"x":"c"})", 'T', 'T'},
          {R"({"x":"b"})", 'F', 'F'},
          {R"({"x":""})", 'F', 'F'},
          {R"({"x":"a\u0000"})", 'F', 'F'},
          {R"({})", 'U', 'F'},
          {R"({"x":null})", 'U', 'U'},
          {R"({"x":1})", 'U', 'U'},
          {R"({"x":["a"]})", 'U', 'U'},
          {R"({"x":{"a":"a"}})", 'U', 'U'},
      });
}

TEST_CASE("`!=` and `not ==` are two things where there is nothing to compare") {
  const std::vector<Row> not_equal{
      {R"({"x":"a"})", 'F', 'F'},  {R"({"x":"b"})", 'T', 'T'}, {R"({"x":1})", 'U', 'U'},
      {R"({"x":null})", 'U', 'U'}, {R"({})", 'U', 'F'},
  };
  CheckTable([] { return NotEquals(Arg({"x"}), "a"); }, not_equal);
  std::vector<Row> negation = not_equal;
  negation.back().narrows = 'T';
  CheckTable([] { return Negation(Equals(Arg({"x"}), {"a"})); }, negation);
  CheckTable([] { return Bool(Arg({"b"}), true, Relation::kNotEqual); },
             {
                 {R"({"b":false})", 'T', 'T'},
                 {R"({"b":true})", 'F', 'F'},
                 {R"({"b":"x"})", 'U', 'U'},
                 {R"({})", 'U', 'F'},
             });
  CheckTable([] { return Pair(Arg({"a"}), Relation::kNotEqual, Arg({"b"})); },
             {
                 {R"({"a":"x","b":"x"})", 'F', 'F'},
                 {R"({"a":"x","b":"y"})", 'T', 'T'},
                 {R"({"a":1,"b":2.5})", 'T', 'T'},
                 {R"({"a":true,"b":false})", 'T', 'T'},
                 {R"({"a":true,"b":1})", 'U', 'U'},
                 {R"({"a":"x"})", 'U', 'F'},
                 {R"({})", 'U', 'F'},
             });
}

TEST_CASE("a regular expression, for the whole and for a part") {
  CheckTable([] { return Text(Arg({"x"}), check::TextTestKind::kMatches, {"a+b"}); },
             {
                 {R"({"x":"aab"})", 'T', 'T'},
                 {R"({"x":"aabc"})", 'F', 'F'},
                 {R"({"x":1})", 'U', 'U'},
                 {R"({})", 'U', 'F'},
             });
  CheckTable([] { return Text(Arg({"x"}), check::TextTestKind::kSearches, {"a+b"}); },
             {
                 {R"({"x":"xaabc"})", 'T', 'T'},
                 {R"({"x":"ba"})", 'F', 'F'},
                 {R"({"x":["ab"]})", 'U', 'U'},
                 {R"({})", 'U', 'F'},
             });
}

TEST_CASE("a view that is not there makes a comparison unknown, and `valid` false") {
  const auto url = [](check::View view) { return check::Operand{Arg({"u"}).path, view}; };
  CheckTable(
      [&] {
        return Text(url(check::View::kUrlHost), check::TextTestKind::kUnder, {"example.com"});
      },
      {
          {R"({"u":"https://example.com/"})", 'T', 'T'},
          {R"({"u":"https://a.EXAMPLE.com./"})", 'T', 'T'},
          {R"({"u":"https://notexample.com/"})", 'F', 'F'},
          {R"({"u":"https://a@example.com/"})", 'U', 'U'},
          {R"({"u":"example.com"})", 'U', 'U'},
          {R"({"u":3})", 'U', 'U'},
          {R"({})", 'U', 'F'},
      });
  CheckTable([&] { return Valid(url(check::View::kUrl)); },
             {
                 {R"({"u":"https://example.com/"})", 'T', 'T'},
                 {R"({"u":"https://a@example.com/"})", 'F', 'F'},
                 {R"({"u":3})", 'F', 'F'},
                 {R"({})", 'F', 'F'},
             });
  CheckTable([&] { return Bool(url(check::View::kUrlIsPrivate), true); },
             {
                 {R"({"u":"http://0x7f.1/"})", 'T', 'T'},
                 {R"({"u":"https://example.com/"})", 'F', 'F'},
                 {R"({"u":"x"})", 'U', 'U'},
                 {R"({})", 'U', 'F'},
             });
}

TEST_CASE("every string and key below a value") {
  const auto any = [] {
    return EachOf(Quantifier::kAny, {Arg({"x"}).path, check::View::kStrings},
                  Equals(Element(), {"secret"}));
  };
  CheckTable(any, {
                      {R"({"x":"secret"})", 'T', 'T'},
                      {R"({"x":{"a":[1,{"b":"secret"}]}})", 'T', 'T'},
                      {R"({"x":{"secret":1}})", 'T', 'T'},
                      {R"({"x":{"a":["secre"]}})", 'F', 'F'},
                      {R"({"x":7})", 'F', 'F'},
                      {R"({})", 'U', 'F'},
                  });
}

TEST_CASE("a member of what has no members is ill-typed, a member of what is absent is absent") {
  CheckTable(
      [] {
        return Equals(Arg({"o", "x"}), {"a"});
      },
      {
          {R"({"o":{"x":"a"}})", 'T', 'T'},
          {R"({"o":{}})", 'U', 'F'},
          {R"({})", 'U', 'F'},
          {R"({"o":"text"})", 'U', 'U'},
          {R"({"o":null})", 'U', 'U'},
      });
}

TEST_CASE("a path") {
  CheckTable([] { return Text(PathArg({"p"}), check::TextTestKind::kWithin, {"/srv"}); },
             {
                 {R"({"p":"/srv"})", 'T', 'T'},
                 {R"({"p":"/srv/a/../b"})", 'T', 'T'},
                 {R"({"p":"/srv/../etc"})", 'F', 'F'},
                 {R"({"p":"/srv2"})", 'F', 'F'},
                 {R"({"p":"/srv/\u0000"})", 'U', 'U'},
                 {R"({"p":"~root/x"})", 'U', 'U'},
                 {R"({"p":7})", 'U', 'U'},
                 {R"({})", 'U', 'F'},
             });
}

TEST_CASE("numbers are compared exactly") {
  constexpr int64_t kTwoTo53 = int64_t{1} << 53;
  CheckTable([] { return Number(Arg({"n"}), Relation::kLess, {kTwoTo53 + 1}); },
             {
                 {R"({"n":9007199254740992})", 'T', 'T'},
                 {R"({"n":9007199254740992.0})", 'T', 'T'},
                 {R"({"n":9007199254740993})", 'F', 'F'},
                 {R"({"n":9007199254740994.0})", 'F', 'F'},
                 {R"({"n":1e300})", 'F', 'F'},
                 {R"({"n":-1e300})", 'T', 'T'},
                 {R"({"n":9223372036854775808})", 'U', 'U'},
                 {R"({"n":1e400})", 'U', 'U'},
                 {R"({"n":"1"})", 'U', 'U'},
                 {R"({"n":true})", 'U', 'U'},
                 {R"({})", 'U', 'F'},
             });
  CheckTable(
      [] {
        return Number(Arg({"n"}), Relation::kEqual, {kTwoTo53 + 1, 0.5, int64_t{0}});
      },
      {
          {R"({"n":9007199254740993})", 'T', 'T'},
          {R"({"n":9007199254740992.0})", 'F', 'F'},
          {R"({"n":0.5})", 'T', 'T'},
          {R"({"n":-0.0})", 'T', 'T'},
          {R"({"n":0})", 'T', 'T'},
          {R"({"n":1})", 'F', 'F'},
      });
  // `!=` is a comparison of its own: false of an absent value in what narrows, as `==` is.
  CheckTable([] { return Number(Arg({"n"}), Relation::kNotEqual, {int64_t{1}}); },
             {
                 {R"({"n":1.0})", 'F', 'F'},
                 {R"({"n":2})", 'T', 'T'},
                 {R"({"n":null})", 'U', 'U'},
                 {R"({})", 'U', 'F'},
             });
}

TEST_CASE("a bool") {
  CheckTable([] { return Bool(Arg({"b"}), false); }, {
                                                         {R"({"b":false})", 'T', 'T'},
                                                         {R"({"b":true})", 'F', 'F'},
                                                         {R"({"b":0})", 'U', 'U'},
                                                         {R"({})", 'U', 'F'},
                                                     });
}

TEST_CASE("two values of the request") {
  CheckTable([] { return Pair(Arg({"a"}), Relation::kEqual, Arg({"b"})); },
             {
                 {R"({"a":"x","b":"x"})", 'T', 'T'},
                 {R"({"a":"x","b":"xy"})", 'F', 'F'},
                 {R"({"a":"","b":""})", 'T', 'T'},
                 {R"({"a":1,"b":1.0})", 'T', 'T'},
                 {R"({"a":9007199254740993,"b":9007199254740992.0})", 'F', 'F'},
                 {R"({"a":true,"b":true})", 'T', 'T'},
                 {R"({"a":true,"b":false})", 'F', 'F'},
                 {R"({"a":true,"b":1})", 'U', 'U'},
                 {R"({"a":"1","b":1})", 'U', 'U'},
                 {R"({"a":null,"b":null})", 'U', 'U'},
                 {R"({"a":[],"b":[]})", 'U', 'U'},
                 {R"({"a":"x"})", 'U', 'F'},
                 {R"({})", 'U', 'F'},
                 {R"({"a":null})", 'U', 'U'},  // ill-typed weighs more than absent
             });
  CheckTable([] { return Pair(Arg({"a"}), Relation::kGreaterOrEqual, Arg({"b"})); },
             {
                 {R"({"a":2,"b":2})", 'T', 'T'},
                 {R"({"a":2,"b":2.5})", 'F', 'F'},
                 {R"({"a":2.5,"b":2})", 'T', 'T'},
                 {R"({"a":-9223372036854775808,"b":-9223372036854775808.0})", 'T', 'T'},
                 {R"({"a":9223372036854775807,"b":9223372036854775808.0})", 'F', 'F'},
                 {R"({"a":"b","b":"a"})", 'U', 'U'},
                 {R"({"a":true,"b":true})", 'U', 'U'},
                 {R"({"a":1})", 'U', 'F'},
                 {R"({"a":"x"})", 'U', 'U'},
             });
}

TEST_CASE("`exists` is never unknown") {
  CheckTable(
      [] {
        return Exists({"o", "x"});
      },
      {
          {R"({"o":{"x":1}})", 'T', 'T'},
          {R"({"o":{"x":null}})", 'T', 'T'},
          {R"({"o":{"x":1e400}})", 'T', 'T'},
          {R"({"o":{}})", 'F', 'F'},
          {R"({"o":3})", 'F', 'F'},
          {R"({})", 'F', 'F'},
      });
}

TEST_CASE("quantifiers") {
  const auto over = [](Quantifier quantifier) {
    return [quantifier] { return Each(quantifier, Arg({"l"}).path, Equals(Element(), {"a"})); };
  };
  CheckTable(over(Quantifier::kAny), {
                                         {R"({"l":[]})", 'F', 'F'},
                                         {R"({"l":["b","a"]})", 'T', 'T'},
                                         {R"({"l":["b"]})", 'F', 'F'},
                                         {R"({"l":[1,"a"]})", 'T', 'T'},
                                         {R"({"l":[1,"b"]})", 'U', 'U'},
                                         {R"({"l":"a"})", 'U', 'U'},
                                         {R"({"l":null})", 'U', 'U'},
                                         {R"({})", 'U', 'F'},
                                     });
  CheckTable(over(Quantifier::kAll), {
                                         {R"({"l":[]})", 'T', 'T'},
                                         {R"({"l":["a","a"]})", 'T', 'T'},
                                         {R"({"l":["a","b"]})", 'F', 'F'},
                                         {R"({"l":[1,"a"]})", 'U', 'U'},
                                         {R"({"l":[1,"b"]})", 'F', 'F'},
                                         {R"({"l":{}})", 'U', 'U'},
                                         {R"({})", 'U', 'F'},
                                     });
  CheckTable(over(Quantifier::kNone), {
                                          {R"({"l":[]})", 'T', 'T'},
                                          {R"({"l":["b"]})", 'T', 'T'},
                                          {R"({"l":["b","a"]})", 'F', 'F'},
                                          {R"({"l":[1,"a"]})", 'F', 'F'},
                                          {R"({"l":[1,"b"]})", 'U', 'U'},
                                          {R"({"l":1})", 'U', 'U'},
                                          {R"({})", 'U', 'F'},
                                      });
}

TEST_CASE("a list of the longest length is looked at, one longer is unknown") {
  const auto list_of = [](size_t length) {
    std::string text = R"({"l":["x")";
    for (size_t i = 1; i < length; ++i) text += R"(,"x")";
    return text + "]}";
  };
  const auto all_x = [] {
    return Each(Quantifier::kAll, Arg({"l"}).path, Equals(Element(), {"x"}));
  };
  CheckTable(all_x, {
                        {list_of(slots::kListElementsMax), 'T', 'T'},
                        {list_of(slots::kListElementsMax + 1), 'U', 'U'},
                    });
}

// Kleene's tables in full: true, false and unknown as the arguments t, f, u make `==` come out.
TEST_CASE("and, or, not") {
  const auto term = [](char truth) { return Equals(Arg({std::string(1, truth)}), {"yes"}); };
  const std::string arguments = R"({"T":"yes","F":"no","U":0})";
  const std::string values = "TFU";
  const std::string conjunction =
      "TFU"
      "FFF"
      "UFU";
  const std::string disjunction =
      "TTT"
      "TFU"
      "TUU";
  for (size_t left = 0; left < 3; ++left) {
    for (size_t right = 0; right < 3; ++right) {
      CAPTURE(values[left], values[right]);
      const size_t at = left * 3 + right;
      for (char stance : {kOpens, kNarrows}) {
        CHECK(TruthOf(
                  stance, [&] { return All(term(values[left]), term(values[right])); },
                  arguments) == conjunction[at]);
        CHECK(TruthOf(
                  stance, [&] { return Any(term(values[left]), term(values[right])); },
                  arguments) == disjunction[at]);
      }
    }
  }
}

}  // namespace
}  // namespace weir::differential
