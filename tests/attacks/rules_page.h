// docs/guard-rules.md, made from the rules.
#pragma once

#include <string>

namespace weir::attacks {

std::string RulesPage();

}  // namespace weir::attacks
