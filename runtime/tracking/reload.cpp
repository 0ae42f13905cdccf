// A ledger goes on under another policy.
#include <utility>

#include "runtime/tracking/ledger.h"
#include "runtime/tracking/words.h"

namespace weir::tracking {

Carryover Ledger::Reload(std::shared_ptr<const Policy> policy) {
  const Meaning meaning = MeaningOf(*policy_, *policy);
  const Meaning by_name = MeaningOf(*policy_, *policy, 0);
  Carryover carryover{LostBy(by_name), {}};
  const std::shared_ptr<const Policy> before = std::exchange(policy_, std::move(policy));
  by_session_ = SessionLabels(*policy_);
  RelabelServers(*before, meaning);
  RelabelSession(*before, meaning, by_name);
  carryover.folded = ChangeRunLength();
  return carryover;
}

// Bits that never had a name do not count: their loss is no news.
std::vector<std::string> Ledger::LostBy(const Meaning& by_name) const {
  const flow::State state = conversation_.state();
  flow::LabelSet used = state.session_labels;
  for (const flow::ResultState& result : state.results) used |= result.labels;
  flow::LabelSet lost = 0;
  for (size_t i = 0; i < policy_->labels().size(); ++i) {
    if (by_name[i] == 0) lost |= flow::LabelSet{1} << i;
  }
  return NamesOf(*policy_, used & lost);
}

void Ledger::RelabelServers(const Policy& before, const Meaning& meaning) {
  const std::vector<flow::LabelSet> old = std::exchange(server_labels_, {});
  for (size_t i = 0; i < policy_->servers().size(); ++i) {
    server_labels_.push_back(flow::LabelSet{1} << i);
    for (size_t j = 0; j < old.size(); ++j) {
      if (before.servers()[j].name != policy_->servers()[i].name) continue;
      server_labels_.back() |= Relabelled(old[j], meaning);
    }
  }
}

// Content that counts as every label does not put all of those on the session that are by session:
// they are not what it brought.
void Ledger::RelabelSession(const Policy& before, const Meaning& meaning, const Meaning& by_name) {
  const auto origins = std::exchange(session_origins_, {});
  for (size_t i = 0; i < origins.size(); ++i) {
    if (origins[i]) NoteSession(*origins[i], meaning[i]);
  }
  flow::LabelSet raised = 0;
  for (const flow::ResultState& result : conversation_.state().results) {
    if ((result.labels & NamelessLabels(before)) != 0) continue;
    const flow::LabelSet labels = Relabelled(result.labels, by_name) & by_session_;
    NoteSession(result.origin, labels);
    raised |= labels;
  }
  conversation_.Relabel(meaning);
  conversation_.Classify(raised);
}

flow::Folded Ledger::ChangeRunLength() {
  const flow::State before = conversation_.state();
  const flow::Folded folded = conversation_.SetRunLength(RunLength(*policy_));
  for (size_t i = 0; i < folded.results; ++i) {
    NoteSession(before.results[i].origin, before.results[i].labels);
  }
  return folded;
}

}  // namespace weir::tracking
