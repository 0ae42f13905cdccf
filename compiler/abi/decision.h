// The decision as C++ sees it: what weir_decision (decision_abi.h) packs into one word, unpacked.
#pragma once

#include <cstdint>

#include "compiler/abi/decision_abi.h"

namespace weir {

enum class Outcome : uint8_t { kDeny = WEIR_DENY, kAsk = WEIR_ASK, kAllow = WEIR_ALLOW };

enum class Because : uint8_t {
  kDefault = WEIR_BECAUSE_DEFAULT,
  kRule = WEIR_BECAUSE_RULE,
  kFlow = WEIR_BECAUSE_FLOW,
  kNotExposed = WEIR_BECAUSE_NOT_EXPOSED,
  kSchema = WEIR_BECAUSE_SCHEMA,
  kLimit = WEIR_BECAUSE_LIMIT,
  kFailure = WEIR_BECAUSE_FAILURE,
};

// What a request asks of a server. The names are the language's own.
enum class Verb : uint8_t { kCall, kRead, kPrompt, kComplete };
inline constexpr int kVerbCount = 4;

// What a server asks of the client that it serves, instead of being asked.
enum class ClientVerb : uint8_t { kSample, kElicit, kRoots };
inline constexpr int kClientVerbCount = 3;

// A default-constructed decision denies.
struct Decision {
  Outcome outcome = Outcome::kDeny;
  Because because = Because::kDefault;
  uint32_t number = 0;  // with kRule: the rule's index in the policy; with kFlow: the label's bit

  friend bool operator==(const Decision&, const Decision&) = default;
};

// The macros are C, and cast like C.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"

constexpr Decision Unpack(weir_decision packed) {
  return {static_cast<Outcome>(WEIR_DECISION_OUTCOME(packed)),
          static_cast<Because>(WEIR_DECISION_BECAUSE(packed)), WEIR_DECISION_NUMBER(packed)};
}

constexpr weir_decision Pack(Decision decision) {
  return WEIR_DECISION(decision.outcome, decision.because, decision.number);
}

#pragma GCC diagnostic pop

}  // namespace weir
