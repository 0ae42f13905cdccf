#include "runtime/tracking/meaning.h"

#include <algorithm>
#include <bit>

namespace weir::tracking {

flow::LabelSet LostLabels(const Policy& policy) {
  constexpr size_t kLast = std::tuple_size_v<Meaning> - 1;
  return policy.labels().size() <= kLast ? flow::LabelSet{1} << kLast : ~flow::LabelSet{0};
}

Meaning MeaningOf(const Policy& before, const Policy& after) {
  Meaning meaning;
  meaning.fill(LostLabels(after));
  const auto labels = after.labels();
  for (size_t i = 0; i < before.labels().size(); ++i) {
    const auto found = std::find_if(labels.begin(), labels.end(), [&](const LabelSettings& label) {
      return label.name == before.labels()[i].name;
    });
    if (found != labels.end()) meaning[i] = flow::LabelSet{1} << (found - labels.begin());
  }
  return meaning;
}

flow::LabelSet Relabelled(flow::LabelSet labels, const Meaning& meaning) {
  flow::LabelSet relabelled = 0;
  for (; labels != 0; labels &= labels - 1) {
    relabelled |= meaning[static_cast<size_t>(std::countr_zero(labels))];
  }
  return relabelled;
}

}  // namespace weir::tracking
