#include "runtime/tracking/meaning.h"

#include <algorithm>
#include <bit>

namespace weir::tracking {

flow::LabelSet NamelessLabels(const Policy& policy) {
  const size_t count = policy.labels().size();
  return count < std::tuple_size_v<Meaning> ? ~flow::LabelSet{0} << count : 0;
}

flow::LabelSet LostLabels(const Policy& policy) {
  constexpr flow::LabelSet kLast = flow::LabelSet{1} << (std::tuple_size_v<Meaning> - 1);
  return ~NamelessLabels(policy) | kLast;
}

Meaning MeaningOf(const Policy& before, const Policy& after, flow::LabelSet lost) {
  Meaning meaning;
  meaning.fill(lost);
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
