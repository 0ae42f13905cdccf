#include "runtime/commands/scan_report.h"

#include <algorithm>
#include <set>

#include "compiler/json/document.h"
#include "runtime/guard/canonical.h"
#include "runtime/guard/normal_text.h"

namespace weir::commands {
namespace {

using guard::Finding;
using guard::Level;

std::string NameOf(const ScanEntry& entry) {
  return entry.kind + " " + entry.server + (entry.key.empty() ? "" : "." + entry.key);
}

std::string OneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return guard::InOneLine(text);
}

void WriteText(const ScanSource& source, std::ostream& out) {
  for (const ScanEntry& entry : source.entries) {
    out << guard::NameOf(entry.report.level) << "  " << guard::InOneLine(NameOf(entry)) << "\n";
    for (const Finding& finding : entry.report.findings) {
      const guard::Rule& rule = guard::RuleOf(finding.rule);
      out << "    " << guard::NameOf(rule.threat) << ": it " << rule.reason << " (" << rule.name;
      if (!finding.pointer.empty()) out << ", at " << guard::InOneLine(finding.pointer);
      out << " " << finding.range.begin << "-" << finding.range.end << ")\n        "
          << OneLine(finding.excerpt) << "\n";
    }
  }
  for (const std::string& problem : source.problems) {
    out << "unread  " << guard::InOneLine(problem) << "\n";
  }
  out << guard::InOneLine(source.name) << ": " << source.servers << " servers, "
      << source.definitions << " definitions, " << source.entries.size() << " with findings\n";
}

std::string FindingJson(const Finding& finding) {
  const guard::Rule& rule = guard::RuleOf(finding.rule);
  return R"({"rule":)" + json::Quote(rule.name) + R"(,"threat":)" +
         json::Quote(guard::NameOf(rule.threat)) + R"(,"level":)" +
         json::Quote(guard::NameOf(finding.level)) + R"(,"reason":)" + json::Quote(rule.reason) +
         R"(,"pointer":)" + json::Quote(finding.pointer) + R"(,"begin":)" +
         std::to_string(finding.range.begin) + R"(,"end":)" + std::to_string(finding.range.end) +
         R"(,"text":)" + json::Quote(finding.excerpt) + "}";
}

template <typename Items, typename Show>
std::string List(const Items& items, Show show) {
  std::string list = "[";
  for (const auto& item : items) list += (list.size() > 1 ? "," : "") + show(item);
  return list + "]";
}

std::string EntryJson(const ScanEntry& entry) {
  return R"({"server":)" + json::Quote(entry.server) + R"(,"kind":)" + json::Quote(entry.kind) +
         R"(,"key":)" + json::Quote(entry.key) + R"(,"level":)" +
         json::Quote(guard::NameOf(entry.report.level)) + R"(,"findings":)" +
         List(entry.report.findings, FindingJson) + "}";
}

std::string SourceJson(const ScanSource& source) {
  return R"({"source":)" + json::Quote(source.name) + R"(,"servers":)" +
         std::to_string(source.servers) + R"(,"definitions":)" +
         std::to_string(source.definitions) + R"(,"problems":)" +
         List(source.problems, [](const std::string& text) { return json::Quote(text); }) +
         R"(,"entries":)" + List(source.entries, EntryJson) + "}";
}

std::string_view SarifLevel(Level level) {
  switch (level) {
    case Level::kNone:
      return "none";
    case Level::kInfo:
      return "note";
    case Level::kWarn:
      return "warning";
    case Level::kQuarantine:
      return "error";
  }
  return "none";
}

// A URI reference, as SARIF wants it: of a path, every byte that none may hold is escaped.
std::string UriOf(std::string_view path) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri.append({'%', kHex[byte >> 4], kHex[byte & 0xF]});
    }
  }
  return uri;
}

// The same for the same finding in another run, so that a service can tell old ones from new ones.
std::string FingerprintOf(const ScanSource& source, const ScanEntry& entry,
                          const Finding& finding) {
  const std::string identity =
      json::Quote(source.name) + json::Quote(NameOf(entry)) + json::Quote(finding.pointer) +
      json::Quote(guard::RuleOf(finding.rule).name) + std::to_string(finding.range.begin);
  const Result<std::string> digest = guard::Sha256(identity);
  return digest ? *digest : identity;
}

