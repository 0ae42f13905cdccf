#include "runtime/lock/compare.h"

#include <algorithm>
#include <set>

namespace weir::lock {
namespace {

std::vector<guard::Change> DiffOf(const std::string& before, const std::string& after) {
  const json::Limits limits{kLockBytesMax, kLockNestingMax};
  const Result<json::Document> a = json::Document::Parse(before, limits);
  const Result<json::Document> b = json::Document::Parse(after, limits);
  if (!a || !b) return {{guard::ChangeKind::kChanged, "", "cannot be read"}};
  return guard::Diff(a->root(), b->root());
}

// Who accepts something new reads all of it, but for its name, which stands before it.
std::vector<guard::Change> Newcomer(const KindFacts& facts, const Item& item) {
  std::vector<guard::Change> changes = DiffOf("{}", item.definition);
  std::erase_if(changes, [&](const guard::Change& change) {
    return change.pointer == "/" + std::string(facts.key);
  });
  return changes;
}

// What a new server lists, by name: all its definitions would be too much to be read here.
std::vector<guard::Change> Listing(const Server& server) {
  std::vector<guard::Change> changes;
  for (const KindFacts& facts : kKinds) {
    std::string keys;
    for (const auto& [key, item] : server.of(facts.kind)) {
      keys += (keys.empty() ? "" : ", ") + json::Quote(key);
    }
    if (keys.empty()) continue;
    changes.push_back({guard::ChangeKind::kAdded, "/" + std::string(facts.list), std::move(keys)});
  }
  return changes;
}

// Keys of two sorted maps, each once.
template <typename Map>
std::set<std::string> KeysOf(const Map& a, const Map& b) {
  std::set<std::string> keys;
  for (const auto& [key, value] : a) keys.insert(key);
  for (const auto& [key, value] : b) keys.insert(key);
  return keys;
}

class Comparer {
 public:
  std::vector<Difference> Run(const LockFile& pinned, const LockFile& now) {
    for (const std::string& name : KeysOf(pinned.servers, now.servers)) {
      const auto before = pinned.servers.find(name);
      const auto after = now.servers.find(name);
      if (before == pinned.servers.end()) {
        Note(State::kNew, name, "server", "", Listing(after->second));
      } else if (after == now.servers.end()) {
        Note(State::kVanished, name, "server", "");
      } else {
        CompareServer(name, before->second, after->second);
      }
    }
    return std::move(differences_);
  }

 private:
  void Note(State state, const std::string& server, std::string_view kind, const std::string& key,
            std::vector<guard::Change> changes = {}) {
    differences_.push_back({state, server, std::string(kind), key, std::move(changes)});
  }

  static std::string IdentityOf(const Server& server) {
    return R"({"capabilities":)" + server.capabilities + R"(,"launch":)" + server.launch +
           R"(,"protocolVersion":)" + json::Quote(server.protocol_version) + R"(,"serverInfo":)" +
           server.server_info + "}";
  }

  void CompareServer(const std::string& name, const Server& before, const Server& after) {
    const std::string identity = IdentityOf(before);
    const std::string new_identity = IdentityOf(after);
    if (identity != new_identity) {
      Note(State::kChanged, name, "identity", "", DiffOf(identity, new_identity));
    }
    if (before.instructions != after.instructions) {
      Note(State::kChanged, name, "instructions", "",
           {{guard::ChangeKind::kText, "/instructions",
             guard::WordDiff(before.instructions, after.instructions)}});
    }
    for (const KindFacts& facts : kKinds) {
      CompareItems(name, facts, before.of(facts.kind), after.of(facts.kind));
    }
  }

  void CompareItems(const std::string& server, const KindFacts& facts, const Items& before,
                    const Items& after) {
    for (const std::string& key : KeysOf(before, after)) {
      const auto old_item = before.find(key);
      const auto new_item = after.find(key);
      if (old_item == before.end()) {
        Note(State::kNew, server, facts.one, key, Newcomer(facts, new_item->second));
      } else if (new_item == after.end()) {
        Note(State::kVanished, server, facts.one, key);
      } else if (old_item->second.definition != new_item->second.definition) {
        Note(State::kChanged, server, facts.one, key,
             DiffOf(old_item->second.definition, new_item->second.definition));
      }
    }
  }

