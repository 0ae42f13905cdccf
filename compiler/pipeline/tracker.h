// How the data of one conversation is followed, as far as a policy's own tests need it: what a step
// `returns` has to be found again in the arguments of the next. The following itself is runtime's
// business (runtime/tracking). Neither side includes the other: the program that has both hands a
// TrackerFactory over.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/pipeline/policy.h"

namespace weir {

struct TrackedTarget {
  ServerIndex server = 0;
  Verb verb = Verb::kCall;
  std::string_view name;
};

class Tracker {
 public:
  virtual ~Tracker() = default;

  // The labels that `sent` would carry to the target.
  virtual uint64_t LabelsOn(const TrackedTarget& target, const json::Value& sent) const = 0;
  // How they would come there, a line each: which call brought the data, and where it is.
  virtual std::vector<std::string> PathTo(const TrackedTarget& target,
                                          const json::Value& sent) const = 0;
  // It was let through.
  virtual void Passed(const TrackedTarget& target, const json::Value& sent) = 0;
  // The target answered the last request that passed with `text`, which carries `labels`.
  virtual void Returned(const TrackedTarget& target, uint64_t labels, std::string_view text) = 0;
};

// A new conversation under that policy, which outlives it.
using TrackerFactory = std::function<std::unique_ptr<Tracker>(const Policy&)>;

}  // namespace weir
