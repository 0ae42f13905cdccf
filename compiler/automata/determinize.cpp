#include "compiler/automata/determinize.h"

#include <algorithm>
#include <map>
#include <span>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compiler/automata/subset.h"

namespace weir::automata {
namespace {

// The sets found so far, one after the other in one vector, and an index over them.
class SetPool {
 public:
  SetPool() : index_(0, Hash{this}, Equal{this}) {}
  SetPool(const SetPool&) = delete;  // the index points back at the pool
  SetPool& operator=(const SetPool&) = delete;

  uint32_t size() const { return static_cast<uint32_t>(ends_.size()); }
  size_t member_count() const { return members_.size(); }
  std::span<const StateId> operator[](uint32_t id) const {
    size_t begin = id == 0 ? 0 : ends_[id - 1];
    return {members_.data() + begin, ends_[id] - begin};
  }

  void Add(const StateSet& set) {
    members_.insert(members_.end(), set.begin(), set.end());
    ends_.push_back(members_.size());
  }

  // The number of an equal set that was interned before, else a new one.
  uint32_t Intern(const StateSet& set) {
    Add(set);
    auto [entry, is_new] = index_.insert(size() - 1);
    if (!is_new) {
      ends_.pop_back();
      members_.resize(members_.size() - set.size());
    }
    return *entry;
  }

 private:
  struct Hash {
    const SetPool* pool;
    size_t operator()(uint32_t id) const {
      uint64_t hash = 0xcbf29ce484222325;
      for (StateId member : (*pool)[id]) {
        hash = (hash ^ member) * 0x9E3779B97F4A7C15;
        hash ^= hash >> 29;
      }
      return hash;
    }
  };
  struct Equal {
    const SetPool* pool;
    bool operator()(uint32_t left, uint32_t right) const {
      return std::ranges::equal((*pool)[left], (*pool)[right]);
    }
  };

  std::vector<StateId> members_;
  std::vector<size_t> ends_;
  std::unordered_set<uint32_t, Hash, Equal> index_;
};

class Construction {
 public:
  Construction(const Nfa& nfa, const Budget& budget)
      : stepper_(nfa), states_max_(budget.states_max) {
    result_.class_of = stepper_.classes().class_of;
    result_.class_count = stepper_.classes().count;
    result_.accept_sets.emplace_back();
    accept_ids_.emplace(std::vector<uint32_t>(), 0);
  }

  std::optional<Automaton> Run() {
    stepper_.Start(set_);
    pool_.Add(
        set_);  // not interned: an equal set later on is another state, for it is not at the begin
    for (uint32_t state = 0; state < pool_.size(); ++state) {
      AddAccepts(state);
      AddTransitions(state);
      if (pool_.size() > states_max_ || pool_.member_count() > kSetMembersMax) return std::nullopt;
    }
    return std::move(result_);
  }

 private:
  void AddAccepts(uint32_t state) {
    stepper_.Accepted(pool_[state], state == 0, accepted_);
    auto next = static_cast<uint32_t>(result_.accept_sets.size());
    auto [entry, is_new] = accept_ids_.try_emplace(accepted_, next);
    if (is_new) result_.accept_sets.push_back(accepted_);
    result_.accepts.push_back(entry->second);
  }

  // Classes that the set does not tell apart share one step.
  void AddTransitions(uint32_t state) {
    ByteSet telling = stepper_.TellingClasses(pool_[state]);
    std::optional<uint32_t> shared;
    for (uint32_t each = 0; each < result_.class_count; ++each) {
      if (!telling[each] && shared) {
        result_.next.push_back(*shared);
        continue;
      }
      stepper_.Step(pool_[state], each, set_);
      result_.next.push_back(pool_.Intern(set_));
      if (!telling[each]) shared = result_.next.back();
    }
  }

  SubsetStepper stepper_;
  uint32_t states_max_;
  SetPool pool_;
  StateSet set_;
  std::vector<uint32_t> accepted_;
  std::map<std::vector<uint32_t>, uint32_t> accept_ids_;
  Automaton result_;
};

}  // namespace

std::optional<Automaton> Determinize(const Nfa& nfa, const Budget& budget) {
  return Construction(nfa, budget).Run();
}

}  // namespace weir::automata
