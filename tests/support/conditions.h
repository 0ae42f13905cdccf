// Short words for building checked conditions and rules by hand.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/check/program.h"

namespace weir::testing {

inline check::Operand Arg(std::vector<std::string> keys) {
  return {{check::Root::kArguments, 0, std::move(keys)}, check::View::kPlain};
}
inline check::Operand PathArg(std::vector<std::string> keys) {
  return {{check::Root::kArguments, 0, std::move(keys)}, check::View::kPath};
}
inline check::Operand Element(uint32_t depth = 0, std::vector<std::string> keys = {}) {
  return {{check::Root::kElement, depth, std::move(keys)}, check::View::kPlain};
}

inline check::Condition Text(check::Operand operand, check::TextTestKind kind,
                             std::vector<std::string> texts) {
  return {check::TextTest{std::move(operand), kind, std::move(texts), false}, {}};
}
inline check::Condition Equals(check::Operand operand, std::vector<std::string> texts) {
  return Text(std::move(operand), check::TextTestKind::kEquals, std::move(texts));
}
inline check::Condition Number(check::Operand operand, check::Relation relation,
                               std::vector<check::Number> numbers) {
  return {check::NumberTest{std::move(operand), relation, std::move(numbers)}, {}};
}
inline check::Condition NotEquals(check::Operand operand, std::string text) {
  return {
      check::TextTest{std::move(operand), check::TextTestKind::kEquals, {std::move(text)}, true},
      {}};
}
inline check::Condition Bool(check::Operand operand, bool value,
                             check::Relation relation = check::Relation::kEqual) {
  return {check::BoolTest{std::move(operand), relation, value}, {}};
}
inline check::Condition Pair(check::Operand left, check::Relation relation, check::Operand right) {
  return {check::PairTest{std::move(left), relation, std::move(right)}, {}};
}
inline check::Condition Exists(std::vector<std::string> keys) {
  return {check::ExistsTest{{check::Root::kArguments, 0, std::move(keys)}}, {}};
}
inline check::Condition Valid(check::Operand operand) {
  return {check::ValidTest{std::move(operand)}, {}};
}
inline check::Condition Has(uint64_t labels) {
  return {check::LabelTest{labels}, {}};
}
inline check::Condition Negation(check::Condition term) {
  return {check::Not{std::make_unique<check::Condition>(std::move(term))}, {}};
}
template <typename Junction, typename... Terms>
check::Condition Join(Terms... terms) {
  Junction junction;
  (junction.terms.push_back(std::move(terms)), ...);
  return {std::move(junction), {}};
}
template <typename... Terms>
check::Condition All(Terms... terms) {
  return Join<check::And>(std::move(terms)...);
}
template <typename... Terms>
check::Condition Any(Terms... terms) {
  return Join<check::Or>(std::move(terms)...);
}
inline check::Condition EachOf(check::Quantifier quantifier, check::Operand list,
                               check::Condition body) {
  return {check::Quantified{quantifier, std::move(list),
                            std::make_unique<check::Condition>(std::move(body))},
          {}};
}
inline check::Condition Each(check::Quantifier quantifier, check::ValuePath list,
                             check::Condition body) {
  return EachOf(quantifier, {std::move(list), check::View::kPlain}, std::move(body));
}

// A rule about `name` of server 0.
inline check::Rule RuleAbout(Outcome effect, std::string name,
                             std::optional<check::Condition> where = {},
                             uint64_t agents = check::kAnyAgent) {
  check::Rule rule;
  rule.effect = effect;
  rule.agents = agents;
  rule.verb = Verb::kCall;
  rule.targets.push_back({0, std::move(name), {}});
  rule.where = std::move(where);
  return rule;
}

// Two agents and one server, whose capability is every tool.
inline check::Program OneServer() {
  check::Program program;
  for (const auto& [name, client] : {std::pair("coder", "claude-code"), {"ci", "ci-runner"}}) {
    check::Agent& agent = program.agents.emplace_back();
    agent.name = name;
    agent.clients = {client};
  }
  check::Server server;
  server.name = "files";
  server.launch = {"files-server"};
  server.tools = {"*"};
  program.servers.push_back(std::move(server));
  return program;
}

}  // namespace weir::testing
