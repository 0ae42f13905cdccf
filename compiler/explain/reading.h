// A condition held against a request, with the value of each of its parts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/eval/decide.h"

namespace weir::explain {

using eval::Truth;

struct Reading {
  Span span;           // of the part in the policy
  Truth truth;         // as the rule's stance takes what is absent
  std::string values;  // what was looked at: `path(args.path) is "/root"`; empty: see the parts
  // Of `and`, `or`, `not`: the terms. Of a quantifier: its condition once for each element, as many
  // as Reader::kElementsMax.
  std::vector<Reading> parts;
  std::optional<size_t> element;  // with a quantifier's parts: which
};

}  // namespace weir::explain
