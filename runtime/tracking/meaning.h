// What the labels of one policy are under another that takes its place.
#pragma once

#include <array>

#include "compiler/pipeline/policy.h"
#include "runtime/flow/labels.h"

namespace weir::tracking {

// Label n of the old policy is the set meaning[n] of the new one.
using Meaning = std::array<flow::LabelSet, 64>;

// Labels are the same if their names are, servers' own labels included. One that `after` does not
// have becomes LostLabels(after): what is called otherwise now, or not at all, must not be free.
Meaning MeaningOf(const Policy& before, const Policy& after);

// A bit that is none of the policy's labels, so that only `flow any` opens a way to what carries
// it. All labels, where they take up every bit.
flow::LabelSet LostLabels(const Policy& policy);

flow::LabelSet Relabelled(flow::LabelSet labels, const Meaning& meaning);

}  // namespace weir::tracking