// A definition has no line in a file, so its place is its name and the pointer into it; where in
// the string there, and what stands there, is in the properties.
std::string SarifResult(const ScanSource& source, const ScanEntry& entry, const Finding& finding) {
  const guard::Rule& rule = guard::RuleOf(finding.rule);
  const std::string message =
      guard::InOneLine(NameOf(entry)) + " " + std::string(rule.reason) + ": " + finding.excerpt;
  return R"({"ruleId":)" + json::Quote(rule.name) + R"(,"level":)" +
         json::Quote(SarifLevel(entry.report.level)) + R"(,"message":{"text":)" +
         json::Quote(message) +
         R"(},"locations":[{"physicalLocation":{"artifactLocation":{"uri":)" +
         json::Quote(UriOf(source.name)) + R"(}},"logicalLocations":[{"fullyQualifiedName":)" +
         json::Quote(guard::InOneLine(NameOf(entry) + finding.pointer)) +
         R"(}]}],"partialFingerprints":{"finding/v1":)" +
         json::Quote(FingerprintOf(source, entry, finding)) + R"(},"properties":)" +
         FindingJson(finding) + "}";
}

std::string SarifRule(guard::RuleId id) {
  const guard::Rule& rule = guard::RuleOf(id);
  return R"({"id":)" + json::Quote(rule.name) + R"(,"shortDescription":{"text":)" +
         json::Quote("A definition " + std::string(rule.reason)) + "}}";
}

std::string SarifInvocation(const std::vector<ScanSource>& sources) {
  std::vector<std::string> problems;
  for (const ScanSource& source : sources) {
    for (const std::string& problem : source.problems) {
      problems.push_back(guard::InOneLine(source.name + ": " + problem));
    }
  }
  return R"({"executionSuccessful":)" + std::string(problems.empty() ? "true" : "false") +
         R"(,"toolExecutionNotifications":)" +
         List(problems,
              [](const std::string& problem) {
                return R"({"level":"error","message":{"text":)" + json::Quote(problem) + "}}";
              }) +
         "}";
}

std::string Sarif(const std::vector<ScanSource>& sources) {
  std::set<guard::RuleId> rules;
  std::vector<std::string> results;
  for (const ScanSource& source : sources) {
    for (const ScanEntry& entry : source.entries) {
      for (const Finding& finding : entry.report.findings) {
        rules.insert(finding.rule);
        results.push_back(SarifResult(source, entry, finding));
      }
    }
  }
  return R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0",)"
         R"("runs":[{"tool":{"driver":{"name":"weir","rules":)" +
         List(rules, SarifRule) + R"(}},"invocations":[)" + SarifInvocation(sources) +
         R"(],"results":)" + List(results, [](const std::string& result) { return result; }) +
         "}]}";
}

}  // namespace

ScanSource SourceOf(std::string name, const std::vector<lock::NamedServer>& servers) {
  ScanSource source;
  source.name = std::move(name);
  source.servers = servers.size();
  std::vector<lock::Assessment> assessments = lock::Assess(servers);
  const auto add = [&](const std::string& server, std::string_view kind, const std::string& key,
                       guard::Report& report) {
    if (report.level == Level::kNone) return;
    source.entries.push_back({server, std::string(kind), key, std::move(report)});
  };
  for (size_t i = 0; i < servers.size(); ++i) {
    add(servers[i].name, "instructions", "", assessments[i].instructions);
    for (const lock::KindFacts& facts : lock::kKinds) {
      auto& reports = assessments[i].items[static_cast<size_t>(facts.kind)];
      source.definitions += reports.size();
      for (auto& [key, report] : reports) add(servers[i].name, facts.one, key, report);
    }
  }
  std::stable_sort(
      source.entries.begin(), source.entries.end(),
      [](const ScanEntry& a, const ScanEntry& b) { return a.report.level > b.report.level; });
  return source;
}

bool HasQuarantine(const std::vector<ScanSource>& sources) {
  return std::any_of(sources.begin(), sources.end(), [](const ScanSource& source) {
    return std::any_of(source.entries.begin(), source.entries.end(), [](const ScanEntry& entry) {
      return entry.report.level == Level::kQuarantine;
    });
  });
}

void WriteScan(const std::vector<ScanSource>& sources, ScanFormat format, std::ostream& out) {
  switch (format) {
    case ScanFormat::kText:
      for (const ScanSource& source : sources) WriteText(source, out);
      return;
    case ScanFormat::kJson:
      out << List(sources, SourceJson) << "\n";
      return;
    case ScanFormat::kSarif:
      out << Sarif(sources) << "\n";
      return;
  }
}

}  // namespace weir::commands
