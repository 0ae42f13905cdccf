#include "compiler/automata/code_points.h"

#include <unicode/uchar.h>
#include <unicode/uset.h>

#include <algorithm>
#include <map>
#include <memory>

namespace weir::automata {
namespace {

using OwnedUSet = std::unique_ptr<USet, decltype(&uset_close)>;

std::optional<CodePointSet> SetOf(UProperty property, int32_t value) {
  OwnedUSet set(uset_openEmpty(), &uset_close);
  UErrorCode status = U_ZERO_ERROR;
  uset_applyIntPropertyValue(set.get(), property, value, &status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  CodePointSet ranges;
  for (int32_t at = 0; at < uset_getItemCount(set.get()); ++at) {
    UChar32 first = 0;
    UChar32 last = 0;
    if (uset_getItem(set.get(), at, &first, &last, nullptr, 0, &status) != 0) continue;  // a string
    ranges.push_back({static_cast<char32_t>(first), static_cast<char32_t>(last)});
  }
  return ranges;
}

// The sets of code points that fold to the same one, without those that stand alone.
const std::vector<std::vector<char32_t>>& CaseOrbits() {
  static const std::vector<std::vector<char32_t>> orbits = [] {
    std::map<char32_t, std::vector<char32_t>> by_fold;
    for (UChar32 each = 0; each <= UChar32{kCodePointMax}; ++each) {
      UChar32 fold = u_foldCase(each, U_FOLD_CASE_DEFAULT);
      if (fold == each) continue;
      std::vector<char32_t>& orbit = by_fold[static_cast<char32_t>(fold)];
      if (orbit.empty()) orbit.push_back(static_cast<char32_t>(fold));
      orbit.push_back(static_cast<char32_t>(each));
    }
    std::vector<std::vector<char32_t>> all;
    for (auto& [fold, orbit] : by_fold) all.push_back(std::move(orbit));
    return all;
  }();
  return orbits;
}

bool Has(const CodePointSet& set, char32_t code_point) {
  auto range = std::ranges::lower_bound(set, code_point, {}, &CodePointRange::last);
  return range != set.end() && range->first <= code_point;
}

}  // namespace

CodePointSet Normalised(CodePointSet ranges) {
  std::ranges::sort(ranges, {}, &CodePointRange::first);
  CodePointSet set;
  for (const CodePointRange& range : ranges) {
    if (!set.empty() && range.first <= set.back().last + 1) {
      set.back().last = std::max(set.back().last, range.last);
    } else {
      set.push_back(range);
    }
  }
  return set;
}

CodePointSet Complement(const CodePointSet& set) {
  CodePointSet others;
  char32_t first = 0;
  for (const CodePointRange& range : set) {
    if (first < range.first) others.push_back({first, range.first - 1});
    first = range.last + 1;
  }
  if (first <= kCodePointMax) others.push_back({first, kCodePointMax});
  return others;
}

CodePointSet CaseClosed(const CodePointSet& set) {
  CodePointSet closed = set;
  for (const std::vector<char32_t>& orbit : CaseOrbits()) {
    if (std::ranges::none_of(orbit, [&](char32_t each) { return Has(set, each); })) continue;
    for (char32_t each : orbit) closed.push_back({each, each});
  }
  return Normalised(std::move(closed));
}

std::optional<CodePointSet> PropertySet(const std::string& name) {
  if (name == "Any") return CodePointSet{{0, kCodePointMax}};
  for (UProperty property : {UCHAR_GENERAL_CATEGORY_MASK, UCHAR_SCRIPT}) {
    int32_t value = u_getPropertyValueEnum(property, name.c_str());
    if (value != UCHAR_INVALID_CODE) return SetOf(property, value);
  }
  return std::nullopt;
}

}  // namespace weir::automata
