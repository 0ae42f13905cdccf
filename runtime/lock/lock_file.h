// weir.lock: what each server was when somebody looked at it and agreed. Whole definitions in one
// canonical spelling (RFC 8785), each with its SHA-256, sorted, so that a change is a line in a
// review. Pure: text in, text out.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/json/document.h"
#include "runtime/guard/analyze.h"

namespace weir::lock {

inline constexpr int kFormat = 1;
inline constexpr size_t kLockBytesMax = size_t{64} << 20;
inline constexpr std::string_view kTooLong = "it is longer than 64 MiB";
// What a lock file adds around a definition, which may be nested as deep as any message.
inline constexpr int kLockNestingMax = json::kNestingMax + 8;

using guard::DefinitionKind;

// How a lock file and a server call the four kinds of definitions.
struct KindFacts {
  DefinitionKind kind;
  std::string_view list;  // "resourceTemplates"
  std::string_view one;   // "resource template"
  std::string_view key;   // the member that identifies one
};
inline constexpr size_t kKindCount = 4;
inline constexpr std::array<KindFacts, kKindCount> kKinds{{
    {DefinitionKind::kTool, "tools", "tool", "name"},
    {DefinitionKind::kPrompt, "prompts", "prompt", "name"},
    {DefinitionKind::kResource, "resources", "resource", "uri"},
    {DefinitionKind::kResourceTemplate, "resourceTemplates", "resource template", "uriTemplate"},
}};

struct Item {
  std::string definition;  // canonical JSON, an object whose key member is the item's key
  std::string sha256;      // of `definition`
  // The guard's rules that this definition breaks and that somebody has agreed to, sorted.
  std::vector<std::string> accepted;

  friend bool operator==(const Item&, const Item&) = default;
};
using Items = std::map<std::string, Item, std::less<>>;  // by key

struct Server {
  std::string protocol_version;
  std::string server_info = "{}";  // canonical JSON
  std::string instructions;
  std::string capabilities = "{}";  // canonical JSON
  std::string launch = "{}";        // canonical JSON: what was started, as far as that is known
  std::array<Items, kKindCount> items;

  const Items& of(DefinitionKind kind) const { return items[static_cast<size_t>(kind)]; }
  Items& of(DefinitionKind kind) { return items[static_cast<size_t>(kind)]; }
  friend bool operator==(const Server&, const Server&) = default;
};

struct LockFile {
  std::map<std::string, Server, std::less<>> servers;
  friend bool operator==(const LockFile&, const LockFile&) = default;
};

// An item from a definition as a server spelled it. An error for one without a canonical form.
Result<Item> MakeItem(const json::Value& definition);

// A damaged or hand-edited file is an error that names the entry: "servers.files.tools.read_file:
// …". Every digest is checked against what it stands beside.
Result<LockFile> Read(std::string text);

// Two spaces of indentation, sorted, a line break at the end; what cannot be seen is escaped. Read
// gives it back.
std::string Write(const LockFile& lock);

}  // namespace weir::lock
