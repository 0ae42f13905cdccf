#include "runtime/guard/signs.h"

#include <algorithm>

#include "runtime/guard/disguise.h"
#include "runtime/guard/engine.h"
#include "runtime/guard/hits.h"
#include "runtime/guard/model.h"

namespace weir::guard {
namespace {

constexpr double kTellingWeight = 1.5;  // rules from this weight on count behind a disguise
constexpr size_t kManyBoasts = 3;
constexpr Meanings kDeeds = SetOf(Meaning::kUse) | SetOf(Meaning::kSend) | SetOf(Meaning::kRead);

template <typename Place>
void Weigh(const std::optional<Suspicion>& found, size_t passage, Place place, Signs& signs) {
  if (!found || (signs.heaviest && signs.heaviest->logit >= found->logit)) return;
  signs.heaviest = {found->logit, passage, place(found->range)};
}

class Reading {
 public:
  Reading(size_t passage, uint8_t where, const FindNames& names, Signs& signs)
      : passage_(passage), where_(where), names_(names), signs_(signs) {}

  // Where the text stands, which tells something too.
  Reading& In(const Setting& setting) {
    setting_ = setting;
    return *this;
  }

  // Adds the signs in `text`; `place` leads from ranges of it to ranges of the passage.
  template <typename Place>
  void Read(std::string_view text, Place place) {
    const Engine& engine = TheEngine();
    std::vector<Hit> hits = Scan(text);
    if ((where_ & kInText) != 0)
      Weigh(HeaviestSentence(text, hits, engine.terms, setting_), passage_, place, signs_);
    AddNames(text, hits);
    ForEachStatement(hits, engine.terms,
                     [&](const Statement& statement) { Judge(statement, place); });
  }

 private:
  std::vector<Hit> Scan(std::string_view text) const {
    if ((where_ & kInText) != 0) return HitsIn(text, setting_);
    const Engine& engine = TheEngine();
    return (where_ & kInResult) != 0 ? engine.ScanResult(text) : engine.Scan(text);
  }

  void AddNames(std::string_view text, std::vector<Hit>& hits) const {
    if (!names_) return;
    const Engine& engine = TheEngine();
    const FoundNames found = names_(text);
    const size_t before = hits.size();
    for (const Hit& hit : found.named) hits.push_back({hit.begin, hit.end, engine.named});
    for (const Hit& hit : found.unknown) hits.push_back({hit.begin, hit.end, engine.unknown});
    for (const Hit& hit : found.siblings) hits.push_back({hit.begin, hit.end, engine.sibling});
    if (hits.size() == before) return;
    std::stable_sort(hits.begin(), hits.end(),
                     [](const Hit& a, const Hit& b) { return a.end < b.end; });
  }

  template <typename Place>
  void Judge(const Statement& statement, Place place) {
    signs_.meanings |= statement.meanings;
    if ((where_ & kInText) != 0) CountBoasts(statement);
    for (const Shape& shape : ShapesIn(where_)) {
      if ((statement.meanings & shape.needed) != shape.needed) continue;
      if (signs_.rules[static_cast<size_t>(shape.rule)]) continue;
      const Range range = Find(shape, statement);
      if (range.end > range.begin) signs_.Add(shape.rule, passage_, place(range));
    }
  }

  void CountBoasts(const Statement& statement) {
    for (const Word& word : statement.words)
      signs_.boasts += (word.meanings & SetOf(Meaning::kBoast)) != 0;
  }

  size_t passage_;
  uint8_t where_;
  const FindNames& names_;
  Signs& signs_;
  Setting setting_;
};

void AddOddities(const NormalText& text, size_t passage, Signs& signs) {
  for (const OddPlace& odd : text.oddities()) {
    const auto add = [&](RuleId rule) { signs.Add(rule, passage, odd.range); };
    switch (odd.oddity) {
      case Oddity::kZeroWidth:
      case Oddity::kVariation:
        add(odd.inside_word ? RuleId::kZeroWidth : RuleId::kUnseen);
        break;
      case Oddity::kBidirectional:
        add(RuleId::kBidirectional);
        break;
      case Oddity::kTag:
        add(RuleId::kTagCharacters);
        break;
      case Oddity::kControl:
      case Oddity::kInvalid:
        add(RuleId::kControl);
        break;
      case Oddity::kEscape:
        add(RuleId::kEscape);
        break;
      case Oddity::kMixedScript:
        add(RuleId::kMixedScript);
        break;
    }
  }
}

using RuleSet = std::bitset<kRuleCount>;

RuleSet TellingRules(const Signs& signs) {
  RuleSet telling;
  for (const Sign& sign : signs.list)
    telling[static_cast<size_t>(sign.rule)] = RuleOf(sign.rule).weight >= kTellingWeight;
  return telling;
}

// Reads other spellings of a text and adds what they say that the plain one does not, with one more
// sign: somebody hid it.
class Undisguise {
 public:
  // `plain` is the text without a disguise taken off.
  Undisguise(std::string_view plain, size_t passage, uint8_t where, Signs& signs)
      : plain_(plain), passage_(passage), where_(where), signs_(signs) {}

