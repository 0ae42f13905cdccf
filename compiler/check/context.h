// What the parts of the checker share: the names of the policy, the program as far as it is built,
// and where to report.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/check/program.h"
#include "compiler/diagnostics/sink.h"

namespace weir::check {

// The names of one sort of thing ("agent"), each with its place in the program.
class Names {
 public:
  struct Entry {
    uint32_t index = 0;
    Span span;
    bool used = false;
  };

  // Nothing if it is new; the earlier one if the name is taken.
  const Entry* Declare(const ast::Name& name, uint32_t index);
  // Marks it as used.
  const Entry* Find(const std::string& name);
  std::vector<std::string> All() const;

  const std::map<std::string, Entry>& entries() const { return entries_; }

 private:
  std::map<std::string, Entry> entries_;
};

// A list that is known beforehand. All of one type, unless the policy is wrong anyway.
using Literals = std::vector<ast::Literal>;

struct Context {
  const SourceSet& sources;
  diagnostics::Sink& sink;
  Program program;

  Names agents;
  Names servers;
  Names constants;  // index into constant_values
  Names sets;       // index into set_values
  std::vector<ast::Literal> constant_values;
  std::vector<Literals> set_values;
  std::map<std::string, Span>
      broken;               // names that a statement with a syntax error would have declared
  size_t target_count = 0;  // of all rules
};

// The agent or server, or nothing: reported, unless the name's own statement was.
std::optional<uint32_t> FindAgent(Context& context, const ast::Name& name);
std::optional<uint32_t> FindServer(Context& context, const ast::Name& name);

// The literal, or what the constant of that name holds. Nothing: reported.
std::optional<ast::Literal> Known(Context& context,
                                  const std::variant<ast::Literal, ast::Reference>& value);

// The text of a literal or a constant; any other type is reported as what `what` cannot be.
std::optional<std::string> KnownText(Context& context,
                                     const std::variant<ast::Literal, ast::Reference>& value,
                                     const std::string& what);

// "a string"
std::string TypeOf(const ast::Literal& literal);

// `items` with constants written out; reported and empty if it is empty or holds more than one
// type.
Literals KnownList(Context& context, const ast::List& items);

// The parts, in the order in which they run.
void CheckConstants(Context& context, const ast::File& file);
void CheckAgents(Context& context, const ast::File& file);
void CheckServers(Context& context, const ast::File& file);
void CheckRoutes(Context& context, const ast::File& file);
void CheckRules(Context& context, const ast::File& file);
void CheckTests(Context& context, const ast::File& file);
void WarnOfUnused(Context& context, const ast::File& file);

// `rule`'s condition, typed. Nothing: reported.
std::optional<Condition> CheckCondition(Context& context, const ast::Condition& condition,
                                        Verb verb);

// Some tool of the server, as far as it lists them, fits the pattern.
bool ServerHas(const Server& server, const std::string& pattern);

// A quoted name with `*` cannot be told from a pattern: reported, false.
bool CheckQuotes(Context& context, const ast::NamePattern& name);

// Names that others see are limited to kNameBytesMax.
void CheckLength(Context& context, const ast::Name& name);

}  // namespace weir::check
