// The labels that servers themselves declare on results, as `_meta.ifc` (GitHub's MCP server): how
// far the content is to be trusted, and who may read it. weir reads them as further labels, which
// never take any away, and writes them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/json/document.h"

namespace weir::flow {

enum class Integrity : uint8_t { kTrusted, kUntrusted };
enum class Confidentiality : uint8_t { kPublic, kPrivate };

struct DeclaredLabels {
  std::optional<Integrity> integrity;
  std::optional<Confidentiality> confidentiality;
  std::vector<std::string>
      readers;  // of private content, where they are named; at most kReadersMax
  friend bool operator==(const DeclaredLabels&, const DeclaredLabels&) = default;
};
inline constexpr size_t kReadersMax = 1'000;

// Of a result (or any object that has a `_meta`). Both spellings in use are read:
// `"confidentiality": "private"`, and a list of readers of which `["public"]` is everybody. What is
// there but is none of these means the stricter: untrusted, private. What is not there declares
// nothing.
DeclaredLabels ReadIfc(const json::Value& result);

// The value of `_meta.ifc`; empty if nothing is declared.
std::string WriteIfc(const DeclaredLabels& labels);

}  // namespace weir::flow
