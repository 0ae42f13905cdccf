// The C headers of compiler/abi, in the program, so that what it writes needs no other file.
#pragma once

namespace weir::commands {

extern const char* const kDecisionAbiText;
extern const char* const kPolicyTableText;

}  // namespace weir::commands
