#include "compiler/automata/determinize.h"

#include <map>
#include <utility>
#include <vector>

#include "compiler/automata/set_pool.h"
#include "compiler/automata/subset.h"

namespace weir::automata {
namespace {

class Construction {
 public:
  Construction(const Nfa& nfa, const Budget& budget)
      : stepper_(nfa), states_max_(budget.states_max), members_max_(states_max_ * kMembersOfState) {
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
      if (pool_.size() > states_max_ || pool_.member_count() > members_max_) return std::nullopt;
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
  size_t states_max_;
  size_t members_max_;
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
