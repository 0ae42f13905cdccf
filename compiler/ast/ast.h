// A policy as it was written, one struct for each construct of the grammar. Plain immutable trees:
// names are not yet resolved, types not yet known, but strings are unescaped and numbers read.
// Every node knows its Span.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/abi/decision.h"
#include "compiler/base/source.h"

namespace weir::ast {

// A word of the author's: a declared name, a use of one, a member.
struct Name {
  std::string text;
  Span span;
};

// A string literal, unescaped.
struct Text {
  std::string value;
  Span span;
};

// ---- Values ----

struct Literal {
  std::variant<std::string, int64_t, double, bool> value;
  Span span;
};

// `args.a["b c"]`, `uri`, a quantifier's variable, a constant, a set: a name and the members
// followed from it.
struct Reference {
  Name root;
  std::vector<Name> members;
  Span span;
};

// `path(args.x)`. Members after it (`url(x).host`) are read so that they can be talked about.
struct Call {
  Name function;
  std::variant<Literal, Reference> argument;
  std::vector<Name> members;
  Span span;
};

// `["a", "b", workspace]`
struct List {
  std::vector<std::variant<Literal, Reference>> items;
  Span span;
};

using Value = std::variant<Literal, Reference, Call, List>;

// ---- Conditions ----

enum class Operator : uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kIn,
  kLike,
  kContains,
  kStartsWith,
  kEndsWith,
  kWithin,
};

struct Condition;

struct Comparison {
  Value left;
  Operator op;
  Span op_span;
  Value right;
};

struct Exists {
  Value value;
};

// A value where a condition is expected; the checker says what to write instead.
struct Bare {
  Value value;
};

struct Not {
  std::unique_ptr<Condition> term;
};

enum class Connective : uint8_t { kAnd, kOr };

// Two or more terms, all joined by the same word.
struct Chain {
  Connective connective;
  std::vector<Condition> terms;
};

enum class Quantifier : uint8_t { kAny, kAll, kNone };

struct Quantified {
  Quantifier quantifier;
  Name variable;
  Value list;
  std::unique_ptr<Condition> body;
};

struct Condition {
  std::variant<Comparison, Exists, Bare, Not, Chain, Quantified> node;
  Span span;
};

// ---- Names of targets ----

// A tool or prompt name: `read_*`, `"odd name"` (quoted: exactly this name, no pattern).
struct NamePattern {
  std::string text;
  bool quoted = false;
  Span span;
};

// `files.{read_*, list_*}`; `files` alone has no names.
struct Target {
  NamePattern server;
  std::vector<NamePattern> names;
  Span span;
};

// ---- Statements ----

struct Agent {
  Name name;
  std::vector<Text> clients;
};

struct Launch {
  std::vector<std::variant<Literal, Reference>> words;
};
struct Tools {
  std::vector<NamePattern> names;
};
struct Quantity {
  int64_t number = 0;
  Name unit;
  Span span;
};
struct ServerLimit {
  std::optional<Quantity> call;
  std::optional<Quantity> result;
};
struct Variable {
  Name name;
  std::optional<std::variant<Literal, Reference>> value;  // nothing: taken over
};
struct Environment {
  std::vector<Variable> variables;
};

struct ServerItem {
  std::variant<Launch, Tools, ServerLimit, Environment> node;
  Span span;
};

struct Server {
  Name name;
  std::vector<ServerItem> items;
};

struct Route {
  Name name;
  Name server;
  NamePattern tool;
};

struct Subject {
  bool any = false;
  std::vector<Name> agents;  // unless any
  Span span;
};

struct Rule {
  Outcome effect;
  Subject subject;
  Verb verb;
  std::vector<Target> targets;
  std::optional<Condition> where;
  std::optional<Text> because;
  Span head;  // up to `where`, `because` or `;`
};

struct Constant {
  Name name;
  Literal value;
};

struct Set {
  Name name;
  List items;
};

// `because rule`, `because not-exposed`, `because "text"`.
struct Reason {
  std::variant<Name, Text> value;
};

struct Step {
  Outcome outcome;
  Verb verb;
  Name server;
  std::optional<NamePattern> target;  // after the dot: a tool or prompt
  std::optional<Text> uri;            // or, with `read` and `complete`, a resource
  std::optional<Span> arguments;      // the JSON object, braces included
  std::optional<Reason> because;
  Span span;
};

struct Test {
  Text name;
  Name agent;
  std::vector<Step> steps;
};

struct Statement {
  std::variant<Agent, Server, Route, Rule, Constant, Set, Test> node;
  Span span;
};

// What a statement with a syntax error would have declared, so that uses of it are not called
// mistakes too.
struct Broken {
  Name name;
};

struct File {
  uint32_t version = 1;
  std::vector<Statement> statements;
  std::vector<Broken> broken;
};

}  // namespace weir::ast
