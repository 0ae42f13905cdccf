// What the parts of the checker share: the names of the policy, the program as far as it is built,
// and where to report.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/check/names.h"
#include "compiler/check/program.h"
#include "compiler/diagnostics/sink.h"

namespace weir::check {

// A list that is known beforehand. All of one type, unless the policy is wrong anyway.
using Literals = std::vector<ast::Literal>;

// What a parameter or a local name of a pattern stands for in one use of it. Names are resolved
// where the pattern is used, so that nothing in its body can capture them.
struct BoundServer {
  uint32_t index;
};
struct BoundAgent {
  uint32_t index;
};
struct BoundLabel {
  uint32_t bit;
};
using Binding = std::variant<BoundServer, BoundAgent, BoundLabel, ast::Literal, Literals>;
using Scope = std::map<std::string, Binding>;

struct Context {
  Context(const SourceSet& all, diagnostics::Sink& reports, const std::vector<uint32_t>& library)
      : sources(all), sink(reports), library_files(library) {}

  const SourceSet& sources;
  diagnostics::Sink& sink;
  const std::vector<uint32_t>& library_files;
  Program program;

  Names agents;
  Names servers;
  Names labels;     // index is the bit; without the servers' own
  Names constants;  // index into constant_values
  Names sets;       // index into set_values
  Names patterns;   // index into pattern_bodies
  std::vector<ast::Literal> constant_values;
  std::vector<Literals> set_values;
  std::vector<const ast::Statement*> pattern_bodies;
  std::map<std::string, Span>
      broken;               // names that a statement with a syntax error would have declared
  size_t target_count = 0;  // of all rules, flows and limits

  // Inside of a pattern; null outside.
  const Scope* scope = nullptr;
  std::optional<Span> use;       // the outermost `use`
  std::vector<uint32_t> in_use;  // patterns that are being expanded, outermost first
  size_t use_count = 0;
  size_t expanded_bytes = 0;
};

// Calls `visit(node, statement)` for each statement of one sort.
template <typename Node, typename Visit>
void ForEach(const ast::File& file, const Visit& visit) {
  for (const ast::Statement& statement : file.statements) {
    if (const auto* node = std::get_if<Node>(&statement.node)) visit(*node, statement.span);
  }
}

// The name as it is declared: those of the standard library begin with `std.`.
std::string KeyOf(const Context& context, const ast::Name& name);

// False: the name is taken, and that is reported.
bool Declare(Context& context, Names& names, const std::string& sort, const ast::Name& name,
             size_t index);

// Notes where an item that may stand only once does. False: `seen` was noted before, and that is
// reported.
bool First(Context& context, std::optional<Span>& seen, const std::string& word, Span span);

// The agent, server, label or pattern, or nothing: reported, unless the name's own statement was.
// The label of a server is its own name's.
std::optional<uint32_t> FindAgent(Context& context, const ast::Name& name);
std::optional<uint32_t> FindServer(Context& context, const ast::Name& name);
std::optional<uint32_t> FindLabel(Context& context, const ast::Name& name);
std::optional<uint32_t> FindPattern(Context& context, const ast::Name& name);

// One bit for each; nothing set for what is reported.
uint64_t LabelMask(Context& context, const std::vector<ast::Name>& names);
uint64_t LabelMask(Context& context, const ast::Labels& labels);
uint64_t AgentMask(Context& context, const ast::Subject& subject);

// What a name stands for that is known beforehand: a constant, a set, a parameter. `members` is
// how many members the name itself takes up (`std.secret`: one).
struct KnownName {
  Literals values;  // of anything but a set: one
  bool set = false;
  size_t members = 0;
};
// `std.secret` as one name; of any other reference its root.
ast::Name NameIn(const ast::Reference& reference);
// Nothing: there is none, and that is not reported.
std::optional<KnownName> FindKnown(Context& context, const ast::Reference& reference);

// The literal, or what the constant of that name holds. Nothing: reported.
std::optional<ast::Literal> Known(Context& context, const ast::LiteralOrReference& value);

// The text of a literal or a constant; any other type is reported as what `what` cannot be.
std::optional<std::string> KnownText(Context& context, const ast::LiteralOrReference& value,
                                     const std::string& what);

// "a string"
std::string TypeOf(const ast::Literal& literal);

// `items` with constants written out; reported and empty if it is empty or holds more than one
// type.
Literals KnownList(Context& context, const ast::List& items);

// Names that others see are limited to kNameBytesMax.
void CheckLength(Context& context, const ast::Name& name);

}  // namespace weir::check
