// A request as it is typed on a command line, or as an audit line has it.
#pragma once

#include <string>
#include <string_view>

#include "compiler/abi/decision.h"
#include "compiler/base/result.h"

namespace weir::explain {

struct TypedRequest {
  Verb verb = Verb::kCall;
  std::string server;
  std::string name;       // the tool, prompt, or resource URI
  std::string arguments;  // JSON; empty: none
};

// `files.read_text_file {"path": "/srv/x"}`, `read files file:///srv/x`, `prompt files.review {…}`,
// `complete files.review`. Names and URIs may stand in quotes.
Result<TypedRequest> ParseRequest(std::string_view text);

// What one line of the audit tells: all but the arguments, which it does not hold. `agent` gets the
// caller.
Result<TypedRequest> ParseAuditLine(std::string_view line, std::string& agent);

}  // namespace weir::explain
