#include "runtime/tracking/tracker.h"

#include <string>

#include "runtime/tracking/ledger.h"
#include "runtime/tracking/words.h"

namespace weir::tracking {
namespace {

Sink SinkOf(const TrackedTarget& target) {
  return {target.server, target.verb,
          target.verb == Verb::kRead ? std::string_view() : target.name};
}

class LedgerTracker : public Tracker {
 public:
  // Does not own the policy.
  explicit LedgerTracker(const Policy& policy)
      : policy_(policy),
        ledger_(std::shared_ptr<const Policy>(std::shared_ptr<const Policy>(), &policy)) {}

  uint64_t LabelsOn(const TrackedTarget& target, const json::Value& sent) const override {
    return ledger_.Inspect(SinkOf(target), sent).labels;
  }
  std::vector<std::string> PathTo(const TrackedTarget& target,
                                  const json::Value& sent) const override {
    const flow::Carried carried = ledger_.Inspect(SinkOf(target), sent);
    std::vector<std::string> lines = PathOfData(carried, ~flow::LabelSet{0}, RunLength(policy_));
    for (uint32_t label = 0; label < policy_.labels().size(); ++label) {
      const flow::Origin* origin = ledger_.SessionOrigin(label);
      const bool is_carried = (carried.labels >> label & 1) != 0;
      if (origin == nullptr || !is_carried) continue;
      lines.push_back("`" + policy_.labels()[label].name +
                      "` stays on the whole conversation: from " + WordsOf(*origin));
    }
    return lines;
  }
  void Passed(const TrackedTarget& target, const json::Value& sent) override {
    ++call_;
    ledger_.Sent(SinkOf(target), sent);
  }
  void Returned(const TrackedTarget& target, uint64_t labels, std::string_view text) override {
    const auto value = json::Document::Parse(json::Quote(text));
    if (value)
      ledger_.Received(target.server, call_, std::string(target.name), labels, value->root());
  }

 private:
  const Policy& policy_;
  Ledger ledger_;
  uint64_t call_ = 0;
};

}  // namespace

std::unique_ptr<Tracker> NewTracker(const Policy& policy) {
  return std::make_unique<LedgerTracker>(policy);
}

}  // namespace weir::tracking
