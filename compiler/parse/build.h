// From the foreign parse tree of one statement to a tree of our own.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/parse/lexer.h"
#include "compiler/parse/syntax.h"
#include "compiler/parse/text.h"

namespace weir::parse {

// Reports what the grammar cannot say: escapes, numbers that do not fit, `and` mixed with `or`.
class Builder {
 public:
  Builder(std::span<const Token> tokens, const SourceSet& sources, uint32_t file,
          diagnostics::Sink& sink)
      : tokens_(tokens), sources_(sources), file_(file), sink_(sink) {}

  ast::Statement Statement(grammar::WeirParser::StatementContext* context);

 private:
  using Parser = grammar::WeirParser;

  // build.cpp
  ast::Pattern Pattern(Parser::PatternContext* context);
  ast::Use Use(Parser::UseContext* context);
  ast::Label Label(Parser::LabelContext* context);
  ast::Flow Flow(Parser::FlowContext* context);
  ast::Declassify Declassify(Parser::DeclassifyContext* context);
  ast::Route Route(Parser::RouteContext* context);
  ast::Statement Rule(Parser::Rule_Context* context);
  ast::RateLimit RateLimit(Parser::RateLimitContext* context);
  ast::Guard Guard(Parser::GuardContext* context);
  ast::Test Test(Parser::TestContext* context);
  ast::Step Step(Parser::StepContext* context);
  ast::Proof Proof(Parser::ProveContext* context);
  Verb VerbOf(Parser::VerbContext* context) const;
  ast::Subject Subject(Parser::SubjectContext* context);
  ast::Labels Labels(Parser::LabelsContext* context);
  ast::Target Target(Parser::TargetContext* context);
  std::vector<ast::Target> Targets(const std::vector<Parser::TargetContext*>& contexts);
  ast::NamePattern TargetName(Parser::TargetNameContext* context);
  std::vector<ast::NamePattern> TargetNames(
      const std::vector<Parser::TargetNameContext*>& contexts);
  ast::NamePattern ExactName(Parser::ExactNameContext* context);
  std::vector<ast::Name> Declared(const std::vector<Parser::DeclaredContext*>& contexts) const;
  std::optional<ast::Condition> Where(Parser::WhereContext* context);
  std::optional<ast::Text> BecauseOf(Parser::BecauseContext* context);

  // build_server.cpp
  ast::Agent Agent(Parser::AgentContext* context);
  ast::AgentItem AgentItem(Parser::AgentItemContext* context);
  ast::Server Server(Parser::ServerContext* context);
  ast::ServerItem ServerItem(Parser::ServerItemContext* context);
  ast::Connect Connect(Parser::ConnectContext* context);
  ast::ToolGives ToolGives(Parser::ToolGivesContext* context);
  ast::ServerLimit ServerLimits(Parser::LimitContext* context);
  ast::Environment Environment(const std::vector<Parser::VariableContext*>& variables);
  ast::SandboxItem SandboxItem(Parser::SandboxItemContext* context);
  ast::SandboxPaths SandboxPaths(ast::Access access,
                                 const std::vector<Parser::TextContext*>& texts);
  ast::Quantity Quantity(Parser::QuantityContext* context);

  // build_condition.cpp
  ast::Condition Condition(Parser::ConditionContext* context);
  ast::Condition Term(Parser::TermContext* context);
  ast::Condition Primary(Parser::PrimaryContext* context);
  ast::Condition Quantified(Parser::QuantifiedContext* context);
  ast::Condition Compare(Parser::CompareContext* context);
  void ReportMixed(Parser::ConditionContext* context);
  ast::Value Value(Parser::ValueContext* context);
  ast::Call Call(Parser::CallContext* context);
  ast::Reference Reference(Parser::ReferenceContext* context);
  ast::Name Member(Parser::MemberContext* context);
  ast::List List(Parser::ListContext* context);
  ast::Literal Literal(Parser::LiteralContext* context);
  std::string RegexOf(Span span);
  ast::LiteralOrReference LiteralOr(Parser::LiteralContext* literal,
                                    Parser::ReferenceContext* reference);
  ast::LiteralOrReference TextOrName(Parser::TextContext* context);

  // Small things, used by all.
  Span SpanOf(antlr4::ParserRuleContext* context) const;
  Span SpanOf(antlr4::Token* token) const;
  std::string_view TextOf(Span span) const { return sources_.TextOf(span); }
  uint32_t TypeOf(antlr4::ParserRuleContext* context) const;  // of the first token
  ast::Name NameOf(antlr4::ParserRuleContext* context) const;
  ast::Name NameOf(Parser::DeclaredContext* context) const;
  ast::Text StringOf(Span span);
  std::optional<int64_t> IntegerOf(Span span);

  std::span<const Token> tokens_;
  const SourceSet& sources_;
  const uint32_t file_;
  diagnostics::Sink& sink_;
};

}  // namespace weir::parse
