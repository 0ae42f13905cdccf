#include "runtime/clients/policy_text.h"

#include <algorithm>
#include <set>

#include "compiler/json/document.h"

namespace weir::clients {
namespace {

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string Identifier(const std::string& name) {
  std::string identifier = name;
  std::replace_if(
      identifier.begin(), identifier.end(), [](char c) { return !IsNameByte(c); }, '_');
  const bool begins_well =
      !identifier.empty() && !(identifier.front() >= '0' && identifier.front() <= '9');
  return begins_well ? identifier : "server_" + identifier;
}

std::string List(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + json::Quote(name);
  return list;
}

// PATH and HOME are passed on in any case: hardly a server starts without them.
std::string VariablesOf(const ConfiguredServer& server, Values values) {
  std::map<std::string, std::string> variables = {{"PATH", ""}, {"HOME", ""}};
  for (const std::string& name : server.inherited) variables.emplace(name, "");
  for (const auto& [name, value] : server.environment) {
    variables[name] = values == Values::kGiven ? " = " + json::Quote(value) : "";
  }
  std::string list;
  for (const auto& [name, value] : variables) list += (list.empty() ? "" : ", ") + name + value;
  return list;
}

std::string ServerBlock(const ServerText& text, Values values) {
  std::string block = "server " + text.name + " {\n  launch";
  for (const std::string& word : text.server->launch) block += " " + json::Quote(word);
  block += ";\n  env " + VariablesOf(*text.server, values) + ";\n";
  if (!text.tools.empty()) block += "  tools " + List(text.tools) + ";\n";
  return block + "}\n";
}

}  // namespace

std::vector<std::string> PolicyNames(const std::vector<ConfiguredServer>& servers,
                                     const std::function<bool(const std::string&)>& is_name) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const ConfiguredServer& server : servers) {
    std::string name = Identifier(server.name);
    if (!is_name(name)) name += "_server";
    const std::string stem = name;
    for (int i = 2; taken.contains(name); ++i) name = stem + "_" + std::to_string(i);
    taken.insert(name);
    names.push_back(std::move(name));
  }
  return names;
}

std::string PolicyText(const std::string& from, const std::vector<ServerText>& servers,
                       Values values) {
  std::string text = "// Made from " + json::Quote(from) +
                     ": what its servers offered that day, and nothing else.\n"
                     "// Servers are isolated: what one returned goes to no other unless a `flow` "
                     "says so.\nweir 1;\n";
  for (const ServerText& server : servers) text += "\n" + ServerBlock(server, values);
  text += "\n";
  for (const ServerText& server : servers) {
    if (!server.tools.empty()) {
      text += "allow any: " + server.name + ".{" + List(server.tools) + "};\n";
    }
    if (!server.prompts.empty()) {
      text += "allow any: prompt " + server.name + ".{" + List(server.prompts) + "};\n";
    }
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> EnvironmentOf(
    const std::vector<ConfiguredServer>& servers, std::vector<std::string>& conflicts) {
  std::map<std::string, std::string> all;
  for (const ConfiguredServer& server : servers) {
    for (const auto& [name, value] : server.environment) {
      const auto [place, is_new] = all.emplace(name, value);
      if (!is_new && place->second != value) conflicts.push_back(name);
    }
  }
  for (const ConfiguredServer& server : servers) {
    for (const std::string& name : server.inherited) {
      // It would see its neighbour's value in the place of the user's own.
      const bool is_own = std::any_of(server.environment.begin(), server.environment.end(),
                                      [&](const auto& own) { return own.first == name; });
      if (!is_own && all.contains(name)) conflicts.push_back(name);
    }
  }
  return {all.begin(), all.end()};
}

}  // namespace weir::clients
