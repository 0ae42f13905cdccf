// The two formats behind configuration.h. Private to this folder.
#pragma once

#include <optional>
#include <string>

#include "runtime/clients/configuration.h"

namespace weir::clients {

// `text` as JSON: comments and commas too many become spaces, so that every byte keeps its place.
std::string WithoutComments(const std::string& text);

// Why a server would not be the same without what its client does for it; nothing if it would.
std::optional<std::string> OnlyForClient(const ConfiguredServer& server);
inline constexpr const char* kHasFolder = "has a working folder (`cwd`), which a policy cannot set";

bool LooksLikeJson(const std::string& text);

Result<Configuration> ReadJson(const std::string& text);
Result<std::string> PointJsonAt(const std::string& text, const Start& weir);
std::string JsonSnippet(const std::string& text, const Start& weir);

Result<Configuration> ReadToml(const std::string& text);
Result<std::string> PointTomlAt(const std::string& text, const Start& weir);
std::string TomlSnippet(const Start& weir);

}  // namespace weir::clients
