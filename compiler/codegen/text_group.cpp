#include "compiler/codegen/text_group.h"

#include <set>

namespace weir::codegen {
namespace {

automata::PatternKind PatternKindOf(check::TextTestKind kind) {
  switch (kind) {
    case check::TextTestKind::kEquals:
      return automata::PatternKind::kEquals;
    case check::TextTestKind::kLike:
      return automata::PatternKind::kGlob;
    case check::TextTestKind::kContains:
      return automata::PatternKind::kContains;
    case check::TextTestKind::kStartsWith:
      return automata::PatternKind::kStartsWith;
    case check::TextTestKind::kEndsWith:
      return automata::PatternKind::kEndsWith;
    case check::TextTestKind::kWithin:
      return automata::PatternKind::kWithin;
  }
  return automata::PatternKind::kEquals;
}

}  // namespace

void TextGroup::Add(const ir::TextTest& test) {
  for (const std::string& text : test.texts)
    patterns_.emplace(Key{PatternKindOf(test.kind), text}, 0);
}

bool TextGroup::Build(AutomatonCache& automata) {
  std::vector<Key> keys;
  for (auto& [key, number] : patterns_) {
    number = static_cast<uint32_t>(keys.size());
    keys.push_back(key);
  }
  return keys.empty() || BuildRange(keys, automata);
}

bool TextGroup::BuildRange(std::span<const Key> keys, AutomatonCache& automata) {
  std::vector<automata::Pattern> patterns;
  for (const auto& [kind, text] : keys) patterns.push_back({kind, text});
  const automata::Automaton* automaton = automata.Get(patterns);
  if (automaton == nullptr) {
    const size_t half = keys.size() / 2;
    return half > 0 && BuildRange(keys.first(half), automata) &&
           BuildRange(keys.subspan(half), automata);
  }
  const uint32_t first = patterns_.at(keys.front());
  Part& part = parts_.emplace_back(Part{automaton, {}});
  for (uint32_t set = 0; set < automaton->accept_sets.size(); ++set) {
    for (uint32_t pattern : automaton->accept_sets[set]) {
      part.sets_of_pattern[first + pattern].push_back(set);
    }
  }
  return true;
}

std::vector<uint32_t> TextGroup::SetsOf(const Part& part, const ir::TextTest& test) const {
  std::set<uint32_t> sets;
  for (const std::string& text : test.texts) {
    const auto found = part.sets_of_pattern.find(patterns_.at({PatternKindOf(test.kind), text}));
    if (found != part.sets_of_pattern.end())
      sets.insert(found->second.begin(), found->second.end());
  }
  return {sets.begin(), sets.end()};
}

// Visits every text test below a condition with the plan that its operand is in.
class TextTestWalk {
 public:
  TextTestWalk(const ir::Target& target, TextGroups& groups)
      : nodes_(target.nodes), plans_{&target.plan}, groups_(groups) {}

  void Visit(ir::NodeId id) {
    const ir::Node& node = nodes_[id];
    if (const auto* conjunction = std::get_if<ir::And>(&node)) VisitAll(conjunction->terms);
    if (const auto* disjunction = std::get_if<ir::Or>(&node)) VisitAll(disjunction->terms);
    if (const auto* negation = std::get_if<ir::Not>(&node)) Visit(negation->term);
    if (const auto* test = std::get_if<ir::TextTest>(&node)) {
      groups_.groups_[{plans_[test->operand.level], test->operand.slot}].Add(*test);
    }
    if (const auto* quantified = std::get_if<ir::Quantified>(&node)) {
      plans_.push_back(&(*plans_[quantified->list.level])[quantified->list.slot].elements);
      Visit(quantified->body);
      plans_.pop_back();
    }
  }

 private:
  void VisitAll(const std::vector<ir::NodeId>& ids) {
    for (ir::NodeId id : ids) Visit(id);
  }

  const ir::NodeTable& nodes_;
  std::vector<const slots::Plan*> plans_;  // by level
  TextGroups& groups_;
};

Result<TextGroups> TextGroups::Of(const ir::Target& target, AutomatonCache& automata) {
  TextGroups groups;
  TextTestWalk walk(target, groups);
  for (const ir::Rule& rule : target.rules) {
    if (rule.where) walk.Visit(*rule.where);
  }
  for (auto& [operand, group] : groups.groups_) {
    if (!group.Build(automata))
      return Error{"a text pattern needs more states than an automaton may have"};
  }
  return groups;
}

}  // namespace weir::codegen
