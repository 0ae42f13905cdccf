#include "compiler/policytest/coverage_report.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "compiler/json/document.h"
#include "compiler/pipeline/settings.h"

namespace weir::policytest {
namespace {

struct Share {
  size_t reached = 0;
  size_t all = 0;

  void Add(bool is_reached) {
    reached += is_reached ? 1 : 0;
    ++all;
  }
};

struct Totals {
  Share rules;       // that decided something
  Share conditions;  // ways: two of each condition
};

Totals TotalsOf(const Coverage& coverage) {
  Totals totals;
  for (const RuleCoverage& rule : coverage.rules) {
    totals.rules.Add(rule.decided > 0);
    for (const ConditionCoverage& condition : rule.conditions) {
      totals.conditions.Add(condition.held > 0);
      totals.conditions.Add(condition.not_held > 0);
    }
  }
  return totals;
}

// ---- Text ----

std::ostream& operator<<(std::ostream& out, const Share& share) {
  return out << share.reached << " of " << share.all;
}

std::string_view Missing(const ConditionCoverage& condition) {
  if (condition.held > 0) return "always held";
  return condition.not_held > 0 ? "never held" : "never looked at";
}

void WriteText(std::ostream& out, const Coverage& coverage, const SourceSet& sources,
               const Policy& policy) {
  const Totals totals = TotalsOf(coverage);
  out << "coverage: " << totals.rules << " rules decided something, " << totals.conditions
      << " ways of conditions seen\n"
      << "outcomes: " << coverage.allowed << " allowed, " << coverage.asked << " asked, "
      << coverage.denied_by_rule << " denied by a rule, " << coverage.denied_otherwise
      << " denied otherwise\n";
  for (const RuleCoverage& rule : coverage.rules) {
    const RuleText& text = policy.rules()[rule.number];
    if (rule.decided == 0) {
      out << "  " << text.place << ": " << text.source << "   "
          << (rule.looked_at > 0 ? "never decided" : "never looked at") << '\n';
    }
    for (const ConditionCoverage& condition : rule.conditions) {
      if (condition.both_ways() || rule.looked_at == 0) continue;
      out << "  " << sources.PlaceOf(condition.span) << ": "
          << pipeline::OnOneLine(sources.TextOf(condition.span)) << "   " << Missing(condition)
          << '\n';
    }
  }
}

// ---- JSON ----

void WriteJson(std::ostream& out, const Coverage& coverage, const SourceSet& sources,
               const Policy& policy) {
  out << "{\"outcomes\":{\"allowed\":" << coverage.allowed << ",\"asked\":" << coverage.asked
      << ",\"deniedByRule\":" << coverage.denied_by_rule
      << ",\"deniedOtherwise\":" << coverage.denied_otherwise << "},\"rules\":[";
  for (const RuleCoverage& rule : coverage.rules) {
    const RuleText& text = policy.rules()[rule.number];
    out << (rule.number == 0 ? "" : ",") << "{\"source\":" << json::Quote(text.source)
        << ",\"place\":" << json::Quote(text.place) << ",\"lookedAt\":" << rule.looked_at
        << ",\"decided\":" << rule.decided << ",\"conditions\":[";
    for (const ConditionCoverage& condition : rule.conditions) {
      out << (&condition == rule.conditions.data() ? "" : ",")
          << "{\"source\":" << json::Quote(pipeline::OnOneLine(sources.TextOf(condition.span)))
          << ",\"place\":" << json::Quote(sources.PlaceOf(condition.span))
          << ",\"held\":" << condition.held << ",\"notHeld\":" << condition.not_held << '}';
    }
    out << "]}";
  }
  out << "]}\n";
}

// ---- LCOV ----

struct Branch {
  uint32_t line;
  size_t block;  // of the line
  uint64_t looked_at;
  uint64_t held;
  uint64_t not_held;
};

struct FileCoverage {
  std::map<uint32_t, uint64_t> lines;  // of rules: how often they decided
  std::vector<Branch> branches;
};

uint32_t LineOf(const SourceSet& sources, Span span) {
  return sources.file(span.file).PositionOf(span.begin).line;
}

std::string BranchRecord(const Branch& branch, size_t number, uint64_t taken) {
  return "BRDA:" + std::to_string(branch.line) + "," + std::to_string(branch.block) + "," +
         std::to_string(number) + "," +
         (branch.looked_at == 0 ? std::string("-") : std::to_string(taken)) + "\n";
}

void WriteRecord(std::ostream& out, const std::string& name, const FileCoverage& file) {
  Share branches;
  Share lines;
  out << "TN:\nSF:" << name << '\n';
  for (const Branch& branch : file.branches) {
    out << BranchRecord(branch, 0, branch.held) << BranchRecord(branch, 1, branch.not_held);
    branches.Add(branch.held > 0);
    branches.Add(branch.not_held > 0);
  }
  out << "BRF:" << branches.all << "\nBRH:" << branches.reached << '\n';
  for (const auto& [line, decided] : file.lines) {
    out << "DA:" << line << ',' << decided << '\n';
    lines.Add(decided > 0);
  }
  out << "LF:" << lines.all << "\nLH:" << lines.reached << "\nend_of_record\n";
}

void WriteLcov(std::ostream& out, const Coverage& coverage, const SourceSet& sources) {
  std::map<uint32_t, FileCoverage> files;
  for (const RuleCoverage& rule : coverage.rules) {
    FileCoverage& of_rule = files[rule.span.file];
    of_rule.lines[LineOf(sources, rule.span)] += rule.decided;
    for (const ConditionCoverage& condition : rule.conditions) {
      FileCoverage& file = files[condition.span.file];
      const uint32_t line = LineOf(sources, condition.span);
      const auto same_line = [&](const Branch& branch) { return branch.line == line; };
      const auto block =
          static_cast<size_t>(std::count_if(file.branches.begin(), file.branches.end(), same_line));
      file.branches.push_back({line, block, rule.looked_at, condition.held, condition.not_held});
    }
  }
  for (const auto& [file, of_file] : files) WriteRecord(out, sources.file(file).name(), of_file);
}

}  // namespace

void Write(std::ostream& out, const Coverage& coverage, const SourceSet& sources,
           const Policy& policy, CoverageFormat format) {
  switch (format) {
    case CoverageFormat::kText:
      return WriteText(out, coverage, sources, policy);
    case CoverageFormat::kJson:
      return WriteJson(out, coverage, sources, policy);
    case CoverageFormat::kLcov:
      return WriteLcov(out, coverage, sources);
  }
}

}  // namespace weir::policytest