  std::vector<Difference> differences_;
};

std::string Indented(const std::string& lines) {
  std::string indented = lines.empty() ? "" : "    ";
  for (size_t i = 0; i < lines.size(); ++i) {
    indented += lines[i];
    if (lines[i] == '\n' && i + 1 < lines.size()) indented += "    ";
  }
  return indented;
}

struct Wanted {
  std::string server;
  std::string key;  // empty: all of the server
};

Wanted Split(const std::string& name) {
  const size_t dot = name.find('.');
  if (dot == std::string::npos) return {name, ""};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

// Takes over what is there now, and drops what is not.
bool AcceptItems(Items& pinned, const Items& now, const std::string& key) {
  if (key == "*") {
    pinned = now;
    return true;
  }
  const auto found = now.find(key);
  if (found == now.end()) return pinned.erase(key) > 0;
  pinned[key] = found->second;
  return true;
}

// A server could call something `*`, so that who accepts that accepts everything.
bool ListsStar(const LockFile& file, const std::string& name) {
  const auto server = file.servers.find(name);
  if (server == file.servers.end()) return false;
  const auto& kinds = server->second.items;
  return std::any_of(kinds.begin(), kinds.end(),
                     [](const Items& items) { return items.contains("*"); });
}

bool AcceptOne(LockFile& result, const LockFile& now, const Wanted& wanted) {
  const auto server = now.servers.find(wanted.server);
  if (wanted.key.empty()) {
    if (server == now.servers.end()) return result.servers.erase(wanted.server) > 0;
    result.servers[wanted.server] = server->second;
    return true;
  }
  if (server == now.servers.end()) return false;
  auto place = result.servers.find(wanted.server);
  if (place == result.servers.end()) {
    // A server that was never pinned comes in with what it is, and with nothing that it lists.
    Server bare = server->second;
    bare.items = {};
    place = result.servers.emplace(wanted.server, std::move(bare)).first;
  }
  bool found = false;
  for (const KindFacts& facts : kKinds) {
    found |= AcceptItems(place->second.of(facts.kind), server->second.of(facts.kind), wanted.key);
  }
  return found;
}

}  // namespace

std::string_view NameOf(State state) {
  switch (state) {
    case State::kNew:
      return "new";
    case State::kChanged:
      return "changed";
    case State::kVanished:
      return "vanished";
  }
  return "changed";
}

std::vector<Difference> Compare(const LockFile& pinned, const LockFile& now) {
  return Comparer().Run(pinned, now);
}

std::string Render(const std::vector<Difference>& differences) {
  std::string text;
  for (const Difference& difference : differences) {
    std::string name = difference.server;
    if (!difference.key.empty()) name += "." + difference.key;
    text += std::string(NameOf(difference.state)) + " " + difference.kind + " " +
            guard::InOneLine(name) + "\n" + Indented(guard::Render(difference.changes));
  }
  return text;
}

std::string RenderJson(const std::vector<Difference>& differences) {
  std::string text = "[";
  for (const Difference& difference : differences) {
    if (text.size() > 1) text += ',';
    text += R"({"state":)" + json::Quote(NameOf(difference.state)) + R"(,"server":)" +
            json::Quote(difference.server) + R"(,"kind":)" + json::Quote(difference.kind) +
            R"(,"key":)" + json::Quote(difference.key) + R"(,"changes":[)";
    for (size_t i = 0; i < difference.changes.size(); ++i) {
      const guard::Change& change = difference.changes[i];
      text += (i > 0 ? "," : "") + std::string(R"({"kind":)") +
              json::Quote(guard::NameOf(change.kind)) + R"(,"pointer":)" +
              json::Quote(change.pointer) + R"(,"text":)" + json::Quote(change.text) + "}";
    }
    text += "]}";
  }
  return text + "]\n";
}

Result<LockFile> Accept(const LockFile& pinned, const LockFile& now,
                        const std::vector<std::string>& names) {
  LockFile result = pinned;
  for (const std::string& name : names) {
    const Wanted wanted = Split(name);
    if (wanted.key == "*" && (ListsStar(now, wanted.server) || ListsStar(pinned, wanted.server))) {
      return Error{"`" + name + "` is ambiguous: its server lists something of that very name"};
    }
    if (!AcceptOne(result, now, wanted)) {
      return Error{"`" + name + "` is neither pinned nor listed by its server"};
    }
  }
  return result;
}

std::string AcceptWord(std::string_view server, std::string_view key) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:";
  if (key.find_first_not_of(kPlain) != std::string_view::npos) return "NAME";
  return std::string(server) + "." + std::string(key);
}

}  // namespace weir::lock
