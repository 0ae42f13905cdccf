// A policy's labels in `_meta.ifc` of results: what servers declare there is read, and what weir
// knows is written there for the client, which may be a weir as well.
//
// Beside `integrity` and `confidentiality` (flow/ifc.h) there is `labels`, a list of names.
#pragma once

#include <string>

#include "compiler/json/document.h"
#include "compiler/pipeline/policy.h"
#include "runtime/flow/labels.h"

namespace weir::tracking {

inline constexpr size_t kDeclaredNamesMax = 64;

// Labels that the policy has under the names that a result declares: `untrusted` for its integrity,
// `private` for its confidentiality, and each of its `labels`. More than kDeclaredNamesMax of
// those, or what is no list of strings: all labels of the policy.
flow::LabelSet DeclaredLabels(const Policy& policy, const json::Value& result);

// `result` with `labels` in its `_meta.ifc`. Every other byte stays, and what the server declared
// there is only ever made stricter. What is no object is given back as it is.
std::string WithLabels(const Policy& policy, const json::Value& result, flow::LabelSet labels);

}  // namespace weir::tracking
