// The words for what is asked and what was decided: the same in policies, reports, traces and the
// audit.
#pragma once

#include "compiler/abi/decision.h"

namespace weir {

// Of a value that is none of the enumerators (a word from generated code): "deny".
constexpr const char* WordOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDeny:
      return "deny";
    case Outcome::kAsk:
      return "ask";
    case Outcome::kAllow:
      return "allow";
  }
  return "deny";
}

// Likewise "failure".
constexpr const char* WordOf(Because because) {
  switch (because) {
    case Because::kDefault:
      return "default";
    case Because::kRule:
      return "rule";
    case Because::kFlow:
      return "flow";
    case Because::kNotExposed:
      return "not-exposed";
    case Because::kSchema:
      return "schema";
    case Because::kLimit:
      return "limit";
    case Because::kFailure:
      return "failure";
  }
  return "failure";
}

constexpr const char* WordOf(Verb verb) {
  switch (verb) {
    case Verb::kCall:
      return "call";
    case Verb::kRead:
      return "read";
    case Verb::kPrompt:
      return "prompt";
    case Verb::kComplete:
      return "complete";
  }
  return "unknown";
}

constexpr const char* WordOf(ClientVerb verb) {
  switch (verb) {
    case ClientVerb::kSample:
      return "sample";
    case ClientVerb::kElicit:
      return "elicit";
    case ClientVerb::kRoots:
      return "roots";
  }
  return "unknown";
}

}  // namespace weir
