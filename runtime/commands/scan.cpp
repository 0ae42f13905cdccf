#include "runtime/commands/scan.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "compiler/base/file.h"
#include "compiler/commands/choice.h"
#include "runtime/commands/client_servers.h"
#include "runtime/commands/common.h"

namespace weir::commands {
namespace {

constexpr int kClean = 0;
constexpr int kFound = 1;
constexpr int kErrors = 2;

constexpr std::string_view kWeirScan = "weir scan";
constexpr std::string_view kNamesNone = "it names no servers";

// All servers of a lock file, in its own order.
std::vector<lock::NamedServer> All(const lock::LockFile& file) {
  std::vector<lock::NamedServer> servers;
  for (const auto& [name, server] : file.servers) servers.push_back({name, &server});
  return servers;
}

Result<ScanSource> ScanObserved(const std::string& name, std::shared_ptr<const Policy> policy,
                                int timeout_seconds) {
  const auto observed = Observe(policy, std::chrono::seconds(timeout_seconds));
  if (!observed) return observed.error();
  std::vector<lock::NamedServer> servers;
  for (const ServerSettings& settings : policy->servers()) {
    servers.push_back({settings.name, &observed->now.servers.at(settings.name)});
  }
  ScanSource source = SourceOf(name, servers);
  for (const auto& [server, problems] : observed->problems) {
    for (const std::string& problem : problems) source.problems.push_back(server + ": " + problem);
    const auto said = observed->said.find(server);
    if (said == observed->said.end()) continue;
    for (const std::string& line : said->second)
      source.problems.push_back(server + " said: " + line);
  }
  return source;
}

Result<ScanSource> ScanClient(const std::string& name, const std::string& text,
                              int timeout_seconds) {
  const Result<ClientServers> servers = ReadClientServers(text, Purpose::kLookAt);
  if (!servers) return servers.error();
  const clients::Configuration& configuration = servers->configuration;
  if (configuration.servers.empty() && configuration.problems.empty() &&
      configuration.switched_off.empty()) {
    return Error{std::string(kNamesNone)};
  }
  Result<ScanSource> source =
      servers->policy ? ScanObserved(name, servers->policy, timeout_seconds) : SourceOf(name, {});
  if (!source) return source;
  source->problems.insert(source->problems.end(), configuration.problems.begin(),
                          configuration.problems.end());
  return source;
}

// What is there twice is looked at twice: who reads the list may take either.
std::string FreeKey(const lock::Items& items, std::string key) {
  if (!items.contains(key)) return key;
  for (size_t number = items.size();; ++number) {
    std::string numbered = key + "#" + std::to_string(number);
    if (!items.contains(numbered)) return numbered;
  }
}

// The result of a list, {"tools": […]}, as if it were that of one server.
Result<ScanSource> ScanLists(const std::string& name, const json::Value& root) {
  lock::Server server;
  for (const lock::KindFacts& facts : lock::kKinds) {
    const auto list = root.Find(facts.list);
    if (!list) continue;
    for (const json::Value value : list->items()) {
      const auto key = value.Find(facts.key);
      Result<lock::Item> item = lock::MakeItem(value);
      if (!item || !key || !key->is_string()) return Error{"it has a definition without a name"};
      lock::Items& items = server.of(facts.kind);
      items.emplace(FreeKey(items, std::string(key->string())), std::move(*item));
    }
  }
  return SourceOf(name, {{"server", &server}});
}

bool HoldsLists(const json::Value& root) {
  for (const lock::KindFacts& facts : lock::kKinds) {
    const auto list = root.Find(facts.list);
    if (list && list->is_array()) return true;
  }
  return false;
}

// Whether it is a policy on the standard input: the first word that is no comment says so.
bool LooksLikePolicy(std::string_view text) {
  const auto skip_to = [&](size_t at) { text.remove_prefix(std::min(at, text.size())); };
  for (;;) {
    skip_to(text.find_first_not_of(" \t\r\n"));
    if (!text.starts_with("//")) break;
    skip_to(text.find('\n'));
  }
  return text.starts_with("weir ") || text.starts_with("weir\t");
}

// By how weir begins one, so that a damaged one is reported as such.
bool LooksLikeLock(std::string_view text) {
  constexpr size_t kBeginning = 64;
  return text.substr(0, kBeginning).find("\"weirLock\"") != std::string_view::npos;
}

Result<ScanSource> ScanLock(const std::string& name, const std::string& text) {
  const Result<lock::LockFile> file = lock::Read(text);
  if (!file) return file.error();
  return SourceOf(name, All(*file));
}

Result<ScanSource> ScanPolicy(const std::string& name, std::shared_ptr<const Policy> policy,
                              int timeout_seconds) {
  if (!policy) return Error{"it has errors"};
  return ScanObserved(name, std::move(policy), timeout_seconds);
}

Result<ScanSource> ScanText(const std::string& name, const std::string& text, int timeout_seconds,
                            std::ostream& err) {
  if (LooksLikePolicy(text)) {
    return ScanPolicy(name, CompileTextForLooking(name, text, err), timeout_seconds);
  }
  if (LooksLikeLock(text)) return ScanLock(name, text);
  if (const auto document =
          json::Document::Parse(text, {lock::kLockBytesMax, lock::kLockNestingMax})) {
    if (document->root().Find("weirLock")) return ScanLock(name, text);
    // The whole answer of a server as well, and its result alone.
    const json::Value lists = document->root().Find("result").value_or(document->root());
    if (HoldsLists(lists)) return ScanLists(name, lists);
  }
  return ScanClient(name, text, timeout_seconds);
}

Result<ScanSource> ScanOne(const std::string& path, int timeout_seconds, std::ostream& err) {
  if (path.ends_with(".weir")) {
    return ScanPolicy(path, CompileForLooking(path, err), timeout_seconds);
  }
  Result<std::string> text = ReadFile(path, lock::kLockBytesMax);
  if (!text) return text.error();
  if (text->size() > lock::kLockBytesMax) return Error{std::string(lock::kTooLong)};
  return ScanText(path == "-" ? "standard input" : path, *text, timeout_seconds, err);
}

std::vector<std::string> ConfiguredHere() {
  const char* home = std::getenv("HOME");
  std::vector<std::string> found;
  for (const clients::Place& place : clients::Places()) {
    if (!place.is_local && home == nullptr) continue;
    const std::string path =
        (place.is_local ? "" : std::string(home) + "/") + std::string(place.path);
    std::error_code error;
    if (std::filesystem::is_regular_file(path, error)) found.push_back(path);
  }
  return found;
}

}  // namespace

CLI::App* AddScan(CLI::App& app, ScanOptions& options) {
  static const std::map<std::string, ScanFormat> kFormats{
      {"text", ScanFormat::kText}, {"json", ScanFormat::kJson}, {"sarif", ScanFormat::kSarif}};
  CLI::App* scan = app.add_subcommand(
      "scan", "Report what looks like poisoning or shadowing in servers' definitions");
  scan->add_option("sources", options.sources,
                   "policies, configurations of MCP clients, lock files; - is the standard input "
                   "(default: the configurations of this user's clients)")
      ->type_name("SOURCE");
  AddChoice(*scan, "--format", options.format, kFormats, "text is the default");
  AddTimeout(*scan, options.timeout_seconds);
  scan->footer(
      "Servers of policies and configurations are started to be looked at.\n\n"
      "Exit codes: 0 nothing at quarantine level; 1 something is; 2 something could not be\n"
      "read; 3 an option is wrong.");
  return scan;
}

int RunScan(const ScanOptions& options, std::ostream& out, std::ostream& err) {
  const std::vector<std::string> paths =
      options.sources.empty() ? ConfiguredHere() : options.sources;
  if (paths.empty()) Tell(err, kWeirScan, "no client is configured here");
  std::vector<ScanSource> sources;
  bool unread = false;
  for (const std::string& path : paths) {
    Result<ScanSource> source = ScanOne(path, options.timeout_seconds, err);
    if (!source) {
      // A client that is there without a server is nothing to speak of.
      if (options.sources.empty() && source.error().message == kNamesNone) continue;
      const std::string& why = source.error().message;
      const std::string name = "`" + path + "`";
      Tell(err, kWeirScan, why.starts_with(name) ? why : name + ": " + why);
      unread = true;
      continue;
    }
    unread |= !source->problems.empty();
    sources.push_back(std::move(*source));
  }
  WriteScan(sources, options.format, out);
  if (HasQuarantine(sources)) return kFound;
  return unread ? kErrors : kClean;
}

}  // namespace weir::commands
