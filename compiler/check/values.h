// Values in conditions: what of the request they ask for, or what is known beforehand.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/check/conditions.h"

namespace weir::check {

// What is known of a value's type before any request is there.
enum class Type : uint8_t {
  kAnything,  // an argument: its own comparisons say what it must be
  kText,
  kNumber,
  kBool,
  kList,   // of strings
  kWhole,  // a view that has parts, or all arguments together: not comparable itself
};

// Something of the request.
struct Asked {
  Operand operand;
  Type type = Type::kAnything;
  Span span;
};

// `labels`: the labels on the request's arguments.
struct LabelSet {
  Span span;
};

using Resolved = std::variant<Asked, LabelSet, ast::Literal, Literals>;

Span SpanOf(const ast::Value& value);

// Resolves values inside of quantifiers whose variables it is told of.
class Values {
 public:
  Values(Context& context, Scene scene) : context_(context), scene_(scene) {}

  // Nothing: reported.
  std::optional<Resolved> Resolve(const ast::Value& value);

  // A variable of a quantifier around what is resolved next. One that hides a name is reported.
  void Enter(const ast::Name& variable, Type type);
  void Leave() { variables_.pop_back(); }

 private:
  struct Variable {
    std::string name;
    Type type;
  };

  std::optional<Resolved> One(const ast::Literal& literal);
  std::optional<Resolved> One(const ast::List& list);
  std::optional<Resolved> One(const ast::Call& call);
  std::optional<Resolved> One(const ast::Reference& reference);
  std::optional<Resolved> Arguments(const ast::Reference& reference);
  std::optional<Resolved> Uri(const ast::Reference& reference);
  std::optional<Resolved> Tool(const ast::Reference& reference);
  std::optional<Resolved> Claims(const ast::Reference& reference);
  std::optional<Resolved> NameMember(Root root, const ast::Reference& reference);
  std::optional<Resolved> Labels(const ast::Reference& reference);
  std::optional<Resolved> Element(uint32_t depth, const ast::Reference& reference);
  Asked Request(Root root, uint32_t depth, Type type, const ast::Reference& reference);
  std::optional<Resolved> Nothing(Span span, const std::string& message, std::string help = {});
  void ReportFunction(const ast::Name& name);
  void ReportName(const ast::Name& name);
  std::optional<uint32_t> DepthOf(const std::string& name) const;

  Context& context_;
  const Scene scene_;
  std::vector<Variable> variables_;  // of the quantifiers around, outermost first
};

}  // namespace weir::check
