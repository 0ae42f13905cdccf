// weir.lock as it is read: strictly, because whoever can slip a line into it decides what agents
// see.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "runtime/guard/canonical.h"
#include "runtime/guard/normal_text.h"
#include "runtime/lock/lock_file.h"
#include "runtime/lock/seal.h"

namespace weir::lock {
namespace {

using json::Value;

std::string Join(const std::string& place, std::string_view key) {
  return place.empty() ? std::string(key) : place + "." + std::string(key);
}

// Reads with the place at hand; the first mistake stays, and what is read after it is of no use.
class Reader {
 public:
  LockFile ReadAll(const Value& root);
  const std::optional<Error>& error() const { return error_; }

 private:
  using Names = std::initializer_list<std::string_view>;

  void Fail(const std::string& place, const std::string& what) {
    // Names are whoever's who wrote the file, and errors are read in terminals.
    if (!error_) error_ = Error{guard::InOneLine((place.empty() ? "" : place + ": ") + what)};
  }
  // An object with no members but these, of which the first `required` must be there.
  bool CheckObject(const Value& value, const std::string& place, Names names, size_t required);
  std::string Text(const Value& object, std::string_view key, const std::string& place);
  std::string CanonicalObject(const Value& object, std::string_view key, const std::string& place);
  Server ReadServer(const Value& value, const std::string& place);
  Items ReadItems(const Value& list, const KindFacts& facts, const std::string& place);
  Item ReadItem(const Value& value, const KindFacts& facts, std::string_view key,
                const std::string& place);
  std::vector<std::string> ReadAccepted(const Value& list, const std::string& place);

