// What a server lists: its tools, prompts, resources and resource templates, each as the server
// spelled it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/abi/decision.h"
#include "compiler/json/document.h"
#include "runtime/mcp/protocol.h"

namespace weir::router {

enum class ListKind : uint8_t { kTools, kPrompts, kResources, kTemplates };
inline constexpr size_t kListKindCount = 4;
inline constexpr std::array<ListKind, kListKindCount> kListKinds{
    ListKind::kTools, ListKind::kPrompts, ListKind::kResources, ListKind::kTemplates};

struct ListFacts {
  mcp::Method method;
  std::string_view member;        // of the result
  std::string_view key;           // what identifies an item
  Verb verb;                      // what is decided about one
  std::string_view list_changed;  // the notification
};
const ListFacts& FactsOf(ListKind kind);

// An item of a list, cut around the value of its key, so that the key can be replaced and nothing
// else changes.
struct Definition {
  std::string key;
  std::string before;
  std::string after;

  std::string With(std::string_view exposed_key) const;
  std::string Verbatim() const { return With(key); }
  friend bool operator==(const Definition&, const Definition&) = default;
};

// Nothing: no object, or no string (or an empty one) where its key should be.
std::optional<Definition> ReadDefinition(json::Value item, std::string_view key);

using Lists = std::array<std::vector<Definition>, kListKindCount>;

}  // namespace weir::router
