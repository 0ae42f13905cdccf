// Numbers as RFC 8259 spells them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::json {

// Nothing: not a JSON number. kInteger or kNumber as Kind says.
enum class Spelling : uint8_t { kNone, kInteger, kNumber };
Spelling SpellingOf(std::string_view token);

// Of an integer that fits.
std::optional<int64_t> ToInteger(std::string_view token);
// Of any JSON number, rounded to nearest; ±infinity and ±0 where it is too large or too small.
double ToDouble(std::string_view token);

}  // namespace weir::json
