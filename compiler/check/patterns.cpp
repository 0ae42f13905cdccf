// Patterns written out: for each `use` the body is checked once more, with its parameters bound to
// what the use names. Names are resolved where they are written, a body's where the pattern stands
// and an argument's where the use stands, so that neither can capture the other's.
#include <algorithm>
#include <array>
#include <utility>

#include "compiler/base/result.h"
#include "compiler/check/check.h"
#include "compiler/check/parts.h"
#include "compiler/diagnostics/suggest.h"

namespace weir::check {
namespace {

using diagnostics::Kind;

constexpr std::array<std::string_view, 5> kParameterKinds = {"server", "agent", "label", "string",
                                                             "strings"};

// What a body holds decides something or names a value. Whatever declares more would do so once
// for each use. Nothing: it may stand there.
std::optional<std::string> Refused(const ast::Statement& statement) {
  using Refusal = std::optional<std::string>;
  return std::visit(Overloaded{[](const ast::Rule&) { return Refusal(); },
                               [](const ast::Flow&) { return Refusal(); },
                               [](const ast::Declassify&) { return Refusal(); },
                               [](const ast::RateLimit&) { return Refusal(); },
                               [](const ast::ServerRule&) { return Refusal(); },
                               [](const ast::Use&) { return Refusal(); },
                               [](const ast::Constant&) { return Refusal(); },
                               [](const ast::Set&) { return Refusal(); },
                               [](const ast::Import&) { return Refusal("an import"); },
                               [](const ast::Agent&) { return Refusal("an agent"); },
                               [](const ast::Server&) { return Refusal("a server"); },
                               [](const ast::Label&) { return Refusal("a label"); },
                               [](const ast::Route&) { return Refusal("a route"); },
                               [](const ast::Guard&) { return Refusal("a guard"); },
                               [](const ast::Pattern&) { return Refusal("a pattern"); },
                               [](const ast::Test&) { return Refusal("a test"); },
                               [](const ast::Proof&) { return Refusal("a proof"); }},
                    statement.node);
}

bool IsTaken(const Context& context, const ast::Name& name) {
  const std::string key = KeyOf(context, name);
  for (const Names* names : {&context.constants, &context.sets}) {
    if (names->entries().contains(key)) return true;
  }
  return name.text == "args" || name.text == "uri";
}

void CheckParameters(Context& context, const ast::Pattern& pattern) {
  Names names;
  for (const ast::Parameter& parameter : pattern.parameters) {
    const ast::Name& kind = parameter.kind;
    Declare(context, names, "the parameter", parameter.name, 0);
    if (IsTaken(context, parameter.name)) {
      context.sink.Report<Kind::kVariableHides>(parameter.name.span, parameter.name.text);
    }
    const auto& kinds = kParameterKinds;
    if (std::find(kinds.begin(), kinds.end(), kind.text) != kinds.end()) continue;
    auto report = context.sink.Report<Kind::kUnknownParameterKind>(kind.span, kind.text);
    if (const auto nearest = diagnostics::Nearest(kind.text, {kinds.begin(), kinds.end()})) {
      report.Help("did you mean `" + *nearest + "`?").Replace(*nearest);
    }
  }
}

// One use of one pattern.
class Expansion {
 public:
  Expansion(Context& context, uint32_t index, const ast::Use& use, Span span)
      : context_(context),
        index_(index),
        statement_(*context.pattern_bodies[index]),
        pattern_(std::get<ast::Pattern>(statement_.node)),
        use_(use),
        span_(span) {}

  void Run() {
    if (!Bind() || !Admit()) return;
    const diagnostics::Sink::Aside aside(context_.sink, span_,
                                         "in this use of `" + pattern_.name.text + "`");
    const Scope* outer_scope = std::exchange(context_.scope, &scope_);
    const std::optional<Span> outer_use = context_.use;
    if (!context_.use) context_.use = span_;
    context_.in_use.push_back(index_);
    BindLocals();
    CheckDecisions(context_, pattern_.body);
    context_.in_use.pop_back();
    context_.use = outer_use;
    context_.scope = outer_scope;
  }

 private:
  // The arguments, in the scope of the use.
  bool Bind() {
    const size_t wanted = pattern_.parameters.size();
    if (use_.arguments.size() != wanted) {
      const std::string arguments =
          std::to_string(wanted) + (wanted == 1 ? " argument" : " arguments");
      context_.sink
          .Report<Kind::kWrongArgumentCount>(span_, pattern_.name.text, arguments,
                                             std::to_string(use_.arguments.size()))
          .Label(pattern_.name.span, "declared here");
      return false;
    }
    bool good = true;
    for (size_t i = 0; i < wanted; ++i) {
      const ast::Parameter& parameter = pattern_.parameters[i];
      const std::optional<Binding> binding = BindingOf(parameter, use_.arguments[i]);
      if (binding) scope_.emplace(parameter.name.text, *binding);
      good = good && binding;
    }
    return good;
  }

  std::optional<Binding> BindingOf(const ast::Parameter& parameter, const ast::Argument& argument) {
    const std::string& kind = parameter.kind.text;
    if (kind == "string") return Text(parameter, argument);
    if (kind == "strings") return Texts(parameter, argument);
    const auto* reference = std::get_if<ast::Reference>(&argument);
    if (reference == nullptr || reference->members.size() > 1) return Wrong(parameter, argument);
    ast::Name name{reference->root.text, reference->span};
    if (!reference->members.empty()) name.text += "." + reference->members[0].text;
    if (kind == "server") return Bound<BoundServer>(FindServer(context_, name));
    if (kind == "agent") return Bound<BoundAgent>(FindAgent(context_, name));
    if (kind == "label") return Bound<BoundLabel>(FindLabel(context_, name));
    return std::nullopt;  // the kind itself is reported
  }

