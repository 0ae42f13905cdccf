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

// What stands between the slashes, as written.
struct Regex {
  std::string text;
};

struct Literal {
  std::variant<std::string, int64_t, double, bool, Regex> value;
  Span span;
};

// `args.a["b c"]`, `uri`, a quantifier's variable, a constant, a set, `std.secret`: a name and the
// members followed from it.
struct Reference {
  Name root;
  std::vector<Name> members;
  Span span;
};

// `path(args.x)`, `url(args.x).host`.
struct Call {
  Name function;
  std::variant<Literal, Reference> argument;
  std::vector<Name> members;
  Span span;
};

using LiteralOrReference = std::variant<Literal, Reference>;

// `["a", "b", workspace]`
struct List {
  std::vector<LiteralOrReference> items;
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
  kMatches,
  kContains,
  kStartsWith,
  kEndsWith,
  kWithin,
  kUnder,
  kHas,
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

struct Valid {
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
  std::variant<Comparison, Exists, Valid, Bare, Not, Chain, Quantified> node;
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

// `import "std/secrets.weir";`
struct Import {
  Text path;
};

struct Clients {
  std::vector<Text> names;
};
struct Jwt {
  LiteralOrReference issuer;
  LiteralOrReference audience;
  std::optional<Condition> where;
};
// A secret that a caller shows: in a variable of weir's environment, or in a file.
struct Token {
  bool file = false;
  LiteralOrReference source;
};

struct AgentItem {
  std::variant<Clients, Jwt, Token> node;
  Span span;
};

struct Agent {
  Name name;
  std::vector<AgentItem> items;
};

struct Launch {
  std::vector<LiteralOrReference> words;
};
struct Header {
  Text name;
  Text variable;
};
struct Connect {
  LiteralOrReference url;
  std::vector<Header> headers;
};
struct Tools {
  std::vector<NamePattern> names;
};
struct Gives {
  std::vector<Name> labels;
};
struct Takes {
  std::vector<Name> labels;
};
// `tool read_* gives secret where …`
struct ToolGives {
  std::vector<NamePattern> tools;
  std::vector<Name> labels;
  std::optional<Condition> where;
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
  std::optional<LiteralOrReference> value;  // nothing: taken over
};
struct Environment {
  std::vector<Variable> variables;
};

enum class Access : uint8_t { kRead, kWrite };
struct SandboxPaths {
  Access access;
  std::vector<LiteralOrReference> paths;
};
struct SandboxNetwork {
  bool open = false;
};
struct SandboxMemory {
  Quantity bytes;
};
struct SandboxProcesses {
  int64_t count = 0;
};
struct SandboxItem {
  std::variant<SandboxPaths, SandboxNetwork, SandboxMemory, SandboxProcesses, Environment> node;
  Span span;
};
struct Sandbox {
  std::vector<SandboxItem> items;
};

enum class ArgumentMode : uint8_t { kStrict, kStrip, kOpen };
struct Arguments {
  ArgumentMode mode;
};

struct ServerItem {
  std::variant<Launch, Connect, Tools, Gives, Takes, ToolGives, ServerLimit, Environment, Sandbox,
               Arguments>
      node;
  Span span;
};

struct Server {
  Name name;
  std::vector<ServerItem> items;
};

struct Label {
  Name name;
  bool by_session = false;
  std::optional<int64_t> run_length;
  Span run_length_span;
};

// `any`, `private`, `{private, files}`.
struct Labels {
  bool any = false;
  std::vector<Name> names;  // unless any
  Span span;
};

struct Flow {
  Labels from;
  bool to_any = false;
  std::vector<Target> targets;  // besides any
  std::optional<Condition> where;
  bool after_ask = false;
};

struct Declassify {
  Labels labels;
  Name server;
  NamePattern tool;
  std::optional<Condition> where;
};

struct Route {
  Name name;
  Name server;
  NamePattern tool;
};

struct Subject {
  bool any = false;
  std::vector<Name> names;  // unless any
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

// `allow files: elicit;`: what a server may ask of the client.
struct ServerRule {
  Outcome effect;
  Subject subject;
  ClientVerb verb;
  std::optional<Text> because;
};

struct RateLimit {
  Subject subject;
  Verb verb;
  std::vector<Target> targets;
  Quantity quantity;  // the unit is the time: `60 per minute`
};

// `drift quarantine;`, both words as written.
struct GuardItem {
  Name what;
  Name reaction;
};
struct Guard {
  std::vector<GuardItem> items;
};

struct Constant {
  Name name;
  Literal value;
};

struct Set {
  Name name;
  List items;
};

struct Statement;

struct Parameter {
  Name name;
  Name kind;  // `server`, `agent`, `label`, `string`, `strings`
};
struct Pattern {
  Name name;
  std::vector<Parameter> parameters;
  std::vector<Statement> body;
};

using Argument = std::variant<Literal, Reference, List>;
struct Use {
  Name pattern;
  std::vector<Argument> arguments;
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
  std::vector<Name> labels;           // `with labels {…}`
  std::optional<Text> returns;
  std::optional<Reason> because;
  Span span;
};

struct Test {
  Text name;
  Name agent;
  std::vector<Step> steps;
};

struct Proof {
  Text name;
  bool never = true;  // else always
  Subject subject;
  Verb verb;
  std::vector<Target> targets;
  std::optional<Name> label;
  std::optional<Condition> where;
};

struct Statement {
  std::variant<Import, Agent, Server, Label, Route, Rule, ServerRule, Flow, Declassify, RateLimit,
               Guard, Constant, Set, Pattern, Use, Test, Proof>
      node;
  Span span;
};

// What a statement with a syntax error would have declared, so that uses of it are not called
// mistakes too.
struct Broken {
  Name name;
};

// One file; or, behind compiler/imports, a policy: all files that make it up.
struct File {
  uint32_t version = 1;
  std::vector<Statement> statements;
  std::vector<Broken> broken;
  uint32_t root_file = 0;               // by Span::file: the one that imports the others
  std::vector<uint32_t> library_files;  // likewise: those of the standard library
};

}  // namespace weir::ast
