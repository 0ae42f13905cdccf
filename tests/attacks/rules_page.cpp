#include "tests/attacks/rules_page.h"

#include <fmt/format.h>

#include <array>

#include "runtime/guard/rules.h"
#include "runtime/guard/score.h"

namespace weir::attacks {
namespace {

using guard::Where;

constexpr std::string_view kHead = R"(# The rules of the guard

Made by `guard_report --rules` from `runtime/guard/rules.def`; a test holds that the two agree. A rule is a shape of
meanings in one statement, an oddity of the spelling, or something that code finds about a name or a place. The words
behind the meanings are in `runtime/guard/lexicon.def`; docs/guard-model.md is about the learned part.

The weights of the rules that a definition or a result breaks add up, each rule once: from {:.0f} it is worth a look, from
{:.0f} a warning, from {:.0f} quarantine.

| rule | threat | weight | looks at | a definition or result that |
| --- | --- | --- | --- | --- |
)";

struct Place {
  Where where;
  std::string_view name;
};
constexpr std::array<Place, 5> kPlaces = {{{guard::kInText, "texts"},
                                           {guard::kInResult, "results"},
                                           {guard::kInKey, "parameters' names"},
                                           {guard::kInParameter, "parameters' descriptions"},
                                           {guard::kInName, "tools' names"}}};

std::string PlacesOf(const guard::Rule& rule) {
  std::string places;
  for (const Place& place : kPlaces) {
    if ((rule.where & place.where) == 0) continue;
    places.append(places.empty() ? "" : ", ").append(place.name);
  }
  return places.empty() ? "whatever code finds" : places;
}

}  // namespace

std::string RulesPage() {
  std::string page = fmt::format(kHead, guard::kInfoFrom, guard::kWarnFrom, guard::kQuarantineFrom);
  for (size_t i = 0; i < guard::kRuleCount; ++i) {
    const guard::Rule& rule = guard::RuleOf(static_cast<guard::RuleId>(i));
    page += fmt::format("| `{}` | {} | {:.1f} | {} | {} |\n", rule.name, guard::NameOf(rule.threat),
                        rule.weight, PlacesOf(rule), rule.reason);
  }
  return page;
}

}  // namespace weir::attacks