  template <typename As>
  static std::optional<Binding> Bound(std::optional<uint32_t> index) {
    if (!index) return std::nullopt;
    return As{*index};
  }

  std::optional<Binding> Wrong(const ast::Parameter& parameter, const ast::Argument& argument) {
    const std::string& kind = parameter.kind.text;
    const std::string what = kind == "strings" ? "a list of strings"
                             : kind == "agent" ? "an agent"
                                               : "a " + kind;
    const Span span = std::visit([](const auto& one) { return one.span; }, argument);
    context_.sink.Report<Kind::kWrongArgument>(span, parameter.name.text, what)
        .Label(parameter.name.span, "declared here");
    return std::nullopt;
  }

  std::optional<Binding> Text(const ast::Parameter& parameter, const ast::Argument& argument) {
    if (std::holds_alternative<ast::List>(argument)) return Wrong(parameter, argument);
    const auto* literal = std::get_if<ast::Literal>(&argument);
    const std::optional<ast::Literal> known =
        literal != nullptr ? *literal : Known(context_, std::get<ast::Reference>(argument));
    if (!known) return std::nullopt;
    if (!IsText(*known)) return Wrong(parameter, argument);
    return *known;
  }

  // Regular expressions are texts to match, too.
  static bool IsText(const ast::Literal& literal) {
    return std::holds_alternative<std::string>(literal.value) ||
           std::holds_alternative<ast::Regex>(literal.value);
  }

  std::optional<Binding> Texts(const ast::Parameter& parameter, const ast::Argument& argument) {
    Literals list;
    if (const auto* written = std::get_if<ast::List>(&argument)) {
      list = KnownList(context_, *written);
    } else if (const auto* reference = std::get_if<ast::Reference>(&argument)) {
      const std::optional<KnownName> known = FindKnown(context_, *reference);
      if (!known || !known->set) return Wrong(parameter, argument);
      list = known->values;
    } else {
      return Wrong(parameter, argument);
    }
    if (list.empty()) return std::nullopt;  // reported with the list
    if (!IsText(list.front())) return Wrong(parameter, argument);
    return list;
  }

  // Recursion and the limits. False: reported.
  bool Admit() {
    const auto& in_use = context_.in_use;
    if (std::find(in_use.begin(), in_use.end(), index_) != in_use.end()) {
      context_.sink.Report<Kind::kPatternRecursion>(span_, pattern_.name.text)
          .Label(pattern_.name.span, "declared here");
      return false;
    }
    if (in_use.size() == kUseDepthMax) {
      return Over(std::to_string(kUseDepthMax) + " levels deep");
    }
    if (context_.use_count > kUsesMax || context_.expanded_bytes > kExpandedBytesMax) return false;
    context_.expanded_bytes += statement_.span.end - statement_.span.begin;
    if (++context_.use_count > kUsesMax) return Over(std::to_string(kUsesMax) + " uses");
    if (context_.expanded_bytes <= kExpandedBytesMax) return true;
    return Over(std::to_string(kExpandedBytesMax) + " bytes of text");
  }

  bool Over(const std::string& limit) {
    context_.sink.Report<Kind::kTooManyUses>(span_, limit);
    return false;
  }

  // Constants and sets of the body are names of this use alone.
  void BindLocals() {
    const auto bind = [this](const ast::Name& name, Binding binding) {
      if (scope_.emplace(name.text, std::move(binding)).second && !IsTaken(context_, name)) return;
      context_.sink.Report<Kind::kVariableHides>(name.span, name.text);
    };
    for (const ast::Statement& statement : pattern_.body) {
      if (const auto* constant = std::get_if<ast::Constant>(&statement.node)) {
        bind(constant->name, constant->value);
      }
    }
    for (const ast::Statement& statement : pattern_.body) {
      if (const auto* set = std::get_if<ast::Set>(&statement.node)) {
        bind(set->name, KnownList(context_, set->items));
      }
    }
  }

  Context& context_;
  const uint32_t index_;
  const ast::Statement& statement_;
  const ast::Pattern& pattern_;
  const ast::Use& use_;
  const Span span_;
  Scope scope_;
};

}  // namespace

void DeclarePatterns(Context& context, const ast::File& file) {
  for (const ast::Statement& statement : file.statements) {
    const auto* pattern = std::get_if<ast::Pattern>(&statement.node);
    if (pattern == nullptr) continue;
    CheckParameters(context, *pattern);
    for (const ast::Statement& inner : pattern->body) {
      if (const auto what = Refused(inner)) {
        context.sink.Report<Kind::kNotInPattern>(inner.span, *what);
      }
    }
    if (!Declare(context, context.patterns, "the pattern", pattern->name,
                 context.pattern_bodies.size())) {
      continue;
    }
    context.pattern_bodies.push_back(&statement);
  }
}

void CheckUse(Context& context, const ast::Use& use, Span span) {
  const std::optional<uint32_t> index = FindPattern(context, use.pattern);
  if (index) Expansion(context, *index, use, span).Run();
}

}  // namespace weir::check
