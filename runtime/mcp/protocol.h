// The Model Context Protocol's words: revisions, methods, capabilities, log levels.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/json/document.h"

namespace weir::mcp {

// Those with a handshake, oldest first.
inline constexpr std::array<std::string_view, 4> kRevisions{"2024-11-05", "2025-03-26",
                                                            "2025-06-18", "2025-11-25"};
inline constexpr std::string_view kLatestRevision = kRevisions.back();

bool IsSupported(std::string_view revision);
// What to answer a client with: its own revision if that is supported, else the latest.
std::string_view Negotiate(std::string_view requested);

enum class Method : uint8_t {
#define WEIR_METHOD(Name, wire) k##Name,
#include "runtime/mcp/methods.def"
#undef WEIR_METHOD
};
inline constexpr size_t kMethodCount = 0
#define WEIR_METHOD(Name, wire) +1
#include "runtime/mcp/methods.def"
#undef WEIR_METHOD
    ;

std::optional<Method> MethodOf(std::string_view wire_name);
std::string_view WireName(Method method);

// What a server says that it can do.
struct Capabilities {
  bool tools = false;
  bool prompts = false;
  bool resources = false;
  bool subscribe = false;
  bool logging = false;
  bool completions = false;
};
// `result` is that of `initialize`. Revision 2024-11-05 has no capability for completion; such a
// server may have it.
Capabilities ReadCapabilities(json::Value result);
// What weir says to its clients: all of it, because it answers before its servers do.
std::string_view OwnCapabilities();

// The place of a log level among RFC 5424's, the least severe 0; nothing if there is none of that
// name.
std::optional<int> LogSeverity(std::string_view name);
std::string_view LogLevelName(int severity);

}  // namespace weir::mcp
