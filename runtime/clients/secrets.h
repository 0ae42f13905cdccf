// Arguments that look like secrets. A policy is committed and read by many, so none may stand in
// it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::clients {

// The index of the first word of a command line that looks like a secret: by what stands before it
// (`--api-key X`, `TOKEN=X`, `Authorization: X`), by how it begins (`ghp_…`), or as the password of
// a URL. A guess, which errs towards seeing one.
std::optional<size_t> FindSecret(const std::vector<std::string>& launch);

}  // namespace weir::clients
