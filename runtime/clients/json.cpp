// Configurations in JSON: an object of servers under "mcpServers" (most clients), "servers" or
// "mcp"."servers" (VS Code); Claude Code has more of them in its "projects".
#include <array>

#include "compiler/json/document.h"
#include "runtime/clients/format.h"

namespace weir::clients {
namespace {

using json::Value;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // of editors on Windows

// Blanks out comments outside of strings, byte for byte.
void BlankComments(std::string& text) {
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (in_string) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == '"')
        in_string = false;
      continue;
    }
    if (text[i] == '"') in_string = true;
    if (text[i] != '/' || i + 1 == text.size()) continue;
    const bool line = text[i + 1] == '/';
    if (!line && text[i + 1] != '*') continue;
    const size_t found = line ? text.find('\n', i) : text.find("*/", i + 2);
    const size_t end = found == std::string::npos ? text.size() : found + (line ? 0 : 2);
    for (; i < end; ++i) {
      if (text[i] != '\n' && text[i] != '\r') text[i] = ' ';
    }
    --i;
  }
}

void BlankTrailingCommas(std::string& text) {
  bool in_string = false;
  size_t comma = std::string::npos;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    if ((c == '}' || c == ']') && comma != std::string::npos) text[comma] = ' ';
    comma = c == ',' ? i : std::string::npos;
    in_string = c == '"';
  }
}

std::optional<std::string> Text(const Value& object, std::string_view key) {
  const auto value = object.Find(key);
  if (!value || !value->is_string()) return std::nullopt;
  return std::string(value->string());
}

// The object of servers, and whether there is one at all.
std::optional<Value> ServersOf(const Value& root) {
  for (const std::string_view key : {"mcpServers", "servers"}) {
    const auto servers = root.Find(key);
    if (servers && servers->is_object()) return servers;
  }
  const auto mcp = root.Find("mcp");
  const auto servers = mcp ? mcp->Find("servers") : std::nullopt;
  return servers && servers->is_object() ? servers : std::nullopt;
}

bool IsNull(const Value& value) {
  return value.kind() == json::Kind::kNull;
}

bool IsOff(const Value& server) {
  const auto disabled = server.Find("disabled");
  return disabled && disabled->kind() == json::Kind::kBool && disabled->boolean();
}

bool IsRemote(const Value& server) {
  constexpr std::array<std::string_view, 4> kKeys = {"url", "serverUrl", "httpUrl", "uri"};
  for (const std::string_view key : kKeys) {
    if (server.Find(key)) return true;
  }
  return false;
}

// The texts of a list; nothing if there is none.
std::optional<std::vector<std::string>> Texts(const Value& object, std::string_view key) {
  const auto list = object.Find(key);
  if (!list || !list->is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const Value item : list->items()) {
    if (item.is_string()) texts.emplace_back(item.string());
  }
  return texts;
}

// Gemini CLI's and Windsurf's.
void ReadTools(const Value& value, ConfiguredServer& server) {
  server.only_tools = Texts(value, "includeTools");
  for (const std::string_view key : {"excludeTools", "disabledTools"}) {
    for (std::string& tool : Texts(value, key).value_or(std::vector<std::string>())) {
      server.without_tools.push_back(std::move(tool));
    }
  }
}

// VS Code starts its servers in the folder of the work, which is where it starts weir.
bool HasFolder(const Value& server) {
  const auto folder = server.Find("cwd");
  return folder && !(folder->is_string() && folder->string() == "${workspaceFolder}");
}

