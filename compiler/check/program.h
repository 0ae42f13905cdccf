// A checked policy: every name resolved, every constant and set written out, every condition typed.
// What `lower` takes; nothing in it can be wrong any more. Plain data; refers to the sources by
// Span only.
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

inline constexpr size_t kAgentsMax =
    63;  // one bit each of weir_request.agent; the last is WEIR_AGENT_UNKNOWN
inline constexpr uint64_t kAnyAgent = ~uint64_t{0};
inline constexpr size_t kLabelsMax = 64;  // one bit each of weir_request.labels, servers included

// One variable of a server's environment: taken over from weir's own, or set to a text of the
// policy.
struct EnvironmentVariable {
  std::string name;
  std::optional<std::string> value;  // nothing: taken over, if weir has it
};

// An HTTP header of a server that is connected to; the value is a secret and stands in weir's
// environment.
struct Header {
  std::string name;
  std::string from_variable;
};

struct Connection {
  std::string url;
  std::vector<Header> headers;
};

// What the server's process may touch. Nothing named: nothing allowed.
struct Sandbox {
  std::vector<std::string> read;
  std::vector<std::string> write;
  bool network = false;
  std::optional<uint64_t> memory_bytes_max;
  std::optional<uint32_t> processes_max;
  Span span;
};

// What becomes of arguments that the pinned input schema does not name.
enum class ArgumentMode : uint8_t { kStrict, kStrip, kOpen };

struct Server {
  std::string name;
  std::vector<std::string> launch;  // program and arguments, never a shell line; empty if connected
  std::optional<Connection> connection;
  std::vector<EnvironmentVariable> environment;  // all that the process sees
  std::vector<std::string> tools;  // globs; its capability: no other tool of it exists for anyone
  std::optional<std::chrono::milliseconds> call_timeout;
  std::optional<uint64_t> result_bytes_max;
  std::optional<Sandbox> sandbox;
  std::optional<ArgumentMode> arguments;  // nothing: strict where there is a lock file, else open
  Span span;                              // of the name
  std::vector<Span> tool_spans;  // one for each of `tools`; none where the policy lists none
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
  kTool,  // tool.…: the tool's pinned definition (`tool.name`, `tool.annotations.readOnlyHint`)
  kServerName,  // server.name
  kAgentName,   // agent.name
  kClaims,      // claims.…: of the caller's verified token
};

struct ValuePath {
  Root root = Root::kArguments;
  uint32_t depth = 0;  // with kElement: 0 is the innermost quantifier, 1 the one around it, …
  std::vector<std::string> keys;  // object members to follow; each may be absent

  friend bool operator==(const ValuePath&, const ValuePath&) = default;
};

enum class View : uint8_t {
  kPlain,          // the value as it is
  kLength,         // length(v): code points of a string, elements of a list
  kPath,           // path(v): lexically resolved
  kPathName,       // path(v).name: the last component
  kPathExtension,  // path(v).extension: after the last dot of the name, without it; may be empty
  kUrl,            // url(v): only to ask whether it is valid
  kUrlScheme,
  kUrlHost,
  kUrlPort,  // an integer, the scheme's default where none is written
  kUrlPath,
  kUrlQuery,
  kUrlIsPrivate,  // a bool
  kCommand,       // command(v): only to ask whether it is valid
  kCommandProgram,
  kCommandArguments,  // a list of strings
  kEmail,             // email(v): only to ask whether it is valid
  kEmailLocal,
  kEmailDomain,
  kStrings,  // strings(v): a list of every string leaf and object key
};

struct Operand {
  ValuePath path;
  View view = View::kPlain;

  friend bool operator==(const Operand&, const Operand&) = default;
};

enum class TextTestKind : uint8_t {
  kEquals,
  kLike,  // a glob over the whole value: `*` any bytes but `/`, `**` any bytes, `?` one character
          // but `/`
  kContains,
  kStartsWith,
  kEndsWith,
  kWithin,    // of a path view only: the directory itself or below it, by whole components
  kUnder,     // of a host or domain only: the domain itself or below it, by whole labels
  kMatches,   // a regular expression over the whole value
  kSearches,  // `contains /re/`: a regular expression somewhere in it
};

// True where the operand is a string and one of `texts` fits. `x == "a"` has one text, `x in [..]`
// has many.
struct TextTest {
  Operand operand;
  TextTestKind kind;
  std::vector<std::string> texts;
  bool negated =
      false;  // `x != "a"`, with kEquals only: a comparison of its own, see Relation::kNotEqual
};

// kNotEqual is a comparison like the others: with an absent argument it is unknown in what opens
// and false in what narrows, where `not (a == b)` is true.
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
  Relation relation;  // kEqual or kNotEqual
  bool value;
};

