// Configurations in TOML: Codex's tables [mcp_servers.NAME]. toml++ is contained in this file; its
// exceptions end here.
#include <toml++/toml.h>

#include <algorithm>

#include "compiler/json/document.h"
#include "runtime/clients/format.h"

namespace weir::clients {
namespace {

constexpr const char* kServers = "mcp_servers";

bool ReadLaunch(const toml::table& table, ConfiguredServer& server) {
  const auto* arguments = table["args"].as_array();
  if (arguments == nullptr) return !table.contains("args");
  for (const toml::node& argument : *arguments) {
    if (!argument.is_string()) return false;
    server.launch.push_back(argument.as_string()->get());
  }
  return true;
}

bool ReadEnvironment(const toml::table& table, ConfiguredServer& server) {
  const auto* environment = table["env"].as_table();
  if (environment == nullptr) return !table.contains("env");
  for (const auto& [name, value] : *environment) {
    if (!value.is_string()) return false;
    server.environment.emplace_back(name.str(), value.as_string()->get());
  }
  return true;
}

// Nothing: there is no such list. An entry that is no text names nothing.
std::optional<std::vector<std::string>> Texts(const toml::table& table, std::string_view key) {
  const auto* list = table[key].as_array();
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const toml::node& item : *list) {
    if (item.is_string()) texts.push_back(item.as_string()->get());
  }
  return texts;
}

void ReadServer(std::string_view name, const toml::node& node, Configuration& configuration) {
  const auto leave_out = [&](const std::string& why) {
    configuration.problems.push_back(json::Quote(name) + " " + why);
  };
  const toml::table* table = node.as_table();
  if (table == nullptr) return leave_out("is no table");
  if (!(*table)["enabled"].value_or(true)) {
    configuration.switched_off.emplace_back(name);
    return;
  }
  if (table->contains("url")) return leave_out("is reached over HTTP, which weir does not do yet");
  const auto command = (*table)["command"].value<std::string>();
  if (!command || command->empty()) return leave_out("has no command");
  if (table->contains("cwd")) return leave_out(kHasFolder);
  ConfiguredServer server{std::string(name), {*command}, {}};
  if (!ReadLaunch(*table, server)) return leave_out("has an argument that is no text");
  if (!ReadEnvironment(*table, server)) return leave_out("has a variable that is no text");
  server.inherited = Texts(*table, "env_vars").value_or(std::vector<std::string>());
  server.only_tools = Texts(*table, "enabled_tools");
  server.without_tools = Texts(*table, "disabled_tools").value_or(std::vector<std::string>());
  if (const auto why = OnlyForClient(server)) return leave_out(*why);
  configuration.servers.push_back(std::move(server));
}

bool IsHeader(std::string_view line) {
  const size_t first = line.find_first_not_of(" \t");
  return first != std::string_view::npos && line[first] == '[';
}

bool IsServerHeader(std::string_view line) {
  std::string compact;
  std::copy_if(line.begin(), line.end(), std::back_inserter(compact),
               [](char c) { return c != ' ' && c != '\t'; });
  return compact.starts_with("[mcp_servers.") || compact.starts_with("[mcp_servers]");
}

// JSON's string is one of TOML's basic strings.
std::string Strings(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + json::Quote(text);
  return "[" + list + "]";
}

}  // namespace

Result<Configuration> ReadToml(const std::string& text) {
  try {
    const toml::table root = toml::parse(std::string_view(text));
    const toml::table* servers = root[kServers].as_table();
    Configuration configuration;
    if (servers == nullptr) return configuration;
    for (const auto& [name, node] : *servers) ReadServer(name.str(), node, configuration);
    return configuration;
  } catch (const toml::parse_error&) {
    return Error{"it is neither an object of JSON nor TOML"};
  }
}

// Works by lines; a header inside of a text of several lines would be misread, and PointAt finds
// that out.
Result<std::string> PointTomlAt(const std::string& text, const Start& weir) {
  std::string kept;
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = std::string_view(text).substr(at, end - at);
    if (IsHeader(line)) inside = IsServerHeader(line);
    if (!inside) kept += line;
    at = end;
  }
  if (!kept.empty() && kept.back() != '\n') kept += '\n';
  return kept + TomlSnippet(weir);
}

std::string TomlSnippet(const Start& weir) {
  std::string text = "[mcp_servers.weir]\ncommand = " + json::Quote(weir.command) +
                     "\nargs = " + Strings(weir.arguments) + "\n";
  if (!weir.inherited.empty()) text += "env_vars = " + Strings(weir.inherited) + "\n";
  if (weir.environment.empty()) return text;
  text += "\n[mcp_servers.weir.env]\n";
  for (const auto& [name, value] : weir.environment) {
    text += json::Quote(name) + " = " + json::Quote(value) + "\n";
  }
  return text;
}

}  // namespace weir::clients
