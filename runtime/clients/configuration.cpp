#include "runtime/clients/configuration.h"

#include <algorithm>

#include "compiler/json/document.h"
#include "runtime/clients/format.h"

namespace weir::clients {

bool ConfiguredServer::Offers(const std::string& tool) const {
  const auto among = [&](const std::vector<std::string>& tools) {
    return std::find(tools.begin(), tools.end(), tool) != tools.end();
  };
  return (!only_tools || among(*only_tools)) && !among(without_tools);
}

std::optional<std::string> OnlyForClient(const ConfiguredServer& server) {
  for (const std::string& word : server.launch) {
    if (word.find("${") == std::string::npos) continue;
    return "has " + json::Quote(word) + " in its command line, which only its client fills in";
  }
  return std::nullopt;
}

Result<Configuration> Read(const std::string& text) {
  Result<Configuration> read = LooksLikeJson(text) ? ReadJson(text) : ReadToml(text);
  if (read && read->servers.size() > kServersMax) {
    return Error{"it has more than " + std::to_string(kServersMax) + " servers"};
  }
  return read;
}

Result<std::string> PointAt(const std::string& text, const Start& weir) {
  const bool json = LooksLikeJson(text);
  Result<std::string> pointed = json ? PointJsonAt(text, weir) : PointTomlAt(text, weir);
  if (!pointed) return pointed;
  // Read again: a client must not be left with a file that it cannot read, or with a server that
  // it still reaches by itself.
  const Result<Configuration> after = Read(*pointed);
  if (!after) return Error{"it cannot be changed safely: " + after.error().message};
  const bool only_weir = after->problems.empty() && after->servers.size() == 1 &&
                         after->servers[0].launch.front() == weir.command;
  if (!only_weir) return Error{"it cannot be changed safely: its servers stand in several places"};
  return pointed;
}

std::string Snippet(const std::string& text, const Start& weir) {
  return LooksLikeJson(text) ? JsonSnippet(text, weir) : TomlSnippet(weir);
}

const std::vector<Place>& Places() {
  static const std::vector<Place> kPlaces = {
      {"Claude Desktop", ".config/Claude/claude_desktop_config.json", false},
      {"Claude Desktop", "Library/Application Support/Claude/claude_desktop_config.json", false},
      {"Claude Code", ".claude.json", false},
      {"Claude Code", ".mcp.json", true},
      {"Cursor", ".cursor/mcp.json", false},
      {"Cursor", ".cursor/mcp.json", true},
      {"VS Code", ".config/Code/User/mcp.json", false},
      {"VS Code", "Library/Application Support/Code/User/mcp.json", false},
      {"VS Code", ".vscode/mcp.json", true},
      {"Windsurf", ".codeium/windsurf/mcp_config.json", false},
      {"Codex", ".codex/config.toml", false},
      {"Codex", ".codex/config.toml", true},
      {"Gemini CLI", ".gemini/settings.json", false},
      {"Gemini CLI", ".gemini/settings.json", true},
  };
  return kPlaces;
}

}  // namespace weir::clients
