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
  return {check::TextTest{std::move(operand), kind, std::move(texts)}, {}};
}
inline check::Condition Equals(check::Operand operand, std::vector<std::string> texts) {
  return Text(std::move(operand), check::TextTestKind::kEquals, std::move(texts));
}
inline check::Condition Number(check::Operand operand, check::Relation relation,
                               std::vector<check::Number> numbers) {
  return {check::NumberTest{std::move(operand), relation, std::move(numbers)}, {}};
}
inline check::Condition Bool(check::Operand operand, bool value) {
  return {check::BoolTest{std::move(operand), value}, {}};
}
inline check::Condition Pair(check::Operand left, check::Relation relation, check::Operand right) {
  return {check::PairTest{std::move(left), relation, std::move(right)}, {}};
}
inline check::Condition Exists(std::vector<std::string> keys) {
  return {check::ExistsTest{{check::Root::kArguments, 0, std::move(keys)}}, {}};
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
inline check::Condition Each(check::Quantifier quantifier, check::ValuePath list,
                             check::Condition body) {
  return {check::Quantified{quantifier, std::move(list),
                            std::make_unique<check::Condition>(std::move(body))},
          {}};
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
  program.agents.push_back({"coder", {"claude-code"}, {}});
  program.agents.push_back({"ci", {"ci-runner"}, {}});
  check::Server server;
  server.name = "files";
  server.launch = {"files-server"};
  server.tools = {"*"};
  program.servers.push_back(std::move(server));
  return program;
}

}  // namespace weir::testing
