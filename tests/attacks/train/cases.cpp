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
    bag.pen = "own_learning";
    bag.attack = phrasing.attack;
    // Behind a sentence as every definition begins with one.
    maker.AddText("Works. " + phrasing.text, {true, {}, nullptr}, bag);
    bags.push_back(std::move(bag));
  }
  return bags;
}

// Judges rows of both kinds one by one.
std::vector<Bag> ReadBags(const Rows& rows, const BagMaker& maker) {
  Scores scores;
  NoteScores(JudgeMalicious(rows), scores);
  return BagsOf(rows, scores, maker);
}

}  // namespace

Result<Cases> LoadCases(const std::string& folder) {
  std::map<std::string, Rows> files;
  for (const char* name :
       {"malicious_tools.jsonl.gz", "benign_tools.jsonl.gz", "own_learning.jsonl",
        "own_learning2.jsonl", "own_judging.jsonl", "own_cases.jsonl", "own_fresh.jsonl"}) {
    Result<Rows> rows = ReadRows(folder + "/" + name);
    if (!rows) return rows.error();
    files.emplace(name, std::move(rows).value());
  }
  const Result<std::vector<Phrasing>> phrasings =
      MakePhrasings(folder + "/phrasings.txt", kPhrasingsPerLine, kPhrasingsSeed);
  if (!phrasings) return phrasings.error();

  Cases cases;
  const BagMaker maker{cases.table};
  cases.attacks = ReadBags(files["malicious_tools.jsonl.gz"], maker);
  Scores scores;
  NoteScores(JudgeBenign(files["benign_tools.jsonl.gz"]), scores);
  cases.honest = BagsOf(files["benign_tools.jsonl.gz"], scores, maker);
  for (const char* pen : {"own_learning", "own_learning2"}) {
    for (Bag& bag : ReadBags(files[std::string(pen) + ".jsonl"], maker)) {
      bag.author = bag.id;
      bag.pen = pen;
      cases.lessons.push_back(std::move(bag));
    }
  }
  cases.judging = ReadBags(files["own_judging.jsonl"], maker);
  cases.own = ReadBags(files["own_cases.jsonl"], maker);
  cases.fresh = ReadBags(files["own_fresh.jsonl"], maker);
  cases.phrasings = BagsOf(phrasings.value(), maker);
  return cases;
}

}  // namespace weir::attacks
