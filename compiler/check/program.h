// A checked policy: every name resolved, every constant and set written out, every condition typed. What `lower` takes;
// nothing in it can be wrong any more. Plain data; refers to the sources by Span only.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/abi/decision.h"
#include "compiler/base/source.h"

namespace weir::check {

inline constexpr size_t kAgentsMax = 63;  // one bit each of weir_request.agent; the last is WEIR_AGENT_UNKNOWN
inline constexpr uint64_t kAnyAgent = ~uint64_t{0};

struct Agent {
  std::string name;
  std::vector<std::string> clients;  // `initialize` names itself as one of these
  Span span;
};

// One variable of a server's environment: taken over from weir's own, or set to a text of the policy.
struct EnvironmentVariable {
  std::string name;
  std::optional<std::string> value;  // nothing: taken over, if weir has it
};

struct Server {
  std::string name;
  std::vector<std::string> launch;              // program and arguments, never a shell line
  std::vector<EnvironmentVariable> environment;  // all that the process sees
  std::vector<std::string> tools;                // globs; its capability: no other tool of it exists for anyone
  std::optional<std::chrono::milliseconds> call_timeout;
  std::optional<uint64_t> result_bytes_max;
  Span span;  // of the name
};

// A short exposed name that the policy owns.
struct Route {
  std::string name;
  uint32_t server;
  std::string tool;
  Span span;
};

// ---- Conditions. Typed by construction: a TextTest only ever compares strings, and so on. ----

// Where a value comes from, before any view is taken of it.
enum class Root : uint8_t {
  kArguments,  // args.…
  kUri,        // uri
  kElement,    // the variable of an enclosing quantifier
};

struct ValuePath {
  Root root = Root::kArguments;
  uint32_t depth = 0;             // with kElement: 0 is the innermost quantifier, 1 the one around it, …
  std::vector<std::string> keys;  // object members to follow; each may be absent

  friend bool operator==(const ValuePath&, const ValuePath&) = default;
};

enum class View : uint8_t {
  kPlain,  // the value as it is
  kPath,   // path(v): lexically resolved
};

struct Operand {
  ValuePath path;
  View view = View::kPlain;

  friend bool operator==(const Operand&, const Operand&) = default;
};

enum class TextTestKind : uint8_t {
  kEquals,
  kLike,        // a glob over the whole value: `*` any bytes but `/`, `**` any bytes, `?` one character but `/`
  kContains,
  kStartsWith,
  kEndsWith,
  kWithin,      // of a path view only: the directory itself or below it, by whole components
};

// True where the operand is a string and one of `texts` fits. `x == "a"` has one text, `x in [..]` has many.
struct TextTest {
  Operand operand;
  TextTestKind kind;
  std::vector<std::string> texts;
};

enum class Relation : uint8_t { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

// An integer literal, or a decimal one.
using Number = std::variant<int64_t, double>;

struct NumberTest {
  Operand operand;
  Relation relation;
  std::vector<Number> numbers;  // `x in [1, 2]` is kEqual with many; any other relation has one
};

struct BoolTest {
  Operand operand;
  bool value;  // `x == true`; `!=` is written as Not
};

// Two values of the request against each other. kEqual and kNotEqual take two strings, two bools or two numbers; the
// others two numbers. Anything else is unknown.
struct PairTest {
  Operand left;
  Relation relation;
  Operand right;
};

struct ExistsTest {
  ValuePath path;  // the member is there, whatever it holds (null too)
};

struct Condition;
using ConditionBox = std::unique_ptr<Condition>;

struct And { std::vector<Condition> terms; };
struct Or { std::vector<Condition> terms; };
struct Not { ConditionBox term; };

enum class Quantifier : uint8_t { kAny, kAll, kNone };

// `any x in args.paths: …`. Over a value that is no list: unknown. `all` and `none` of an empty list are true.
struct Quantified {
  Quantifier quantifier;
  ValuePath list;
  ConditionBox body;
};

struct Condition {
  std::variant<And, Or, Not, TextTest, NumberTest, BoolTest, PairTest, ExistsTest, Quantified> node;
  Span span;
};

// ---- Rules and tests ----

struct Target {
  uint32_t server;
  std::string name;  // a glob over tool or prompt names; "*" for `read`, whose resources are told apart by `uri`
  Span span;
};

struct Rule {
  Outcome effect;
  uint64_t agents;  // one bit each; kAnyAgent for `any`
  Verb verb;
  std::vector<Target> targets;
  std::optional<Condition> where;
  std::string because;  // empty: none was given
  Span span;            // the whole statement
  Span head;            // up to `where`, `because` or `;`
};

// What a test step expects as the reason. Nothing: any reason will do.
struct ExpectedReason {
  Because because = Because::kDefault;
  std::string text;  // with kRule, where the step quotes one: the rule's own `because`
};

struct TestStep {
  Outcome outcome;
  Verb verb;
  uint32_t server;
  std::string name;       // the tool, prompt, or resource URI, exactly
  std::string arguments;  // a JSON object, as written; "{}" where the step has none
  std::optional<ExpectedReason> because;
  Span span;
};

struct Test {
  std::string name;
  uint64_t agent;  // one bit
  std::vector<TestStep> steps;
  Span span;
};

struct Program {
  uint32_t version = 1;
  std::vector<Agent> agents;
  std::vector<Server> servers;
  std::vector<Route> routes;
  std::vector<Rule> rules;
  std::vector<Test> tests;
};

}  // namespace weir::check
