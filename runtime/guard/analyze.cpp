#include "runtime/guard/analyze.h"

#include <algorithm>
#include <set>

#include "runtime/guard/names.h"
#include "runtime/guard/passages.h"
#include "runtime/guard/shadow.h"

namespace weir::guard {
namespace {

constexpr size_t kExcerptBytesMax = 200;

// Cut at a code point.
std::string_view Cut(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  size_t end = bytes_max;
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string NameOf(const std::vector<Passage>& passages) {
  const auto name = std::find_if(passages.begin(), passages.end(),
                                 [](const Passage& p) { return p.role == Role::kName; });
  return name == passages.end() ? std::string() : name->text;
}

Report MakeReport(const Signs& signs, const std::vector<Passage>& passages) {
  Report report;
  report.score = ScoreOf(signs);
  report.level = LevelOf(report.score);
  for (const Sign& sign : signs.list) {
    const Passage& passage = passages[sign.passage];
    const std::string_view text =
        std::string_view(passage.text).substr(sign.range.begin, sign.range.end - sign.range.begin);
    report.findings.push_back({sign.rule, LevelOf(RuleOf(sign.rule).weight), passage.pointer,
                               sign.range, MakeVisible(Cut(text, kExcerptBytesMax))});
  }
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Finding& a, const Finding& b) {
                     return RuleOf(a.rule).weight > RuleOf(b.rule).weight;
                   });
  return report;
}

}  // namespace

std::vector<ServerReport> AnalyzeServers(const std::vector<ServerDefinitions>& servers) {
  const Neighbours neighbours(servers);
  std::vector<ServerReport> reports;
  for (uint32_t s = 0; s < servers.size(); ++s) {
    ServerReport report;
    const std::vector<Passage> instructions = {{"", servers[s].instructions, Role::kProse, "", {}}};
    Signs of_server;
    ReadPassage(instructions[0], 0, neighbours.NamesFor(s), of_server);
    report.instructions = MakeReport(of_server, instructions);
    for (uint32_t d = 0; d < servers[s].definitions.size(); ++d) {
      const std::vector<Passage> passages = PassagesOf(servers[s].definitions[d].value);
      const FindNames names = neighbours.NamesFor(s, NameOf(passages));
      Signs signs;
      for (size_t i = 0; i < passages.size(); ++i) ReadPassage(passages[i], i, names, signs);
      signs.AddHeaviest();
      neighbours.CompareNames(s, d, passages, signs);
      report.definitions.push_back(MakeReport(signs, passages));
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

Report AnalyzeResult(std::string_view text) {
  const std::vector<Passage> passages = {
      {"", std::string(Cut(text, kResultBytesMax)), Role::kProse, "", {}}};
  Signs signs;
  ReadResult(passages[0].text, signs);
  return MakeReport(signs, passages);
}

}  // namespace weir::guard
