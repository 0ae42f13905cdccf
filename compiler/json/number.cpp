#include "compiler/json/number.h"

#include <charconv>
#include <cstdlib>
#include <string>

namespace weir::json {
namespace {

bool TakeOne(std::string_view& rest, std::string_view of) {
  if (rest.empty() || of.find(rest.front()) == std::string_view::npos) return false;
  rest.remove_prefix(1);
  return true;
}

bool TakeDigits(std::string_view& rest) {
  const size_t count = std::min(rest.find_first_not_of("0123456789"), rest.size());
  rest.remove_prefix(count);
  return count > 0;
}

}  // namespace

Spelling SpellingOf(std::string_view token) {
  std::string_view rest = token;
  TakeOne(rest, "-");
  if (!TakeOne(rest, "0") && !TakeDigits(rest)) return Spelling::kNone;
  if (rest.empty()) return ToInteger(token) ? Spelling::kInteger : Spelling::kNumber;
  if (TakeOne(rest, ".") && !TakeDigits(rest)) return Spelling::kNone;
  if (TakeOne(rest, "eE")) {
    TakeOne(rest, "+-");
    if (!TakeDigits(rest)) return Spelling::kNone;
  }
  return rest.empty() ? Spelling::kNumber : Spelling::kNone;
}

std::optional<int64_t> ToInteger(std::string_view token) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
  if (error != std::errc() || end != token.data() + token.size()) return std::nullopt;
  return value;
}

double ToDouble(std::string_view token) {
  double value = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
  if (error == std::errc()) return value;
  // from_chars does not tell too large from too small; strtod does, and weir never leaves the "C"
  // locale.
  return std::strtod(std::string(token).c_str(), nullptr);
}

}  // namespace weir::json
