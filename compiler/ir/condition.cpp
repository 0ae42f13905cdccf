#include "compiler/ir/condition.h"

#include <algorithm>
#include <set>

namespace weir::ir {

NodeId NodeTable::Add(Node node) {
  if (auto* conjunction = std::get_if<And>(&node)) return AddJunction(std::move(*conjunction));
  if (auto* disjunction = std::get_if<Or>(&node)) return AddJunction(std::move(*disjunction));
  if (const auto* negation = std::get_if<Not>(&node)) {
    if (const auto* inner = std::get_if<Not>(&(*this)[negation->term])) return inner->term;
  }
  return Intern(std::move(node));
}

template <typename Junction>
NodeId NodeTable::AddJunction(Junction junction) {
  Junction flat;
  std::set<NodeId> seen;
  const auto append = [&](NodeId term) {
    if (seen.insert(term).second) flat.terms.push_back(term);
  };
  for (NodeId term : junction.terms) {
    if (const auto* nested = std::get_if<Junction>(&(*this)[term])) {
      std::for_each(nested->terms.begin(), nested->terms.end(), append);
    } else {
      append(term);
    }
  }
  return flat.terms.size() == 1 ? flat.terms.front() : Intern(std::move(flat));
}

NodeId NodeTable::Intern(Node node) {
  const auto [entry, is_new] = ids_.try_emplace(std::move(node), NodeId(nodes_.size()));
  if (is_new) nodes_.push_back(&entry->first);
  return entry->second;
}

bool NodeTable::IsTrue(NodeId id) const {
  const auto* conjunction = std::get_if<And>(&(*this)[id]);
  return conjunction != nullptr && conjunction->terms.empty();
}

bool NodeTable::IsFalse(NodeId id) const {
  const auto* disjunction = std::get_if<Or>(&(*this)[id]);
  return disjunction != nullptr && disjunction->terms.empty();
}

}  // namespace weir::ir
