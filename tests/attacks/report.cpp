// Prints how much of the corpora the guard finds: guard_report [folder] [--missed]
// [--false-alarms], or with --rules what it looks for. The folder holds malicious_tools,
// benign_tools and injected_results
// (.jsonl.gz); by default the repository's.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "tests/attacks/measure.h"

namespace weir::attacks {
namespace {

using guard::Level;

struct Options {
  std::string folder = std::string(WEIR_SOURCE_DIR) + "/tests/attacks/data";
  bool missed = false;
  bool false_alarms = false;
  bool rules = false;
};

void PrintShares(std::string_view title, const std::vector<Case>& cases, bool by_kind) {
  fmt::print("\n{:<28}{:>8}{:>10}{:>12}\n", title, "cases", "warn", "quarantine");
  const auto group = by_kind ? ByKind : ByOrigin;
  const auto warned = group(cases, Level::kWarn);
  const auto quarantined = group(cases, Level::kQuarantine);
  for (const auto& [name, share] : warned) {
    fmt::print("{:<28}{:>8}{:>9.1f}%{:>11.1f}%\n", name, share.all, 100 * share.rate(),
               100 * quarantined.at(name).rate());
  }
  fmt::print("{:<28}{:>8}{:>9.1f}%{:>11.1f}%\n", "mean", cases.size(), 100 * MeanOf(warned),
             100 * MeanOf(quarantined));
}

// How often each rule speaks, and in how many attacks the level would fall without it.
void PrintRules(const std::vector<Case>& bad, const std::vector<Case>& good) {
  fmt::print("\n{:<28}{:>8}{:>8}{:>10}{:>8}{:>8}\n", "rule", "weight", "attacks", "needed in",
             "benign", "causes");
  for (size_t i = 0; i < guard::kRuleCount; ++i) {
    const auto id = static_cast<guard::RuleId>(i);
    std::array<size_t, 4> counts{};
    for (const auto* cases : {&bad, &good}) {
      const size_t at = cases == &bad ? 0 : 2;
      for (const Case& one : *cases) {
        const auto& findings = one.report.findings;
        if (std::none_of(findings.begin(), findings.end(),
                         [&](const auto& f) { return f.rule == id; }))
          continue;
        ++counts[at];
        const double without = one.report.score - guard::RuleOf(id).weight;
        counts[at + 1] +=
            one.report.score >= guard::kQuarantineFrom && without < guard::kQuarantineFrom;
      }
    }
    fmt::print("{:<28}{:>8.1f}{:>8}{:>10}{:>8}{:>8}\n", guard::RuleOf(id).name,
               guard::RuleOf(id).weight, counts[0], counts[1], counts[2], counts[3]);
  }
}

// What another border of quarantine would do.
void PrintBorders(const std::vector<Case>& bad, const std::vector<Case>& good) {
  fmt::print("\n{:<12}{:>24}{:>16}\n", "border", "attacks, mean of origins", "false alarms");
  for (double border = 2.0; border <= 6.0; border += 0.5) {
    std::map<std::string, Share> found;
    for (const Case& one : bad) {
      ++found[one.origin].all;
      found[one.origin].hit += one.report.score >= border;
    }
    const auto alarms = std::count_if(good.begin(), good.end(),
                                      [&](const Case& one) { return one.report.score >= border; });
    fmt::print("{:<12.1f}{:>23.1f}%{:>16}\n", border, 100 * MeanOf(found), alarms);
  }
}

void PrintCases(std::string_view title, const std::vector<Case>& cases, Level from, bool flagged) {
  fmt::print("\n{}\n", title);
  for (const Case& one : cases) {
    if ((one.report.level >= from) != flagged) continue;
    fmt::print("  {} {} {:.1f} {}\n", one.origin, one.kind, one.report.score,
               one.text.substr(0, 700));
    for (const guard::Finding& f : one.report.findings) {
      fmt::print("      {} {} «{}»\n", guard::RuleOf(f.rule).name, f.pointer, f.excerpt);
    }
  }
}

std::string_view PlacesOf(const guard::Rule& rule) {
  if ((rule.where & guard::kInProse) == guard::kInProse) return "texts, results";
  if ((rule.where & guard::kInResult) != 0) return "results";
  if ((rule.where & guard::kInKey) != 0) return "names of parameters";
  if ((rule.where & guard::kInName) != 0) return "names";
  return (rule.where & guard::kInText) != 0 ? "texts" : "as the analysis finds it";
}

// docs/guard-rules.md, whole.
int PrintTable() {
  fmt::print(
      "# What the guard looks for\n\n"
      "Made from the rules: `guard_report --rules > docs/guard-rules.md`. A test holds that it is "
      "what they are.\n\n"
      "Each rule counts once for a definition or a result, with its weight. From {:.1f} on it is "
      "information, from {:.1f} on\na warning, from {:.1f} on it is held back (`quarantine`), or "
      "what the policy's `guard` says instead.\n\n"
      "| rule | threat | weight | where | says that it |\n| --- | --- | --- | --- | --- |\n",
      guard::kInfoFrom, guard::kWarnFrom, guard::kQuarantineFrom);
  for (size_t i = 0; i < guard::kRuleCount; ++i) {
    const guard::Rule& rule = guard::RuleOf(static_cast<guard::RuleId>(i));
    fmt::print("| `{}` | {} | {:.1f} | {} | {} |\n", rule.name, guard::NameOf(rule.threat),
               rule.weight, PlacesOf(rule), rule.reason);
  }
  return 0;
}

int Main(const Options& options) {
  if (options.rules) return PrintTable();
  const auto malicious = ReadRows(options.folder + "/malicious_tools.jsonl.gz");
  const auto benign = ReadRows(options.folder + "/benign_tools.jsonl.gz");
  const auto results = ReadRows(options.folder + "/injected_results.jsonl.gz");
  for (const auto* rows : {&malicious, &benign, &results}) {
    if (rows->ok()) continue;
    fmt::print(stderr, "{}\n", rows->error().message);
    return 1;
  }
  const std::vector<Case> bad = JudgeMalicious(malicious.value());
  const std::vector<Case> good = JudgeBenign(benign.value());
  const std::vector<Case> bad_results = JudgeResults(results.value(), "malicious");
  const std::vector<Case> good_results = JudgeResults(results.value(), "benign");
  PrintShares("attacks by origin", bad, false);
  PrintShares("attacks by kind", bad, true);
  PrintShares("ordinary definitions", good, false);
  PrintShares("injected results", bad_results, false);
  PrintShares("ordinary results", good_results, false);
  PrintRules(bad, good);
  PrintBorders(bad, good);
  const Share alarms = ShareAt(good, Level::kQuarantine);
  fmt::print("\nfalse alarms at quarantine: {} of {} ({:.2f} %); at warn: {}\n", alarms.hit,
             alarms.all, 100 * alarms.rate(), ShareAt(good, Level::kWarn).hit);
  if (options.missed) {
    PrintCases("not quarantined:", bad, Level::kQuarantine, false);
    PrintCases("results without a warning:", bad_results, Level::kWarn, false);
  }
  if (options.false_alarms) {
    PrintCases("false alarms:", good, Level::kQuarantine, true);
    PrintCases("ordinary results with a warning:", good_results, Level::kWarn, true);
  }
  return 0;
}

}  // namespace
}  // namespace weir::attacks

int main(int argc, char** argv) {
  weir::attacks::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--rules")
      options.rules = true;
    else if (argument == "--missed")
      options.missed = true;
    else if (argument == "--false-alarms")
      options.false_alarms = true;
    else
      options.folder = argument;
  }
  return weir::attacks::Main(options);
}
