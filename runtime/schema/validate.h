// Do a tool's arguments fit its input schema? JSON Schema 2020-12 as far as input schemas use it,
// without what it leaves to the reader: nothing is ever fetched, every check has a budget of steps
// and of depth, and patterns are matched in linear time. Both sides of it may be hostile, which
// is why the validators that there are, which recurse and backtrack, do not serve here.
//
// Keywords that are not known (`format`, `unevaluatedProperties`, `$dynamicRef` …) say nothing.
// What is known but cannot be checked (a reference to elsewhere, a pattern with a look-around) does
// not fit: the caller denies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "compiler/json/document.h"

namespace weir::schema {

inline constexpr uint64_t kStepsMax =
    200'000;                           // schemas applied, and values compared, in one check
inline constexpr int kDepthMax = 256;  // schemas within schemas, by reference or by value
inline constexpr size_t kPatternBytesMax = 4'096;

// Members of an object whose schema names some, but not these. The arguments themselves are such an
// object always; one below them that no schema says anything of may hold what it likes.
enum class Unnamed : uint8_t { kFit, kDoNotFit };

struct Misfit {
  std::string pointer;   // RFC 6901, into the arguments
  std::string text;      // what is wrong there; quotes no value
  bool unnamed = false;  // the schema names no such member
};

// The first misfit that is met.
std::optional<Misfit> Validate(const json::Value& schema, const json::Value& value,
                               Unnamed unnamed);

}  // namespace weir::schema
