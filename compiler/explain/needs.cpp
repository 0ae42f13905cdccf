#include "compiler/explain/needs.h"

#include <vector>

#include "compiler/pipeline/settings.h"

namespace weir::explain {
namespace {

bool Is(Truth truth, bool wanted) {
  return truth == (wanted ? Truth::kTrue : Truth::kFalse);
}

std::string Source(const Reading& reading, const SourceSet& sources) {
  return pipeline::OnOneLine(sources.TextOf(reading.span));
}

}  // namespace

std::string Need(const Reading& reading, bool wanted, const SourceSet& sources) {
  const bool one_part_standing = !reading.parts.empty() && !reading.parts.front().element;
  std::string failing;
  size_t count = 0;
  for (const Reading& part : reading.parts) {
    if (!one_part_standing || Is(part.truth, wanted)) continue;
    failing = Need(part, wanted, sources);
    ++count;
  }
  // Of several terms only one stands in the way: it alone is what has to change.
  if (count == 1 && reading.parts.size() > 1) return failing;
  const std::string source = Source(reading, sources);
  return wanted ? source : "not (" + source + ")";
}

}  // namespace weir::explain
