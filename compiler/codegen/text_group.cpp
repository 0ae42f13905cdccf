#include "compiler/codegen/text_group.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <set>

#include "compiler/codegen/patterns_of.h"

namespace weir::codegen {
namespace {

// An automaton remembers which of n patterns that can fit anywhere it has seen, and how far it is
// in each of the others: for unrelated texts that is 2^(n-1) times the bytes of all. Where that is
// over the budget it is not even tried, for to fail costs as much as to build the largest one.
bool MayBeBuilt(std::span<const automata::Pattern> searches) {
  uint64_t bytes = 0;
  for (const automata::Pattern& pattern : searches) bytes += pattern.text.size();
  constexpr size_t kStatesBits = std::bit_width(kStatesMax);
  return searches.size() <= 1 ||
         (searches.size() <= kStatesBits && bytes << (searches.size() - 1) <= kStatesMax);
}

}  // namespace

void TextGroup::Add(const ir::TextTest& test) {
  for (const std::string& text : test.texts) {
    for (const automata::Pattern& pattern : PatternsOf(test.kind, text)) {
      places_.emplace(Key{pattern.kind, pattern.text}, Place{});
    }
  }
}

// Literals are told apart from all else: with an automaton over the whole text they would
// multiply its states, and on their own they need only look at the text's beginning.
bool TextGroup::Build(Matchers& matchers) {
  Patterns literals;
  Patterns others;
  for (const auto& [key, place] : places_) {
    (IsLiteral(key.first) ? literals : others).push_back({key.first, key.second});
  }
  return (literals.empty() || BuildLiterals(literals, matchers)) &&
         (others.empty() || BuildOthers(others, matchers));
}

// Whole texts are hashed, however many they are; prefixes are a trie as long as they are few.
bool TextGroup::BuildLiterals(const Patterns& patterns, Matchers& matchers) {
  const auto is_whole = [](const automata::Pattern& pattern) {
    return pattern.kind == automata::PatternKind::kEquals;
  };
  Patterns sorted = patterns;
  const auto middle = std::stable_partition(sorted.begin(), sorted.end(), is_whole);
  Patterns rest(middle, sorted.end());
  sorted.erase(middle, sorted.end());
  if (sorted.size() < kTextSetMin) {
    rest.insert(rest.begin(), sorted.begin(), sorted.end());
  } else {
    const TextSet& texts = matchers.Texts(sorted);
    AddPart(&texts, sorted, texts.accept_sets);
  }
  if (rest.empty()) return true;
  if (rest.size() > kLiteralsMax) return BuildAutomata(rest, matchers);
  const LiteralSet& literals = matchers.Literals(rest);
  AddPart(&literals, rest, literals.accept_sets);
  return true;
}

// One automaton for all, if it may be. Else what can fit anywhere is on its own: which of n such
// patterns were seen so far is 2^n states, nearly all of which no text ever leads to, so a lazy
// matcher takes them however many they are.
bool TextGroup::BuildOthers(const Patterns& patterns, Matchers& matchers) {
  const auto fits_anywhere = [](const automata::Pattern& pattern) {
    return pattern.kind == automata::PatternKind::kContains ||
           pattern.kind == automata::PatternKind::kRegexSearch;
  };
  Patterns sorted = patterns;
  const auto middle = std::stable_partition(sorted.begin(), sorted.end(), fits_anywhere);
  const auto searches = static_cast<size_t>(middle - sorted.begin());
  const std::span<const automata::Pattern> all = sorted;
  if (MayBeBuilt(all.first(searches))) {
    if (const auto* automaton = matchers.Automaton(sorted)) {
      AddPart(automaton, all, automaton->accept_sets);
      return true;
    }
  }
  return (searches == 0 || BuildLazy(all.first(searches), matchers)) &&
         (searches == all.size() || BuildAutomata(all.subspan(searches), matchers));
}

bool TextGroup::BuildAutomata(std::span<const automata::Pattern> patterns, Matchers& matchers) {
  const auto* automaton = matchers.Automaton(Patterns(patterns.begin(), patterns.end()));
  if (automaton != nullptr) {
    AddPart(automaton, patterns, automaton->accept_sets);
    return true;
  }
  if (patterns.size() == 1 || !matchers.may_try()) return BuildLazy(patterns, matchers);
  const size_t half = patterns.size() / 2;
  return BuildAutomata(patterns.first(half), matchers) &&
         BuildAutomata(patterns.subspan(half), matchers);
}

bool TextGroup::BuildLazy(std::span<const automata::Pattern> patterns, Matchers& matchers) {
  const LazyMatcher* lazy = matchers.Lazy(Patterns(patterns.begin(), patterns.end()));
  if (lazy != nullptr) AddPart(lazy, patterns, {});
  return lazy != nullptr;
}

void TextGroup::AddPart(Matcher matcher, std::span<const automata::Pattern> patterns,
                        std::span<const std::vector<uint32_t>> accept_sets) {
  const auto number = static_cast<uint32_t>(parts_.size());
  Part& part = parts_.emplace_back();
  part.matcher = matcher;
  part.set_count = accept_sets.size();
  part.sets_of_pattern.resize(patterns.size());
  for (uint32_t index = 0; index < patterns.size(); ++index) {
    places_.at({patterns[index].kind, patterns[index].text}) = {number, index};
  }
  for (uint32_t set = 0; set < accept_sets.size(); ++set) {
    for (uint32_t pattern : accept_sets[set]) part.sets_of_pattern[pattern].push_back(set);
  }
}

std::vector<TextGroup::Place> TextGroup::PlacesOf(const ir::TextTest& test) const {
  std::vector<Place> places;
  for (const std::string& text : test.texts) {
    for (const automata::Pattern& pattern : PatternsOf(test.kind, text)) {
      places.push_back(places_.at({pattern.kind, pattern.text}));
    }
  }
  return places;
}

std::vector<uint32_t> TextGroup::SetsOf(const Part& part, const ir::TextTest& test) const {
  std::set<uint32_t> sets;
  for (const Place place : PlacesOf(test)) {
    if (!IsIn(part, place)) continue;
    const std::vector<uint32_t>& of_pattern = part.sets_of_pattern[place.index];
    sets.insert(of_pattern.begin(), of_pattern.end());
  }
  return {sets.begin(), sets.end()};
}

std::vector<uint64_t> TextGroup::BitsOf(const Part& part, const ir::TextTest& test) const {
  constexpr size_t kWordBits = LazyMatcher::kWordBits;
  std::vector<uint64_t> words(std::get<const LazyMatcher*>(part.matcher)->word_count());
  for (const Place place : PlacesOf(test)) {
    if (IsIn(part, place)) {
      words[place.index / kWordBits] |= uint64_t{1} << (place.index % kWordBits);
    }
  }
  return words;
}

const TextGroup::Part* TextGroup::PartOf(const ir::TextTest& test) const {
  const std::vector<Place> places = PlacesOf(test);
  const auto same = [&](Place place) { return place.part == places.front().part; };
  const bool one = !places.empty() && std::all_of(places.begin(), places.end(), same);
  return one ? &parts_[places.front().part] : nullptr;
}

// Visits every text test below a condition with the plan that its operand is in.
class TextTestWalk {
 public:
  TextTestWalk(const ir::Target& target, TextGroups& groups)
      : nodes_(target.nodes), plans_{&target.plan}, groups_(groups) {}

