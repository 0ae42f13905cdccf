// The corpora of attacks and of ordinary use: gzipped JSON lines, one case each.
#pragma once

#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/json/document.h"

namespace weir::attacks {

// The rows of a .jsonl.gz file.
Result<std::vector<json::Document>> ReadRows(const std::string& path);

// The string member of that name, or "".
std::string TextOf(const json::Value& row, std::string_view key);

}  // namespace weir::attacks
