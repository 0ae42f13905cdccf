#include "compiler/parse/syntax.h"

#include <utility>

namespace weir::parse {
namespace {

using grammar::WeirParser;

// Stops at the first mistake and remembers what could have stood there.
class FirstMistake : public antlr4::DefaultErrorStrategy {
 public:
  explicit FirstMistake(Mismatch& mismatch) : mismatch_(mismatch) {}

  void recover(antlr4::Parser* parser, std::exception_ptr) override { Stop(parser); }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override { Stop(parser); }
  void reportError(antlr4::Parser*, const antlr4::RecognitionException&) override {}

  // Before every choice and every turn of a loop: what can follow in this very context?
  void sync(antlr4::Parser* parser) override {
    const antlr4::misc::IntervalSet expected = parser->getExpectedTokens();
    const size_t next = parser->getInputStream()->LA(1);
    if (!expected.contains(static_cast<ssize_t>(next))) Stop(parser);
  }

 private:
  [[noreturn]] void Stop(antlr4::Parser* parser) {
    mismatch_.at = parser->getCurrentToken()->getStartIndex();
    mismatch_.expected.clear();
    for (const ssize_t type : parser->getExpectedTokens().toList()) {
      if (type > 0) mismatch_.expected.push_back(static_cast<uint32_t>(type));
    }
    throw antlr4::ParseCancellationException();
  }

  Mismatch& mismatch_;
};

std::vector<std::unique_ptr<antlr4::Token>> ForeignTokens(std::span<const Token> tokens) {
  std::vector<std::unique_ptr<antlr4::Token>> foreign;
  foreign.reserve(tokens.size() + 1);
  for (size_t i = 0; i <= tokens.size(); ++i) {
    const size_t type = i < tokens.size() ? tokens[i].type : antlr4::Token::EOF;
    auto token = std::make_unique<antlr4::CommonToken>(type);
    token->setStartIndex(i);
    token->setStopIndex(i);
    foreign.push_back(std::move(token));
  }
  return foreign;
}

}  // namespace

struct Syntax::Machine {
  explicit Machine(std::vector<std::unique_ptr<antlr4::Token>> foreign)
      : source(std::move(foreign)), stream(&source), parser(&stream) {
    parser.removeErrorListeners();
  }

  // The quick way, which may fail on what is right; the thorough way fails only on what is wrong.
  WeirParser::StatementContext* Try(antlr4::atn::PredictionMode mode,
                                    const Ref<antlr4::ANTLRErrorStrategy>& strategy, size_t end) {
    parser.reset();
    parser.setErrorHandler(strategy);
    parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
    try {
      WeirParser::StatementContext* tree = parser.statement();
      return parser.getCurrentToken()->getStartIndex() == end ? tree : nullptr;
    } catch (const std::exception&) {
      return nullptr;
    }
  }

  antlr4::ListTokenSource source;
  antlr4::CommonTokenStream stream;
  WeirParser parser;
};

Syntax::Syntax() = default;
Syntax::~Syntax() = default;

WeirParser::StatementContext* Syntax::Parse(std::span<const Token> tokens) {
  using antlr4::atn::PredictionMode;
  machine_ = std::make_unique<Machine>(ForeignTokens(tokens));
  const auto quick = std::make_shared<antlr4::BailErrorStrategy>();
  if (auto* tree = machine_->Try(PredictionMode::SLL, quick, tokens.size())) return tree;
  // Where the parser itself fails, the mistake is put at the start of the statement.
  mismatch_ = {0, {}};
  const auto thorough = std::make_shared<FirstMistake>(mismatch_);
  auto* tree = machine_->Try(PredictionMode::LL, thorough, tokens.size());
  if (tree == nullptr && mismatch_.expected.empty()) {
    mismatch_.at = machine_->parser.getCurrentToken()->getStartIndex();
  }
  return tree;
}

}  // namespace weir::parse
