#include "runtime/lock/assess.h"

#include <algorithm>

#include "runtime/guard/rules.h"
#include "runtime/guard/score.h"

namespace weir::lock {
namespace {

// The definitions of one server, parsed, and where each came from.
struct Parsed {
  struct Origin {
    DefinitionKind kind;
    std::string key;
  };
  std::vector<json::Document> documents;
  std::vector<Origin> origins;  // of each document
};

Parsed Parse(const Server& server) {
  Parsed parsed;
  for (const KindFacts& facts : kKinds) {
    for (const auto& [key, item] : server.of(facts.kind)) {
      auto document = json::Document::Parse(item.definition, {kLockBytesMax, kLockNestingMax});
      if (!document) continue;  // an item that was made by us or by Read parses
      parsed.documents.push_back(std::move(*document));
      parsed.origins.push_back({facts.kind, key});
    }
  }
  return parsed;
}

guard::ServerDefinitions DefinitionsOf(const NamedServer& named, const Parsed& parsed) {
  guard::ServerDefinitions definitions{named.name, named.server->instructions, {}};
  for (size_t i = 0; i < parsed.documents.size(); ++i) {
    definitions.definitions.push_back({parsed.origins[i].kind, parsed.documents[i].root()});
  }
  return definitions;
}

Assessment Sort(const Parsed& parsed, guard::ServerReport report) {
  Assessment assessment;
  assessment.instructions = std::move(report.instructions);
  for (size_t i = 0; i < parsed.origins.size(); ++i) {
    const Parsed::Origin& origin = parsed.origins[i];
    assessment.items[static_cast<size_t>(origin.kind)].emplace(origin.key,
                                                               std::move(report.definitions[i]));
  }
  return assessment;
}

// Objections are read by models and in terminals, and the keys in a pointer are the server's own
// words: from the first on that is more than a name, they are left out.
std::string Harmless(std::string_view pointer) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$-";
  constexpr size_t kKeyBytesMax = 40;
  std::string shown;
  while (!pointer.empty()) {
    const size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view key = pointer.substr(1, end - 1);
    if (key.size() > kKeyBytesMax || key.find_first_not_of(kPlain) != std::string_view::npos) {
      return shown + "/…";
    }
    shown.append(pointer.substr(0, end));
    pointer.remove_prefix(end);
  }
  return shown;
}

Reaction ReactionTo(guard::Threat threat, const GuardSettings& settings) {
  switch (threat) {
    case guard::Threat::kPoison:
      return settings.poison;
    case guard::Threat::kShadow:
      return settings.shadow;
  }
  return Reaction::kQuarantine;
}

}  // namespace

std::vector<Assessment> Assess(const std::vector<NamedServer>& servers) {
  std::vector<Parsed> parsed;
  for (const NamedServer& named : servers) parsed.push_back(Parse(*named.server));
  std::vector<guard::ServerDefinitions> definitions;
  for (size_t i = 0; i < servers.size(); ++i) {
    definitions.push_back(DefinitionsOf(servers[i], parsed[i]));
  }
  std::vector<guard::ServerReport> reports = guard::AnalyzeServers(definitions);
  std::vector<Assessment> assessments;
  for (size_t i = 0; i < reports.size(); ++i) {
    assessments.push_back(Sort(parsed[i], std::move(reports[i])));
  }
  return assessments;
}

std::optional<Objection> ObjectionTo(const guard::Report& report, const GuardSettings& settings,
                                     const std::vector<std::string>& accepted) {
  double poison = 0;
  double shadow = 0;
  const guard::Finding* heaviest = nullptr;
  std::vector<std::string> rules;
  for (const guard::Finding& finding : report.findings) {
    const guard::Rule& rule = guard::RuleOf(finding.rule);
    if (ReactionTo(rule.threat, settings) == Reaction::kOff) continue;
    if (std::find(accepted.begin(), accepted.end(), rule.name) != accepted.end()) continue;
    (rule.threat == guard::Threat::kPoison ? poison : shadow) += rule.weight;
    if (heaviest == nullptr) heaviest = &finding;
    rules.emplace_back(rule.name);
  }
  if (guard::LevelOf(poison + shadow) != guard::Level::kQuarantine) return std::nullopt;
  std::sort(rules.begin(), rules.end());
  const guard::Threat threat = poison >= shadow ? guard::Threat::kPoison : guard::Threat::kShadow;
  const guard::Rule& rule = guard::RuleOf(heaviest->rule);
  std::string text = std::string(guard::NameOf(threat)) + ": it " + std::string(rule.reason) +
                     " (" + std::string(rule.name);
  if (!heaviest->pointer.empty()) text += ", at " + Harmless(heaviest->pointer);
  return Objection{threat, ReactionTo(threat, settings), text + ")", std::move(rules)};
}

}  // namespace weir::lock
