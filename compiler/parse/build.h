// From the foreign parse tree of one statement to a tree of our own.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>

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
  ast::Agent Agent(Parser::AgentContext* context);
  ast::Server Server(Parser::ServerContext* context);
  ast::ServerItem ServerItem(Parser::ServerItemContext* context);
  ast::ServerLimit ServerLimits(Parser::LimitContext* context);
  ast::Environment Environment(Parser::EnvContext* context);
  ast::Route Route(Parser::RouteContext* context);
  ast::Rule Rule(Parser::Rule_Context* context);
  ast::Subject Subject(Parser::SubjectContext* context);
  ast::Target Target(Parser::TargetContext* context);
  ast::Test Test(Parser::TestContext* context);
  ast::Step Step(Parser::StepContext* context);
  ast::NamePattern TargetName(Parser::TargetNameContext* context);
  ast::NamePattern ExactName(Parser::ExactNameContext* context);

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
  std::variant<ast::Literal, ast::Reference> LiteralOr(Parser::LiteralContext* literal,
                                                       Parser::ReferenceContext* reference);
  std::variant<ast::Literal, ast::Reference> TextOrName(Parser::TextContext* context);

  // Small things, used by both.
  Span SpanOf(antlr4::ParserRuleContext* context) const;
  Span SpanOf(antlr4::Token* token) const;
  std::string_view TextOf(Span span) const { return sources_.TextOf(span); }
  uint32_t TypeOf(antlr4::ParserRuleContext* context) const;  // of the first token
  ast::Name NameOf(antlr4::ParserRuleContext* context) const;
  ast::Text StringOf(Span span);
  std::optional<int64_t> IntegerOf(Span span);

  std::span<const Token> tokens_;
  const SourceSet& sources_;
  const uint32_t file_;
  diagnostics::Sink& sink_;
};

}  // namespace weir::parse
