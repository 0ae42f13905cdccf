#include "tests/attacks/train/cases.h"

#include <map>

#include "tests/attacks/measure.h"
#include "tests/attacks/train/phrasings.h"

namespace weir::attacks {
namespace {

constexpr size_t kPhrasingsPerLine = 12;
constexpr uint64_t kPhrasingsSeed = 7;

using Rows = std::vector<json::Document>;
using Scores = std::map<std::string, double>;

bool IsLearned(guard::RuleId rule) {
  return rule == guard::RuleId::kReadsStrongly || rule == guard::RuleId::kReadsLikely ||
         rule == guard::RuleId::kReadsSlightly;
}

// What the rules say by themselves, by id: the model that is built in has seen these cases.
void NoteScores(const std::vector<Case>& judged, Scores& scores) {
  for (const Case& one : judged) {
    double score = one.report.score;
    for (const guard::Finding& finding : one.report.findings)
      if (IsLearned(finding.rule)) score -= guard::RuleOf(finding.rule).weight;
    scores[one.id] = score;
  }
}

// Only the rows that were judged.
std::vector<Bag> BagsOf(const Rows& rows, const Scores& scores, const BagMaker& maker) {
  std::vector<Bag> bags;
  for (const json::Document& document : rows) {
    const json::Value row = document.root();
    const auto score = scores.find(TextOf(row, "id"));
    if (score == scores.end()) continue;
    Bag bag;
    bag.id = score->first;
    bag.origin = TextOf(row, "origin");
    bag.author = bag.origin;
    bag.server = TextOf(row, "server");
    bag.attack = TextOf(row, "label") == "malicious";
    bag.rules = score->second;
    bag.text = std::string(row.Find("tool")->raw());
    maker.AddDefinition(*row.Find("tool"), bag);
    bags.push_back(std::move(bag));
  }
  return bags;
}

std::vector<Bag> BagsOf(const std::vector<Phrasing>& phrasings, const BagMaker& maker) {
  std::vector<Bag> bags;
  for (const Phrasing& phrasing : phrasings) {
    Bag bag;
    bag.origin = "phrasings";
    bag.author = "line " + std::to_string(phrasing.line);
    bag.attack = phrasing.attack;
    maker.AddText(phrasing.text, bag);
    bags.push_back(std::move(bag));
  }
  return bags;
}

}  // namespace

Result<Cases> LoadCases(const std::string& folder) {
  const Result<Rows> malicious = ReadRows(folder + "/malicious_tools.jsonl.gz");
  if (!malicious) return malicious.error();
  const Result<Rows> benign = ReadRows(folder + "/benign_tools.jsonl.gz");
  if (!benign) return benign.error();
  const Result<Rows> own = ReadRows(folder + "/own_cases.jsonl");
  if (!own) return own.error();
  const Result<std::vector<Phrasing>> phrasings =
      MakePhrasings(folder + "/phrasings.txt", kPhrasingsPerLine, kPhrasingsSeed);
  if (!phrasings) return phrasings.error();

  Scores scores;
  NoteScores(JudgeMalicious(malicious.value()), scores);
  NoteScores(JudgeBenign(benign.value()), scores);
  NoteScores(JudgeMalicious(own.value()), scores);
  Cases cases;
  const BagMaker maker{cases.table};
  cases.attacks = BagsOf(malicious.value(), scores, maker);
  cases.honest = BagsOf(benign.value(), scores, maker);
  cases.own = BagsOf(own.value(), scores, maker);
  cases.phrasings = BagsOf(phrasings.value(), maker);
  return cases;
}

}  // namespace weir::attacks