  std::optional<Error> error_;
};

bool Reader::CheckObject(const Value& value, const std::string& place, Names names,
                         size_t required) {
  if (!value.is_object()) {
    Fail(place, "is no object");
    return false;
  }
  for (const json::Member member : value.members()) {
    if (std::find(names.begin(), names.end(), member.key) == names.end()) {
      Fail(Join(place, member.key), "has no meaning here");
      return false;
    }
  }
  for (const std::string_view* name = names.begin(); name != names.begin() + required; ++name) {
    if (value.Find(*name)) continue;
    Fail(Join(place, *name), "is missing");
    return false;
  }
  return true;
}

std::string Reader::Text(const Value& object, std::string_view key, const std::string& place) {
  const std::optional<Value> value = object.Find(key);
  if (value && value->is_string()) return std::string(value->string());
  Fail(Join(place, key), "is no string");
  return {};
}

std::string Reader::CanonicalObject(const Value& object, std::string_view key,
                                    const std::string& place) {
  const std::optional<Value> value = object.Find(key);
  if (!value || !value->is_object()) {
    Fail(Join(place, key), "is no object");
    return "{}";
  }
  const Result<std::string> canonical = guard::Canonical(*value);
  if (canonical) return *canonical;
  Fail(Join(place, key), canonical.error().message);
  return "{}";
}

std::vector<std::string> Reader::ReadAccepted(const Value& list, const std::string& place) {
  std::vector<std::string> rules;
  if (!list.is_array()) Fail(place, "is no list");
  for (const Value rule : list.items()) {
    if (!rule.is_string()) Fail(place, "is no list of names");
    if (rule.is_string()) rules.emplace_back(rule.string());
  }
  if (!std::is_sorted(rules.begin(), rules.end())) Fail(place, "is not sorted");
  return rules;
}

Item Reader::ReadItem(const Value& value, const KindFacts& facts, std::string_view key,
                      const std::string& place) {
  if (!CheckObject(value, place, {"definition", "sha256", "accepted"}, 2)) return {};
  const std::optional<Value> own_key = value.Find("definition")->Find(facts.key);
  if (!own_key || !own_key->is_string() || own_key->string() != key) {
    Fail(place, "its definition is that of something else");
    return {};
  }
  Item item;
  item.definition = CanonicalObject(value, "definition", place);
  item.sha256 = Text(value, "sha256", place);
  const Result<std::string> digest = guard::Sha256(item.definition);
  if (!digest || *digest != item.sha256) {
    Fail(place, "its definition does not fit its sha256: it was edited by hand, or damaged");
  }
  if (const auto accepted = value.Find("accepted")) {
    item.accepted = ReadAccepted(*accepted, Join(place, "accepted"));
  }
  return item;
}

Items Reader::ReadItems(const Value& list, const KindFacts& facts, const std::string& place) {
  Items items;
  if (!list.is_object()) Fail(place, "is no object");
  for (const json::Member member : list.members()) {
    if (error_) break;
    items.emplace(std::string(member.key),
                  ReadItem(member.value, facts, member.key, Join(place, member.key)));
  }
  return items;
}

Server Reader::ReadServer(const Value& value, const std::string& place) {
  Server server;
  if (!CheckObject(value, place,
                   {"protocolVersion", "serverInfo", "instructions", "capabilities", "launch",
                    "sha256", "tools", "prompts", "resources", "resourceTemplates"},
                   10)) {
    return server;
  }
  server.protocol_version = Text(value, "protocolVersion", place);
  server.server_info = CanonicalObject(value, "serverInfo", place);
  server.instructions = Text(value, "instructions", place);
  server.capabilities = CanonicalObject(value, "capabilities", place);
  server.launch = CanonicalObject(value, "launch", place);
  const Result<std::string> seal = SealOf(server);
  if (!seal || *seal != Text(value, "sha256", place)) {
    Fail(place,
         "its identity or instructions do not fit its sha256: they were edited by hand, or "
         "damaged");
  }
  for (const KindFacts& facts : kKinds) {
    server.of(facts.kind) = ReadItems(*value.Find(facts.list), facts, Join(place, facts.list));
  }
  return server;
}

LockFile Reader::ReadAll(const Value& root) {
  LockFile lock;
  const std::optional<Value> format = root.Find("weirLock");
  if (!format || format->kind() != json::Kind::kInteger) {
    Fail("", "is no lock file of weir");
    return lock;
  }
  if (format->integer() != kFormat) {
    Fail("weirLock",
         "format " + std::string(format->raw()) + " is not known, only " + std::to_string(kFormat));
    return lock;
  }
  if (!CheckObject(root, "", {"weirLock", "servers"}, 2)) return lock;
  const Value servers = *root.Find("servers");
  if (!servers.is_object()) Fail("servers", "is no object");
  for (const json::Member member : servers.members()) {
    if (error_) break;
    lock.servers.emplace(std::string(member.key),
                         ReadServer(member.value, Join("servers", member.key)));
  }
  return lock;
}

// Where a byte of a damaged file stands, "servers.files.tools.read, line 19": by the indentation
// that Write gives its lines, as it cannot be parsed.
std::string PlaceOf(std::string_view text, size_t byte) {
  constexpr size_t kLevels = 4;  // "servers", a server, "tools", a tool
  std::vector<std::string_view> keys;
  size_t number = 0;
  for (size_t at = 0; at <= byte && at < text.size(); ++number) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    const size_t indent = line.find_first_not_of(' ');
    const size_t level = indent / 2;
    if (indent == std::string_view::npos || line[indent] != '"') continue;
    if (level == 0 || level > kLevels || level > keys.size() + 1) continue;
    keys.resize(level - 1);
    keys.push_back(line.substr(indent + 1, line.find('"', indent + 1) - indent - 1));
  }
  std::string place;
  for (const std::string_view key : keys) place = Join(place, key);
  return place + (place.empty() ? "line " : ", line ") + std::to_string(number);
}

// `error` is that of a file that is no JSON, with the byte at its end.
Error Placed(const Error& error, std::string_view text) {
  constexpr std::string_view kAtByte = " at byte ";
  const size_t found = error.message.rfind(kAtByte);
  if (found == std::string::npos) return error;
  const size_t byte = std::strtoull(error.message.c_str() + found + kAtByte.size(), nullptr, 10);
  return {guard::InOneLine(PlaceOf(text, byte) + ": " + error.message)};
}

}  // namespace

Result<Item> MakeItem(const json::Value& definition) {
  Result<std::string> canonical = guard::Canonical(definition);
  if (!canonical) return canonical.error();
  Result<std::string> digest = guard::Sha256(*canonical);
  if (!digest) return digest.error();
  return Item{std::move(*canonical), std::move(*digest), {}};
}

Result<LockFile> Read(std::string text) {
  if (text.size() > kLockBytesMax) return Error{std::string(kTooLong)};
  const Result<json::Document> document =
      json::Document::Parse(text, {kLockBytesMax, kLockNestingMax});
  if (!document) return Placed(document.error(), text);
  Reader reader;
  LockFile lock = reader.ReadAll(document->root());
  if (reader.error()) return *reader.error();
  return lock;
}

}  // namespace weir::lock
