// The guard's analysis: all servers' definitions together, or one result. Pure: texts in, findings
// out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/json/document.h"
#include "runtime/guard/finding.h"

namespace weir::guard {

enum class DefinitionKind : uint8_t { kTool, kPrompt, kResource, kResourceTemplate };

struct Definition {
  DefinitionKind kind;
  json::Value value;  // an object with a "name"; its document must outlive the analysis
};

struct ServerDefinitions {
  std::string name;
  std::string instructions;
  std::vector<Definition> definitions;
};

struct ServerReport {
  Report instructions;
  std::vector<Report> definitions;  // of each definition, in the order given
};

// One report for each server, in the order given. A server is read against all others; where two
// have the same thing, the one that stands first is the incumbent and the report is the newcomer's.
std::vector<ServerReport> AnalyzeServers(const std::vector<ServerDefinitions>& servers);

inline constexpr size_t kResultBytesMax = size_t{16}
                                          << 20;  // of a longer result the beginning is read

// Of a result or a server's error. The text to pass on is Clean(text), normal_text.h.
Report AnalyzeResult(std::string_view text);

}  // namespace weir::guard