// Two values of the request against each other. kEqual and kNotEqual take two strings, two bools or
// two numbers; the others two numbers. Anything else is unknown.
struct PairTest {
  Operand left;
  Relation relation;
  Operand right;
};

struct ExistsTest {
  ValuePath path;  // the member is there, whatever it holds (null too)
};

struct ValidTest {
  Operand operand;  // `valid url(v)`: true or false, false too where v is absent
};

struct LabelTest {
  uint64_t labels;  // `labels has a`: all of these
};

struct Condition;
using ConditionBox = std::unique_ptr<Condition>;

struct And {
  std::vector<Condition> terms;
};
struct Or {
  std::vector<Condition> terms;
};
struct Not {
  ConditionBox term;
};

enum class Quantifier : uint8_t { kAny, kAll, kNone };

// `any x in args.paths: …`. Over a value that is no list: unknown. `all` and `none` of an empty
// list are true.
struct Quantified {
  Quantifier quantifier;
  Operand list;  // a plain list, kStrings or kCommandArguments
  ConditionBox body;
};

struct Condition {
  std::variant<And, Or, Not, TextTest, NumberTest, BoolTest, PairTest, ExistsTest, ValidTest,
               LabelTest, Quantified>
      node;
  Span span;
};

// ---- Who asks ----

// A caller that proves itself with a signed token.
struct JwtIdentity {
  std::string issuer;
  std::string audience;
  std::optional<Condition> where;  // over claims
};

struct Agent {
  std::string name;
  std::vector<std::string> clients;  // `initialize` names itself as one of these
  std::optional<JwtIdentity> jwt;
  std::optional<std::string> token_from_variable;  // a shared secret, in weir's environment
  std::optional<std::string> token_from_file;      // or in a file
  Span span;
};

// ---- Labels and flows ----

// What is known of one bit of weir_request.labels. Bits 0 .. servers-1 are the servers' own labels.
struct Label {
  std::string name;
  bool by_session = false;
  uint32_t run_length = 24;  // by content: characters that give a copy away
  Span span;
};

// What `gives` adds to a server's results.
struct Gives {
  uint32_t server;
  std::vector<std::string> tools;  // globs; {"*"} for all, resources and prompts too
  uint64_t labels;
  std::optional<Condition> where;  // narrows: applies unless false
  Span span;
};

// Takes labels off what these tools return.
struct Declassify {
  uint64_t labels;
  uint32_t server;
  std::string tool;
  std::optional<Condition> where;  // opens
  Span span;
};

struct Target {
  uint32_t server;
  std::string name;  // a glob over tool or prompt names; "*" for `read`, whose resources are told
                     // apart by `uri`
  Span span;
};

struct Rule {
  Outcome effect;
  uint64_t agents;  // one bit each; kAnyAgent for `any`
  Verb verb;
  std::vector<Target> targets;
  std::optional<Condition> where;
  std::string because;      // empty: none was given
  Span span;                // the whole statement
  Span head;                // up to `where`, `because` or `;`
  std::optional<Span> use;  // the `use` statement that a pattern's rule comes from
};

// What a server may ask of the client. Where nothing is said it is denied.
struct ServerRule {
  Outcome effect;
  uint64_t servers;  // one bit each, by index
  ClientVerb verb;
  std::string because;
  Span span;
};

// A way for labels into targets: `flow`, and a server's `takes`.
struct Flow {
  uint64_t labels;
  std::vector<Target> targets;
  std::optional<Condition> where;  // opens
  bool after_ask = false;
  Span span;
};

// `limit coder: web.* 60 per minute`: counted by the router, for each agent and rule.
struct RateLimit {
  uint64_t agents;
  Verb verb;
  std::vector<Target> targets;
  uint64_t count;
  std::chrono::milliseconds window;
  Span span;
};

enum class Reaction : uint8_t { kQuarantine, kAsk, kWarn, kDeny, kOff };

struct Guard {
  Reaction drift = Reaction::kQuarantine;
  Reaction shadow = Reaction::kQuarantine;
  Reaction poison = Reaction::kQuarantine;
  Reaction results = Reaction::kWarn;
};

// A claim about all requests.
struct Proof {
  std::string name;
  bool never = true;  // else always
  uint64_t agents = kAnyAgent;
  Verb verb = Verb::kCall;
  std::vector<Target> targets;
  uint64_t labels = 0;
  std::optional<Condition> where;
  Span span;
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
  uint64_t labels = 0;    // `with labels {…}`
  std::optional<std::string> returns;
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
  std::vector<ServerRule> server_rules;
  std::vector<Label> labels;  // by bit
  std::vector<Gives> gives;
  std::vector<Flow> flows;
  std::vector<Declassify> declassifications;
  std::vector<RateLimit> rate_limits;
  Guard guard;
  std::vector<Test> tests;
  std::vector<Proof> proofs;
};

}  // namespace weir::check
