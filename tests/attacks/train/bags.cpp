#include "tests/attacks/train/bags.h"

#include "runtime/guard/engine.h"
#include "runtime/guard/passages.h"

namespace weir::attacks {
namespace {

guard::OnSentence Collect(const BagMaker& maker, Bag& bag) {
  return [&maker, &bag](const guard::Sentence& sentence) {
    std::vector<uint32_t> numbers;
    for (const guard::Clue& clue : sentence.clues) {
      numbers.push_back(maker.table.NumberOf(clue.id));
    }
    bag.sentences.push_back(std::move(numbers));
  };
}

}  // namespace

void ClueTable::Note(guard::ClueId id, std::string_view name) {
  if (numbers_.emplace(id, static_cast<uint32_t>(names_.size())).second) names_.emplace_back(name);
}

void BagMaker::AddText(std::string_view text, const guard::Setting& setting, Bag& bag) const {
  const guard::NormalText normal(text);
  const guard::Engine& engine = guard::TheEngine();
  guard::ReadClues(normal.text(), guard::HitsIn(normal.text(), setting), engine.terms, setting,
                   Collect(*this, bag),
                   [&](guard::ClueId id, std::string_view name) { table.Note(id, name); });
}

void BagMaker::AddKey(std::string_view key, Bag& bag) const {
  const guard::NormalText normal(key);
  guard::ReadKeyClues(normal.text(), Collect(*this, bag),
                      [&](guard::ClueId id, std::string_view name) { table.Note(id, name); });
}

void BagMaker::AddDefinition(const json::Value& tool, Bag& bag) const {
  for (const guard::Passage& passage : guard::PassagesOf(tool)) {
    switch (passage.role) {
      case guard::Role::kName:
        break;
      case guard::Role::kKey:
        AddKey(passage.text, bag);
        break;
      case guard::Role::kProse:
      case guard::Role::kChoice:
      case guard::Role::kOdd:
        AddText(passage.text, guard::SettingOf(passage), bag);
        break;
    }
  }
}

}  // namespace weir::attacks
