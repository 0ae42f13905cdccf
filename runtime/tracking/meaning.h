// What the labels of one policy are under another that takes its place.
#pragma once

#include <array>

#include "compiler/pipeline/policy.h"
#include "runtime/flow/labels.h"

namespace weir::tracking {

// Label n of the old policy is the set meaning[n] of the new one.
using Meaning = std::array<flow::LabelSet, 64>;

// All labels of the policy, so that whatever it says of any of them holds, and the last of
// NamelessLabels, which only `flow any` lets in.
flow::LabelSet LostLabels(const Policy& policy);

// The bits that are none of the policy's labels.
flow::LabelSet NamelessLabels(const Policy& policy);

// Labels are the same if their names are, servers' own labels included. One that `after` does not
// have becomes `lost`: what is called otherwise now, or not at all, must not be free.
Meaning MeaningOf(const Policy& before, const Policy& after, flow::LabelSet lost);
inline Meaning MeaningOf(const Policy& before, const Policy& after) {
  return MeaningOf(before, after, LostLabels(after));
}

flow::LabelSet Relabelled(flow::LabelSet labels, const Meaning& meaning);

}  // namespace weir::tracking
