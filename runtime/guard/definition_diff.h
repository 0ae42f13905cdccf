// What changed between two definitions of the same thing, as a person reads it: words of its texts,
// and what its schema now takes that it did not take before.
#pragma once

#include <string>
#include <vector>

#include "compiler/json/document.h"

namespace weir::guard {

enum class ChangeKind : uint8_t {
  kText,   // a text for a reader
  kAdded,  // a property, a field
  kRemoved,
  kRequired,  // a property has become required
  kOptional,  // a property is no longer required
  kWidened,   // takes values that it did not take
  kNarrowed,  // no longer takes values that it took
  kChanged,   // anything else
};
std::string_view NameOf(ChangeKind kind);

struct Change {
  ChangeKind kind;
  std::string pointer;  // RFC 6901
  std::string text;     // one line; of kText the words: kept, [-taken out-], {+put in+}
};

inline constexpr size_t kDiffWordsMax = 2'000;  // of one text; a longer one counts as rewritten

// In the order of the pointers. Empty exactly if the canonical forms are equal.
std::vector<Change> Diff(const json::Value& before, const json::Value& after);

// One change per line: "widened  /inputSchema/properties/path/maxLength  from 10 to 20". The
// invisible is made visible.
std::string Render(const std::vector<Change>& changes);

// The words of two texts: "Reads a file{+ and sends it+}". Runs of kept words longer than a few are
// cut.
std::string WordDiff(std::string_view before, std::string_view after);

}  // namespace weir::guard