void ReadServer(const json::Member& member, Configuration& configuration) {
  const Value& value = member.value;
  const auto leave_out = [&](const std::string& why) {
    configuration.problems.push_back(json::Quote(member.key) + " " + why);
  };
  if (IsOff(value)) {
    configuration.switched_off.emplace_back(member.key);
    return;
  }
  const auto command = Text(value, "command");
  if (IsRemote(value)) return leave_out("is reached over HTTP, which weir does not do yet");
  if (!command || command->empty()) return leave_out("has no command");
  if (HasFolder(value)) return leave_out(kHasFolder);
  if (value.Find("envFile")) return leave_out("has variables in a file, which weir does not read");
  ConfiguredServer server{std::string(member.key), {*command}, {}};
  if (const auto arguments = value.Find("args")) {
    if (!arguments->is_array() && !IsNull(*arguments))
      return leave_out("has arguments that are no list");
    for (const Value argument : arguments->items()) {
      if (!argument.is_string()) return leave_out("has an argument that is no text");
      server.launch.emplace_back(argument.string());
    }
  }
  if (const auto environment = value.Find("env")) {
    if (!environment->is_object() && !IsNull(*environment))
      return leave_out("has variables that are no object");
    for (const json::Member variable : environment->members()) {
      if (!variable.value.is_string()) return leave_out("has a variable that is no text");
      server.environment.emplace_back(variable.key, variable.value.string());
    }
  }
  ReadTools(value, server);
  if (const auto why = OnlyForClient(server)) return leave_out(*why);
  configuration.servers.push_back(std::move(server));
}

std::string StartJson(const Start& weir) {
  std::string text = R"({ "weir": { "command": )" + json::Quote(weir.command) + R"(, "args": [)";
  for (size_t i = 0; i < weir.arguments.size(); ++i) {
    text += (i > 0 ? ", " : "") + json::Quote(weir.arguments[i]);
  }
  text += "]";
  if (!weir.environment.empty()) text += R"(, "env": {)";
  for (size_t i = 0; i < weir.environment.size(); ++i) {
    const auto& [name, value] = weir.environment[i];
    text += (i > 0 ? ", " : " ") + json::Quote(name) + ": " + json::Quote(value);
  }
  if (!weir.environment.empty()) text += " }";
  return text + " } }";
}

}  // namespace

std::string WithoutComments(const std::string& text) {
  std::string plain = text;
  if (plain.starts_with(kByteOrderMark)) plain.replace(0, kByteOrderMark.size(), "   ");
  BlankComments(plain);
  BlankTrailingCommas(plain);
  return plain;
}

bool LooksLikeJson(const std::string& text) {
  const std::string plain = WithoutComments(text);
  const size_t first = plain.find_first_not_of(" \t\r\n");
  return first != std::string::npos && plain[first] == '{';
}

Result<Configuration> ReadJson(const std::string& text) {
  const auto document = json::Document::Parse(WithoutComments(text), {kConfigurationBytesMax});
  if (!document) return document.error();
  Configuration configuration;
  const auto read_servers = [&](const Value& value) {
    const auto servers = ServersOf(value);
    if (!servers) return;
    for (const json::Member member : servers->members()) ReadServer(member, configuration);
  };
  read_servers(document->root());
  if (const auto projects = document->root().Find("projects")) {
    for (const json::Member project : projects->members()) read_servers(project.value);
  }
  return configuration;
}

Result<std::string> PointJsonAt(const std::string& text, const Start& weir) {
  const auto document = json::Document::Parse(WithoutComments(text), {kConfigurationBytesMax});
  if (!document) return document.error();
  const auto servers = ServersOf(document->root());
  if (!servers) return Error{"it names no servers (`mcpServers` or `servers`)"};
  const auto begin = static_cast<size_t>(servers->raw().data() - document->text().data());
  std::string pointed = text;
  return pointed.replace(begin, servers->raw().size(), StartJson(weir));
}

std::string JsonSnippet(const std::string& text, const Start& weir) {
  const auto document = json::Document::Parse(WithoutComments(text), {kConfigurationBytesMax});
  const bool is_plain = document && !document->root().Find("mcpServers") &&
                        document->root().Find("servers").has_value();
  return (is_plain ? R"("servers": )" : R"("mcpServers": )") + StartJson(weir) + "\n";
}

}  // namespace weir::clients
