// One spelling for equal JSON values (RFC 8785, JSON Canonicalization Scheme), and its SHA-256:
// what a lock file pins.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/result.h"
#include "compiler/json/document.h"

namespace weir::guard {

// Members by the UTF-16 code units of their names, numbers as ECMAScript prints them, nothing else
// but the value. A number that no double holds (infinite) is an error. An integer past 2^53 is
// rounded, as the RFC demands.
Result<std::string> Canonical(const json::Value& value);

// Lower-case hex. An error only if the library has none.
Result<std::string> Sha256(std::string_view bytes);

// The digest of the canonical form.
Result<std::string> DigestOf(const json::Value& value);

}  // namespace weir::guard
