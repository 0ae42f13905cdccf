// Quantities with units: times, sizes, rates.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/context.h"

namespace weir::check {

struct Unit {
  std::string_view name;
  uint64_t factor;
};

inline constexpr std::array kDurations = {Unit{"ms", 1}, Unit{"s", 1'000}, Unit{"min", 60'000}};
inline constexpr std::array kSizes = {Unit{"B", 1}, Unit{"KiB", 1u << 10}, Unit{"MiB", 1u << 20},
                                      Unit{"GiB", 1u << 30}};
inline constexpr std::array kWindows = {Unit{"second", 1'000}, Unit{"minute", 60'000},
                                        Unit{"hour", 3'600'000}, Unit{"day", 86'400'000}};

// The factor of a unit; reported where it is none of `what`.
std::optional<uint64_t> FactorOf(Context& context, const ast::Name& unit, const Unit* begin,
                                 const Unit* end, const std::string& what);

// The quantity in the smallest unit, from 1 to `max`. `range` says so to a person.
template <size_t count>
std::optional<uint64_t> Measure(Context& context, const ast::Quantity& quantity,
                                const std::array<Unit, count>& units, uint64_t max,
                                const std::string& what, const std::string& range) {
  const auto factor = FactorOf(context, quantity.unit, units.data(), units.data() + count, what);
  if (!factor) return std::nullopt;
  const bool fits = quantity.number >= 1 && static_cast<uint64_t>(quantity.number) <= max / *factor;
  if (fits) return static_cast<uint64_t>(quantity.number) * *factor;
  context.sink.Report<diagnostics::Kind::kLimitOutOfRange>(quantity.span, range);
  return std::nullopt;
}

}  // namespace weir::check
