// The configuration files in which MCP clients name their servers: Claude Desktop, Claude Code,
// Cursor, VS Code, Windsurf, Codex, Gemini CLI. Pure: text in, servers or text out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/result.h"

namespace weir::clients {

inline constexpr size_t kConfigurationBytesMax = size_t{16} << 20;
inline constexpr size_t kServersMax = 500;  // in one file

struct ConfiguredServer {
  std::string name;                                              // as the client calls it
  std::vector<std::string> launch;                               // program and arguments
  std::vector<std::pair<std::string, std::string>> environment;  // values may be secrets
  std::vector<std::string> inherited = {};  // variables taken over from the client's own
  // What the client lets be used of it: these tools alone, or all but those.
  std::optional<std::vector<std::string>> only_tools = {};
  std::vector<std::string> without_tools = {};

  bool Offers(const std::string& tool) const;
};

struct Configuration {
  std::vector<ConfiguredServer> servers;  // in the order of the file
  std::vector<std::string> problems;      // servers that are left out, and why
  std::vector<std::string>
      switched_off;  // names of servers that their client does not start either
};

// The format is told from the text: JSON, with comments or without, or TOML. One that names no
// servers has none, which is no error.
Result<Configuration> Read(const std::string& text);

// How a client is told to start weir.
struct Start {
  std::string command;
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<std::string> inherited = {};  // what Codex has to be told to pass on
};

// `text` with all its servers replaced by weir alone; everything else stays byte for byte.
Result<std::string> PointAt(const std::string& text, const Start& weir);

// What PointAt puts in, for a person to do it by hand: the format is that of `text`.
std::string Snippet(const std::string& text, const Start& weir);

// Where a client keeps its configuration.
struct Place {
  std::string_view client;  // "Cursor"
  std::string_view path;    // below the home folder, or, if is_local, below the working folder
  bool is_local;
};
const std::vector<Place>& Places();

}  // namespace weir::clients
