// Targets: names of tools, prompts and resources, patterns of servers written out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/check/context.h"

namespace weir::check {

bool IsPattern(const std::string& name);

// Some tool of the server, as far as it lists them, fits the pattern.
bool ServerHas(const Server& server, const std::string& pattern);

// A quoted name with `*` cannot be told from a pattern: reported, false.
bool CheckQuotes(Context& context, const ast::NamePattern& name);

// `verb` nothing: whatever can be asked of them, so that a server alone is all of it.
std::vector<Target> CheckTargets(Context& context, const std::vector<ast::Target>& targets,
                                 std::optional<Verb> verb);

}  // namespace weir::check