  template <typename Statements>
  void VisitConditions(const Statements& statements) {
    for (const auto& statement : statements) {
      if (statement.where) Visit(*statement.where);
    }
  }

  void VisitRules(const std::vector<ir::Rule>& rules) {
    for (const ir::Rule& rule : rules) {
      rule_ = rule.number;
      if (rule.where) Visit(*rule.where);
    }
    rule_.reset();
  }

 private:
  void Visit(ir::NodeId id) {
    const ir::Node& node = nodes_[id];
    if (const auto* conjunction = std::get_if<ir::And>(&node)) VisitAll(conjunction->terms);
    if (const auto* disjunction = std::get_if<ir::Or>(&node)) VisitAll(disjunction->terms);
    if (const auto* negation = std::get_if<ir::Not>(&node)) Visit(negation->term);
    if (const auto* test = std::get_if<ir::TextTest>(&node)) {
      auto& entry = groups_.groups_[{plans_[test->operand.level], test->operand.slot}];
      entry.group.Add(*test);
      if (rule_) entry.rules.insert(*rule_);
    }
    if (const auto* quantified = std::get_if<ir::Quantified>(&node)) {
      plans_.push_back(&(*plans_[quantified->list.level])[quantified->list.slot].elements);
      Visit(quantified->body);
      plans_.pop_back();
    }
  }

  void VisitAll(const std::vector<ir::NodeId>& ids) {
    for (ir::NodeId id : ids) Visit(id);
  }

  const ir::NodeTable& nodes_;
  std::vector<const slots::Plan*> plans_;  // by level
  TextGroups& groups_;
  std::optional<uint32_t> rule_;  // that the condition is of
};

Result<TextGroups> TextGroups::Of(const ir::Target& target, Matchers& matchers) {
  TextGroups groups;
  TextTestWalk walk(target, groups);
  walk.VisitRules(target.rules);
  walk.VisitConditions(target.flows);
  walk.VisitConditions(target.gives_where);
  walk.VisitConditions(target.takes_off_where);
  for (auto& [operand, entry] : groups.groups_) {
    if (!entry.group.Build(matchers)) return Error{"the text patterns of one value are too many"};
  }
  return groups;
}

std::vector<OverBudget> FindOverBudget(std::span<const ir::Target> targets) {
  std::vector<OverBudget> values;
  Matchers matchers;
  for (const ir::Target& target : targets) {
    const Result<TextGroups> groups = TextGroups::Of(target, matchers);
    if (!groups) continue;
    for (OverBudget& value : groups->over_budget()) values.push_back(std::move(value));
  }
  return values;
}

std::vector<OverBudget> TextGroups::over_budget() const {
  std::vector<OverBudget> values;
  for (const auto& [operand, entry] : groups_) {
    const auto parts = entry.group.parts();
    const auto is_lazy = [](const TextGroup::Part& part) { return part.is_lazy(); };
    if (std::none_of(parts.begin(), parts.end(), is_lazy)) continue;
    const auto& [plan, slot] = operand;
    values.push_back({slots::Describe((*plan)[slot]), entry.rules});
  }
  return values;
}

}  // namespace weir::codegen
