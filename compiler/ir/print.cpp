#include "compiler/ir/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "compiler/abi/words.h"
#include "compiler/base/result.h"
#include "compiler/json/document.h"

namespace weir::ir {
namespace {

std::string_view NameOf(check::TextTestKind kind) {
  switch (kind) {
    case check::TextTestKind::kEquals:
      return "equals";
    case check::TextTestKind::kLike:
      return "like";
    case check::TextTestKind::kContains:
      return "contains";
    case check::TextTestKind::kStartsWith:
      return "starts with";
    case check::TextTestKind::kEndsWith:
      return "ends with";
    case check::TextTestKind::kWithin:
      return "within";
    case check::TextTestKind::kUnder:
      return "under";
    case check::TextTestKind::kMatches:
      return "matches";
    case check::TextTestKind::kSearches:
      return "contains match of";
  }
  return {};
}

std::string_view NameOf(check::Relation relation) {
  switch (relation) {
    case check::Relation::kEqual:
      return "==";
    case check::Relation::kNotEqual:
      return "!=";
    case check::Relation::kLess:
      return "<";
    case check::Relation::kLessOrEqual:
      return "<=";
    case check::Relation::kGreater:
      return ">";
    case check::Relation::kGreaterOrEqual:
      return ">=";
  }
  return {};
}

std::string_view NameOf(check::Quantifier quantifier) {
  switch (quantifier) {
    case check::Quantifier::kAny:
      return "any";
    case check::Quantifier::kAll:
      return "all";
    case check::Quantifier::kNone:
      return "none";
  }
  return {};
}

std::string TextOf(Operand operand) {
  return operand.level == 0 ? fmt::format("slot {}", operand.slot)
                            : fmt::format("row {} slot {}", operand.level, operand.slot);
}

std::string TextOf(NodeId id) {
  return fmt::format("%{}", static_cast<uint32_t>(id));
}

std::string Junction(std::string_view word, const std::vector<NodeId>& terms) {
  std::string text(word);
  for (NodeId term : terms) text += " " + TextOf(term);
  return text;
}

std::string TextOf(const TextTest& test) {
  std::string text =
      fmt::format("{} {}{}", TextOf(test.operand), test.negated ? "not " : "", NameOf(test.kind));
  for (const std::string& wanted : test.texts) text += " " + json::Quote(wanted);
  return text;
}

std::string TextOf(const NumberTest& test) {
  std::string text = fmt::format("{} {}", TextOf(test.operand), NameOf(test.relation));
  for (const check::Number& number : test.numbers) {
    text += std::visit([](auto value) { return fmt::format(" {}", value); }, number);
  }
  return text;
}

std::string TextOf(const Node& node) {
  return std::visit(
      Overloaded{
          [](const And& it) { return Junction("and", it.terms); },
          [](const Or& it) { return Junction("or", it.terms); },
          [](const Not& it) { return "not " + TextOf(it.term); },
          [](const TextTest& it) { return TextOf(it); },
          [](const NumberTest& it) { return TextOf(it); },
          [](const BoolTest& it) {
            return fmt::format("{} {} {}", TextOf(it.operand), NameOf(it.relation), it.value);
          },
          [](const PairTest& it) {
            return fmt::format("{} {} {}", TextOf(it.left), NameOf(it.relation), TextOf(it.right));
          },
          [](const ExistsTest& it) { return "exists " + TextOf(it.operand); },
          [](const ValidTest& it) { return "valid " + TextOf(it.operand); },
          [](const LabelTest& it) { return fmt::format("has {:#x}", it.labels); },
          [](const Quantified& it) {
            return fmt::format("{} row of {}: {}", NameOf(it.quantifier), TextOf(it.list),
                               TextOf(it.body));
          },
      },
      node);
}

std::string TextOf(const Rule& rule) {
  std::string text = fmt::format("{} by rule {}", WordOf(rule.effect), rule.number);
  if (rule.agents != check::kAnyAgent) text += fmt::format(" for agents {:#x}", rule.agents);
  if (rule.where) text += " where " + TextOf(*rule.where);
  return text;
}

std::string TextOf(const Flow& flow) {
  std::string text = fmt::format("flow {:#x}", flow.labels);
  if (flow.where) text += " where " + TextOf(*flow.where);
  return flow.after_ask ? text + " after ask" : text;
}

void PrintChanges(std::ostream& out, std::string_view word, uint64_t always,
                  const std::vector<LabelChange>& where) {
  if (always != 0) out << fmt::format("  {} {:#x}\n", word, always);
  for (const LabelChange& change : where) {
    out << fmt::format("  {} {:#x} where {}\n", word, change.labels, TextOf(*change.where));
  }
}

std::string TextOfTarget(TargetId target) {
  return target == Names::kNobody ? "not exposed" : fmt::format("target {}", target);
}

void PrintNames(std::ostream& out, const Names& names) {
  const std::map<std::string, TargetId> sorted(names.exact.entries().begin(),
                                               names.exact.entries().end());
  for (const auto& [name, target] : sorted) {
    out << "  " << json::Quote(name) << ": " << TextOfTarget(target) << '\n';
  }
  for (size_t set = 0; set < names.target_of_set.size(); ++set) {
    const TargetId target = names.target_of_set[set];
    out << "  class " << set << " of other names: " << TextOfTarget(target) << '\n';
  }
}

bool IsEmpty(const Names& names) {
  const auto hidden = [](TargetId target) { return target == Names::kNobody; };
  return names.exact.entries().empty() &&
         std::all_of(names.target_of_set.begin(), names.target_of_set.end(), hidden);
}

}  // namespace

void Print(std::ostream& out, const Target& target) {
  for (size_t slot = 0; slot < target.plan.size(); ++slot) {
    out << "  slot " << slot << " = " << slots::Describe(target.plan[slot]) << '\n';
  }
  for (size_t id = 0; id < target.nodes.size(); ++id) {
    out << "  " << TextOf(NodeId(id)) << " = " << TextOf(target.nodes[NodeId(id)]) << '\n';
  }
  for (const Rule& rule : target.rules) out << "  " << TextOf(rule) << '\n';
  out << "  deny by default\n";
  if (target.lets_in != 0) out << fmt::format("  lets in {:#x}\n", target.lets_in);
  for (const Flow& flow : target.flows) out << "  " << TextOf(flow) << '\n';
  PrintChanges(out, "gives", target.gives, target.gives_where);
  PrintChanges(out, "takes off", target.takes_off, target.takes_off_where);
}

void Print(std::ostream& out, const Decisions& decisions,
           std::span<const std::string> server_names) {
  for (size_t server = 0; server < decisions.servers.size(); ++server) {
    for (int verb = 0; verb < kVerbCount; ++verb) {
      const Names& names = decisions.servers[server][static_cast<size_t>(verb)];
      if (IsEmpty(names)) continue;
      out << "server " << server_names[server] << ", " << WordOf(Verb(verb)) << "\n";
      PrintNames(out, names);
    }
  }
  for (size_t target = 0; target < decisions.targets.size(); ++target) {
    out << "target " << target << "\n";
    Print(out, decisions.targets[target]);
  }
}

}  // namespace weir::ir
