#include "tests/attacks/measure.h"

#include <algorithm>

namespace weir::attacks {
namespace {

using guard::DefinitionKind;
using guard::ServerDefinitions;

template <typename Key>
std::map<std::string, Share> Group(const std::vector<Case>& cases, guard::Level level, Key key) {
  std::map<std::string, Share> shares;
  for (const Case& one : cases) {
    Share& share = shares[key(one)];
    ++share.all;
    share.hit += one.report.level >= level;
  }
  return shares;
}

bool IsVisible(const json::Value& row) {
  const std::string evidence = TextOf(row, "evidence");
  return evidence != "behaviour_only" && evidence != "stated_purpose";
}

Case MakeCase(const json::Value& row, guard::Report report, std::string_view text) {
  return {TextOf(row, "id"), TextOf(row, "kind"), TextOf(row, "origin"), std::move(report),
          std::string(text)};
}

}  // namespace

std::vector<Case> JudgeMalicious(const std::vector<json::Document>& rows) {
  std::vector<Case> cases;
  for (const json::Document& document : rows) {
    const json::Value row = document.root();
    if (!IsVisible(row)) continue;
    std::map<std::string, ServerDefinitions> others;
    if (const auto beside = row.Find("other_servers_tools")) {
      for (const json::Value other : beside->items()) {
        const std::string name = TextOf(other, "server");
        ServerDefinitions& server = others[name];
        server.name = name;
        server.definitions.push_back({DefinitionKind::kTool, *other.Find("tool")});
      }
    }
    std::vector<ServerDefinitions> servers;
    for (auto& [name, server] : others) servers.push_back(std::move(server));
    servers.push_back({TextOf(row, "server"), "", {{DefinitionKind::kTool, *row.Find("tool")}}});
    cases.push_back(MakeCase(row, guard::AnalyzeServers(servers).back().definitions[0],
                             row.Find("tool")->raw()));
  }
  return cases;
}

std::vector<Case> JudgeBenign(const std::vector<json::Document>& rows) {
  std::map<std::string, std::vector<const json::Document*>> by_server;
  for (const json::Document& document : rows)
    by_server[TextOf(document.root(), "server")].push_back(&document);
  std::vector<Case> cases;
  for (const auto& [name, documents] : by_server) {
    ServerDefinitions server{name, "", {}};
    for (const json::Document* document : documents) {
      server.definitions.push_back({DefinitionKind::kTool, *document->root().Find("tool")});
    }
    std::vector<guard::ServerReport> reports = guard::AnalyzeServers({server});
    for (size_t i = 0; i < documents.size(); ++i) {
      const json::Value row = documents[i]->root();
      cases.push_back(MakeCase(row, std::move(reports[0].definitions[i]), row.Find("tool")->raw()));
    }
  }
  return cases;
}

std::vector<Case> JudgeResults(const std::vector<json::Document>& rows, const std::string& label) {
  std::vector<Case> cases;
  for (const json::Document& document : rows) {
    const json::Value row = document.root();
    if (TextOf(row, "label") != label) continue;
    const std::string text = TextOf(row, "result_text");
    cases.push_back(MakeCase(row, guard::AnalyzeResult(text), text));
  }
  return cases;
}

Share ShareAt(const std::vector<Case>& cases, guard::Level level) {
  Share share;
  for (const Case& one : cases) share.hit += one.report.level >= level;
  share.all = cases.size();
  return share;
}

std::map<std::string, Share> ByOrigin(const std::vector<Case>& cases, guard::Level level) {
  return Group(cases, level, [](const Case& one) { return one.origin; });
}
std::map<std::string, Share> ByKind(const std::vector<Case>& cases, guard::Level level) {
  return Group(cases, level, [](const Case& one) { return one.kind; });
}

double MeanOf(const std::map<std::string, Share>& shares) {
  double sum = 0;
  for (const auto& [name, share] : shares) sum += share.rate();
  return shares.empty() ? 0 : sum / static_cast<double>(shares.size());
}

}  // namespace weir::attacks
