#include "runtime/net/launch_identity.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "compiler/base/file.h"
#include "runtime/guard/canonical.h"
#include "runtime/net/launch.h"

namespace weir::net {
namespace {

namespace fs = std::filesystem;

constexpr size_t kPackageBytesMax = size_t{1} << 20;
constexpr size_t kDigitsMax = 4;

// Programs that run what their arguments say.
bool IsInterpreter(std::string name) {
  constexpr std::array<std::string_view, 9> kInterpreters = {"node", "python", "bash", "sh", "deno",
                                                             "bun",  "ruby",   "perl", "php"};
  const size_t end = name.find_last_not_of("0123456789.");
  if (name.size() - end <= kDigitsMax) name.resize(end + 1);
  return std::find(kInterpreters.begin(), kInterpreters.end(), name) != kInterpreters.end();
}

// Programs that find, and often fetch, what their arguments name: which version of them runs says
// nothing of the server.
bool IsStarter(const std::string& name) {
  constexpr std::array<std::string_view, 11> kStarters = {
      "npx", "npm", "pnpm", "yarn", "bunx", "uvx", "uv", "pipx", "docker", "podman", "env"};
  return std::find(kStarters.begin(), kStarters.end(), name) != kStarters.end();
}

// The file that decides what runs; empty if there is none.
fs::path ScriptOf(const ServerSettings& server, const fs::path& program) {
  std::error_code error;
  if (IsStarter(program.filename().string())) return {};
  if (!IsInterpreter(program.filename().string())) return program;
  for (size_t i = 1; i < server.launch.size(); ++i) {
    if (server.launch[i].starts_with('-')) continue;
    return fs::is_regular_file(server.launch[i], error) ? fs::path(server.launch[i]) : fs::path();
  }
  return {};
}

// Of the npm package that holds the file.
std::string PackageOf(const fs::path& file) {
  std::error_code error;
  for (fs::path folder = file.parent_path(); folder != folder.root_path();
       folder = folder.parent_path()) {
    const fs::path manifest = folder / "package.json";
    if (!fs::is_regular_file(manifest, error)) continue;
    Result<std::string> text = ReadFile(manifest.string(), kPackageBytesMax);
    if (!text) return {};
    const Result<json::Document> document = json::Document::Parse(std::move(*text));
    if (!document) return {};
    const auto name = document->root().Find("name");
    const auto version = document->root().Find("version");
    // A manifest inside of a package may only say which kind of modules lies below it.
    if (!name || !version || !name->is_string() || !version->is_string()) continue;
    return std::string(name->string()) + "@" + std::string(version->string());
  }
  return {};
}

bool IsInstalledPackage(const fs::path& file) {
  return std::find(file.begin(), file.end(), "node_modules") != file.end();
}

}  // namespace

std::string LaunchIdentity(const ServerSettings& server) {
  if (server.launch.empty()) return "{}";
  const char* search_path = std::getenv("PATH");
  const auto found = FindExecutable(server.launch.front(), search_path ? search_path : "");
  const std::string program = fs::path(server.launch.front()).filename().string();
  std::string identity = R"({"program":)" + json::Quote(program);
  std::error_code error;
  const fs::path script = found ? ScriptOf(server, *found) : fs::path();
  const fs::path file = script.empty() ? fs::path() : fs::canonical(script, error);
  const std::string package = IsInstalledPackage(file) ? PackageOf(file) : std::string();
  if (!package.empty()) return identity + R"(,"package":)" + json::Quote(package) + "}";
  const Result<std::string> bytes =
      file.empty() ? Error{"no file"} : ReadFile(file.string(), kProgramBytesMax);
  const Result<std::string> digest = bytes && bytes->size() <= kProgramBytesMax
                                         ? guard::Sha256(*bytes)
                                         : Result<std::string>(Error{"no file"});
  if (digest) identity += R"(,"sha256":)" + json::Quote(*digest);
  return identity + "}";
}

}  // namespace weir::net
