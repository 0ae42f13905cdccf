// Decisions and expectations as a person reads them.
#pragma once

#include <string>
#include <string_view>

#include "compiler/check/program.h"
#include "compiler/pipeline/policy.h"

namespace weir::policytest {

// "deny because rule", "ask because \"a push leaves this machine\""
std::string ExpectationOf(const check::TestStep& step);
// "deny by `deny any: files.*` at policy.weir:7:1", "deny: nothing allows it", "ask: no flow lets
// `private` in without asking"
std::string DescriptionOf(const Decision& decision, const Policy& policy);

}  // namespace weir::policytest