  // The meanings of the text.
  Meanings Try(std::string_view text, RuleId cause, Range range) {
    if (text.empty()) return 0;
    const Signs found = Reread(text);
    const RuleSet telling = TellingRules(found) & ~signs_.rules;
    if (telling.none() || (telling & ~PlainRules()).none()) return found.meanings;
    for (const Sign& sign : found.list) {
      if (telling[static_cast<size_t>(sign.rule)]) signs_.Add(sign.rule, passage_, range);
    }
    signs_.Add(cause, passage_, range);
    signs_.meanings |= found.meanings;
    return found.meanings;
  }

  void Payloads(std::string_view text, int depth, const std::function<Range(Range)>& place) {
    for (const Payload& payload : FindPayloads(text)) {
      const Range range = place(payload.range);
      const NormalText normal(payload.text);
      const Meanings said = Try(normal.text(), RuleId::kEncoded, range);
      if ((said & SetOf(Meaning::kMust)) != 0 && (said & kDeeds) != 0) {
        signs_.Add(RuleId::kEncodedText, passage_, range);
      }
      if (depth < kPayloadDepthMax)
        Payloads(payload.text, depth + 1, [range](Range) { return range; });
    }
  }

 private:
  Signs Reread(std::string_view text) const {
    Signs found;
    const FindNames none;
    Reading(passage_, where_, none, found).Read(text, [](Range range) { return range; });
    return found;
  }

  // What the plain text breaks where nothing is known of its place, as nothing is of the others':
  // a name that excuses it may not be legible there.
  const RuleSet& PlainRules() {
    if (!plain_rules_) plain_rules_ = Reread(plain_).rules;
    return *plain_rules_;
  }

  std::string_view plain_;
  size_t passage_;
  uint8_t where_;
  Signs& signs_;
  std::optional<RuleSet> plain_rules_;
};

void Read(std::string_view original, size_t index, uint8_t where, const FindNames& names,
          const Setting& setting, Signs& signs) {
  const NormalText normal(original);
  const auto place = [&](Range range) { return normal.ToOriginal(range); };
  AddOddities(normal, index, signs);
  Reading(index, where, names, signs).In(setting).Read(normal.text(), place);

  const Range whole{0, static_cast<uint32_t>(original.size())};
  Undisguise undisguise(normal.text(), index, where, signs);
  undisguise.Try(normal.WithGaps(), RuleId::kDisguised, whole);
  undisguise.Try(normal.tagged(), RuleId::kDisguised, whole);
  undisguise.Try(WithoutLeet(normal.text()), RuleId::kDisguised, whole);
  undisguise.Try(WithoutSpacing(normal.text()), RuleId::kDisguised, whole);
  undisguise.Payloads(normal.text(), 1, place);
}

uint8_t WhereOf(Role role) {
  switch (role) {
    case Role::kProse:
    case Role::kChoice:
    case Role::kOdd:
      return kInText;
    case Role::kKey:
      return kInKey;
    case Role::kName:
      return kInName;
  }
  return kInText;
}

// Written as words, and as prose if it is a sentence rather than a name.
void ReadName(const Passage& passage, size_t index, Signs& signs) {
  const NormalText normal(passage.text);
  AddOddities(normal, index, signs);
  const Range whole{0, static_cast<uint32_t>(passage.text.size())};
  const FindNames none;
  Reading(index, WhereOf(passage.role), none, signs).Read(WordsOf(normal.text()), [&](Range) {
    return whole;
  });
  if (passage.role == Role::kKey) {
    Weigh(
        HeaviestKey(normal.text()), index, [&](Range) { return whole; }, signs);
  }
  if (passage.text.find(' ') != std::string::npos)
    Read(passage.text, index, kInText, none, {}, signs);
}

}  // namespace

void Signs::Add(RuleId rule, size_t passage, Range range) {
  if (rules[static_cast<size_t>(rule)]) return;
  rules.set(static_cast<size_t>(rule));
  list.push_back({rule, passage, range});
}

void Signs::AddHeaviest() {
  if (!heaviest) return;
  if (const std::optional<RuleId> rule = RuleOfLogit(heaviest->logit))
    Add(*rule, heaviest->passage, heaviest->range);
}

void ReadPassage(const Passage& passage, size_t index, const FindNames& names, Signs& signs) {
  if (passage.role == Role::kKey || passage.role == Role::kName) {
    ReadName(passage, index, signs);
    return;
  }
  const size_t before = signs.list.size();
  const Setting setting = SettingOf(passage);
  const uint8_t where = setting.property.empty() ? kInText : kInText | kInParameter;
  Read(passage.text, index, where, names, setting, signs);
  const bool telling =
      std::any_of(signs.list.begin() + static_cast<ptrdiff_t>(before), signs.list.end(),
                  [](const Sign& sign) { return RuleOf(sign.rule).weight >= kTellingWeight; });
  const Range whole{0, static_cast<uint32_t>(passage.text.size())};
  if (passage.role == Role::kOdd && telling) signs.Add(RuleId::kOddField, index, whole);
  if (signs.boasts >= kManyBoasts) signs.Add(RuleId::kManyBoasts, index, whole);
}

void ReadResult(std::string_view text, Signs& signs) {
  Read(text, 0, kInResult, {}, {}, signs);
}

}  // namespace weir::guard
