#include "runtime/tracking/tracker.h"

#include <string>

#include "runtime/tracking/ledger.h"

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
      : ledger_(std::shared_ptr<const Policy>(std::shared_ptr<const Policy>(), &policy)) {}

  uint64_t LabelsOn(const TrackedTarget& target, const json::Value& sent) const override {
    return ledger_.Inspect(SinkOf(target), sent).labels;
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
  Ledger ledger_;
  uint64_t call_ = 0;
};

}  // namespace

std::unique_ptr<Tracker> NewTracker(const Policy& policy) {
  return std::make_unique<LedgerTracker>(policy);
}

}  // namespace weir::tracking
